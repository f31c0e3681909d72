// Questions in place. A button with data-confirm first opens the dialog of that id; a link with data-dialog shows the action panel of the
// page it leads to. Without this script both go to a page of their own.
const chinese = document.documentElement.lang.startsWith("zh");
const closeLabel = chinese ? "关闭" : "Close";
const confirmed = new WeakSet();

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-confirm]");
  if (!button || confirmed.delete(button)) return;
  const dialog = document.getElementById(button.dataset.confirm);
  if (!(dialog instanceof HTMLDialogElement)) return;
  event.preventDefault();
  dialog.returnValue = "";
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "confirm") { button.focus(); return; }
    confirmed.add(button);
    button.click();
  }, { once: true });
  dialog.showModal();
});

async function show(link) {
  const answer = await fetch(link.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const panel = page.querySelector("[data-dialog-body]");
  // No panel: the session has expired, or the server said no. The page says it better.
  if (!panel) { location.assign(link.href); return; }
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", panel.getAttribute("aria-labelledby"));
  const close = Object.assign(document.createElement("button"), { type: "button", className: "button quiet square dialog-close", ariaLabel: closeLabel, textContent: "×" });
  close.addEventListener("click", () => dialog.close());
  dialog.append(document.adoptNode(panel), close);
  // "取消" in the panel leads back here: closing does.
  for (const back of dialog.querySelectorAll("a.button")) {
    if (back.pathname === location.pathname) back.addEventListener("click", (event) => { event.preventDefault(); dialog.close(); });
  }
  // A menu has closed behind the dialog: then its button has the focus.
  dialog.addEventListener("close", () => { dialog.remove(); (link.closest("details.menu:not([open])")?.querySelector("summary") ?? link).focus(); });
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  document.dispatchEvent(new CustomEvent("added", { detail: dialog }));
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-dialog]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  show(link).catch(() => location.assign(link.href));
});
