// The hotline's seat and the reception window: clocks that run, words that tell of danger while they are typed, and keys for what cannot wait.
// Without this script the clocks stand, danger is looked for when the form is sent, and everything is a button.
const desk = document.querySelector("[data-now]");
// The server's clock is the clock: a seat's own may be wrong.
const offset = desk ? Number(desk.dataset.now) - Date.now() : 0;

const two = (number) => String(number).padStart(2, "0");
function words(seconds) {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${two(minutes)}:${two(rest)}`;
}

function tick() {
  const now = Date.now() + offset;
  for (const clock of document.querySelectorAll("time[data-since]")) {
    const seconds = Math.max(0, Math.floor((now - Number(clock.dataset.since)) / 1000));
    clock.textContent = words(seconds);
    const late = Number(clock.dataset.lateAfter);
    if (late) clock.toggleAttribute("data-late", seconds > late);
  }
  for (const clock of document.querySelectorAll("time[data-until]")) {
    const seconds = Math.floor((Number(clock.dataset.until) - now) / 1000);
    clock.textContent = seconds < 0 ? `超 ${words(-seconds)}` : words(seconds);
    clock.toggleAttribute("data-late", seconds < 0);
  }
}
tick();
setInterval(tick, 1000);

// A panel once shown stays: a word that was deleted has been said all the same.
function listen(form) {
  const text = [...form.querySelectorAll("textarea")].map((area) => area.value).join("\n");
  for (const panel of document.querySelectorAll("[data-sign][hidden]")) {
    const said = panel.dataset.words.split("|").filter((word) => word && text.includes(word));
    if (!said.length) continue;
    panel.querySelector("[data-why]").textContent = said.map((word) => `说到“${word}”`).join("；");
    panel.hidden = false;
  }
}
for (const form of document.querySelectorAll("form[data-listens]")) {
  form.addEventListener("input", () => listen(form));
  listen(form);
}

// Alt and a letter, by the key's place: also in a field, and whatever the input method makes of it.
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.isComposing || document.querySelector("dialog[open]")) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.code)}"]:not(:disabled)`);
  if (!target) return;
  event.preventDefault();
  target.closest("details:not([open])")?.setAttribute("open", "");
  target.click();
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
