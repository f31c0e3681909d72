// Dispatch by dragging: an order dropped on a person opens the page that says why him and asks; nothing is done before that. Without a mouse, or
// without this script, an order's own page lists everybody it could go to, each with a button.
const orderRows = () => document.querySelectorAll("table#orders tbody tr[data-id]");
let dragged;

function rowUnder(event) {
  return event.target.closest?.("table#people tbody tr[data-id]");
}

function clear() {
  document.querySelectorAll("tr[data-over]").forEach((row) => row.removeAttribute("data-over"));
}

function enable() {
  if (document.querySelector("table#people")) orderRows().forEach((row) => { row.draggable = true; });
}
enable();
// The list is brought up to date while it is looked at.
new MutationObserver(enable).observe(document.querySelector("main [data-live]") ?? document.body, { childList: true });

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("table#orders tbody tr[data-id]")?.dataset.id;
  if (dragged) event.dataTransfer.effectAllowed = "move";
});
document.addEventListener("dragend", () => { dragged = undefined; clear(); });
document.addEventListener("dragover", (event) => {
  const row = rowUnder(event);
  if (!dragged || !row) return;
  event.preventDefault();
  clear();
  row.setAttribute("data-over", "");
});
document.addEventListener("drop", (event) => {
  const row = rowUnder(event);
  if (!dragged || !row) return;
  event.preventDefault();
  location.assign(`/w/boards/dispatch?${new URLSearchParams({ order: dragged, user: row.dataset.id })}`);
});
