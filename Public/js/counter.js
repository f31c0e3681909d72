// How many characters of how many: counted as the browser's own maxlength counts them.
function show(counter) {
  const area = document.getElementById(counter.dataset.counter);
  const limit = area?.maxLength ?? -1;
  if (limit < 0) return;
  counter.textContent = `${area.value.length} / ${limit}`;
  counter.toggleAttribute("data-over", area.value.length >= limit);
}
const all = () => document.querySelectorAll("[data-counter]");
all().forEach(show);
document.addEventListener("added", () => all().forEach(show));
document.addEventListener("input", (event) => {
  if (event.target.id) document.querySelectorAll(`[data-counter="${CSS.escape(event.target.id)}"]`).forEach(show);
});
