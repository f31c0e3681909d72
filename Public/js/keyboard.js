// The keyboard of the workbench: Ctrl-K or / goes to the search, j and k move through rows, Enter opens, x selects, ? explains.
// Single keys can be switched off (WCAG 2.2, 2.1.4): people who dictate would otherwise trigger them by speaking.
const chinese = document.documentElement.lang.startsWith("zh");
const say = chinese
  ? { title: "快捷键", search: "搜索", next: "下一行", previous: "上一行", open: "打开", select: "选择", help: "显示本说明", single: "启用单键快捷键", close: "关闭", enter: "回车" }
  : { title: "Keyboard", search: "Search", next: "Next row", previous: "Previous row", open: "Open", select: "Select", help: "Show this", single: "Single-key shortcuts on", close: "Close", enter: "Enter" };

const store = "bagui-single-keys";
const singleKeys = () => { try { return localStorage.getItem(store) !== "off"; } catch { return true; } };

const rows = () => [...document.querySelectorAll("[data-table] tbody tr, [data-rows-navigable] > [data-row]")].filter((row) => row.offsetParent);

function typing(target) {
  return target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog");
}

function move(step) {
  const all = rows();
  if (!all.length) return false;
  const at = all.findIndex((row) => row.hasAttribute("data-cursor"));
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
  all[at]?.removeAttribute("data-cursor");
  next.setAttribute("data-cursor", "");
  // The focus goes along, so that Enter is the browser's own and a screen reader reads the row.
  (next.querySelector("a") ?? next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function toggle() {
  const box = document.querySelector("[data-cursor] input[type=checkbox]");
  box?.click();
  return Boolean(box);
}

function help() {
  let dialog = document.getElementById("keyboard-help");
  if (!dialog) {
    dialog = document.createElement("dialog");
    dialog.id = "keyboard-help";
    dialog.className = "dialog";
    dialog.setAttribute("aria-labelledby", "keyboard-help-title");
    const keys = [["Ctrl K", say.search], ["j", say.next], ["k", say.previous], [say.enter, say.open], ["x", say.select], ["?", say.help]];
    const title = Object.assign(document.createElement("h2"), { id: "keyboard-help-title", textContent: say.title });
    const list = document.createElement("dl");
    list.className = "keys";
    for (const [key, meaning] of keys) {
      const term = document.createElement("dt");
      term.append(Object.assign(document.createElement("kbd"), { textContent: key }));
      list.append(term, Object.assign(document.createElement("dd"), { textContent: meaning }));
    }
    const label = document.createElement("label");
    label.className = "box";
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: singleKeys() });
    box.addEventListener("change", () => { try { localStorage.setItem(store, box.checked ? "on" : "off"); } catch { /* private window: for this page only */ } });
    label.append(box, Object.assign(document.createElement("span"), { textContent: say.single }));
    const form = document.createElement("form");
    form.method = "dialog";
    form.append(title, list, label, Object.assign(document.createElement("button"), { className: "button secondary", textContent: say.close }));
    dialog.append(form);
    document.body.append(dialog);
  }
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const search = document.querySelector("[data-hotkey=search]");
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k" && search) {
    event.preventDefault();
    search.focus();
    search.select();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "?") { event.preventDefault(); help(); return; }
  if (!singleKeys()) return;
  let done = false;
  if (event.key === "j") done = move(1);
  else if (event.key === "k") done = move(-1);
  else if (event.key === "x") done = toggle();
  else if (event.key === "/" && search) { search.focus(); done = true; }
  if (done) event.preventDefault();
});
