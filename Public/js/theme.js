// Light or dark and size of print without leaving the page: the same cookies the server sets for the forms.
const attributes = { theme: ["theme", "automatic"], size: ["size", "normal"] };

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  const entry = attributes[event.target.dataset.preference];
  if (!entry || !button) return;
  event.preventDefault();
  const [name, usual] = entry;
  const root = document.documentElement;
  if (button.value === usual) delete root.dataset[name]; else root.dataset[name] = button.value;
  document.cookie = `${name}=${button.value}; path=/; max-age=31536000; samesite=lax`;
  for (const form of document.querySelectorAll(`[data-preference="${name}"]`)) {
    for (const other of form.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other.value === button.value));
  }
});
