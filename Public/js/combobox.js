// Pickers with more choices than a page can carry: asks the server while one types, and fills the data list.
let timer;
let latest = 0;

document.addEventListener("input", (event) => {
  const input = event.target;
  const from = input.dataset?.optionsFrom;
  // A choice taken from the list ends with its value in brackets: nothing more to ask.
  if (!from || event.isComposing || /\]\s*$/.test(input.value)) return;
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const turn = ++latest;
    const answer = await fetch(`${from}${from.includes("?") ? "&" : "?"}q=${encodeURIComponent(input.value)}`, { headers: { Accept: "text/html" }, credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok || turn !== latest) return;
    input.list.innerHTML = await answer.text();
  }, 150);
});
