// The roster by dragging: a shift dropped on another day or place is moved there by the same action as its button 调整; if the server refuses,
// it stays where it was and the reason is shown.
const csrf = document.querySelector("meta[name=csrf]")?.content ?? "";
const table = document.querySelector("table.roster[data-move]");
let shift;

function cellUnder(event) {
  const cell = event.target.closest?.("td[data-date]");
  return cell && table.contains(cell) ? cell : null;
}

function clear() {
  table.querySelectorAll("[data-over]").forEach((cell) => cell.removeAttribute("data-over"));
}

function tell(text) {
  let toast = document.querySelector("[data-roster-toast]");
  if (!toast) {
    toast = Object.assign(document.createElement("div"), { className: "toast tone-danger", tabIndex: -1 });
    toast.setAttribute("role", "alert");
    toast.dataset.rosterToast = "";
    toast.dataset.autofocus = "";
    table.closest(".table-scroll").before(toast);
  }
  toast.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }));
  toast.focus();
}

async function move(moved, cell) {
  const [home, next] = [moved.parentElement, moved.nextElementSibling];
  cell.append(moved);
  const body = new URLSearchParams({
    shift: moved.dataset.shift, _version: moved.dataset.version, date: cell.dataset.date, place: cell.dataset.place,
    back: `${location.pathname}${location.search}`, _csrf: csrf,
  });
  const headers = { Accept: "application/problem+json, text/html", "X-Fragment": "1" };
  const answer = await fetch(table.dataset.move, { method: "POST", body, headers, credentials: "same-origin" }).catch(() => null);
  const there = answer?.ok && answer.headers.get("Location");
  // What is covered and what is missing is reckoned anew by the page.
  if (there) { location.replace(there); return; }
  home.insertBefore(moved, next);
  const problem = await answer?.json().catch(() => null);
  tell(problem?.detail ?? problem?.title ?? "没有移动成功，请再试一次，或按“调整”");
}

if (table) {
  for (const each of table.querySelectorAll("[data-shift]")) each.draggable = true;
  table.addEventListener("dragstart", (event) => {
    shift = event.target.closest("[data-shift]");
    if (!shift) return;
    event.dataTransfer.effectAllowed = "move";
    shift.setAttribute("data-dragging", "");
  });
  table.addEventListener("dragend", () => { shift?.removeAttribute("data-dragging"); shift = undefined; clear(); });
  table.addEventListener("dragover", (event) => {
    const cell = cellUnder(event);
    if (!shift || !cell) return;
    event.preventDefault();
    clear();
    if (cell !== shift.parentElement) cell.setAttribute("data-over", "");
  });
  table.addEventListener("drop", (event) => {
    const cell = cellUnder(event);
    if (!shift || !cell) return;
    event.preventDefault();
    if (cell !== shift.parentElement) move(shift, cell);
  });
}
