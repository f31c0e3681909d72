// Boards: cards can be dragged where there is a mouse; their buttons do the same everywhere. A move is posted as `card` and `column`;
// if the server refuses, the card goes back and its reason is shown.
const csrf = document.querySelector("meta[name=csrf]")?.content ?? "";

function tell(board, text) {
  let toast = board.previousElementSibling;
  if (!toast?.matches("[data-board-toast]")) {
    toast = Object.assign(document.createElement("div"), { className: "toast tone-danger" });
    toast.setAttribute("role", "alert");
    toast.dataset.boardToast = "";
    board.before(toast);
  }
  toast.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }));
}

for (const board of document.querySelectorAll(".board[data-move]")) {
  let card;
  for (const each of board.querySelectorAll(".board-card")) each.draggable = true;
  board.addEventListener("dragstart", (event) => {
    card = event.target.closest(".board-card");
    card?.setAttribute("data-dragging", "");
  });
  board.addEventListener("dragend", () => {
    card?.removeAttribute("data-dragging");
    board.querySelectorAll("[data-over]").forEach((column) => column.removeAttribute("data-over"));
  });
  board.addEventListener("dragover", (event) => {
    const column = event.target.closest(".board-column");
    if (!column || !card) return;
    event.preventDefault();
    board.querySelectorAll("[data-over]").forEach((other) => { if (other !== column) other.removeAttribute("data-over"); });
    column.setAttribute("data-over", "");
  });
  board.addEventListener("drop", async (event) => {
    const column = event.target.closest(".board-column");
    if (!column || !card || card.closest(".board-column") === column) return;
    event.preventDefault();
    const [moved, home, before] = [card, card.parentElement, card.nextElementSibling];
    column.querySelector("ul").prepend(moved);
    const body = new URLSearchParams({ card: moved.dataset.card, column: column.dataset.column, _csrf: csrf });
    const answer = await fetch(board.dataset.move, { method: "POST", body, headers: { Accept: "application/problem+json, application/json" } }).catch(() => null);
    if (answer?.ok) return;
    home.insertBefore(moved, before);
    const problem = await answer?.json().catch(() => null);
    tell(board, problem?.detail ?? problem?.title ?? "没有移动成功，请再试一次");
  });
}
