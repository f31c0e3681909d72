// Nothing typed is lost: forms with data-keep are kept in this tab's session storage while they are filled in, and forgotten
// when they have been received. A session that expires, a crash or a wrong key loses nothing. And a form goes out once.
const chinese = document.documentElement.lang.startsWith("zh");
const say = chinese
  ? { restored: "已恢复上次没有提交的内容。", discard: "不要，清空" }
  : { restored: "What you typed before has been restored.", discard: "Discard it" };
const prefix = "keep:";
const pendingName = "keep-pending";
const store = (() => { try { return window.sessionStorage; } catch { return null; } })();

const keyOf = (form) => `${prefix}${form.dataset.keep}:${location.pathname}`;
// Names with an underscore are the form's own (tokens, keys); files and passwords are never kept.
const keeps = (field) => field.name && !field.name.startsWith("_") && !["hidden", "file", "password", "submit", "button"].includes(field.type);

function read(form) {
  return [...form.elements].filter(keeps)
    .filter((field) => !["checkbox", "radio"].includes(field.type) || field.checked)
    .flatMap((field) => field.multiple ? [...field.selectedOptions].map((option) => [field.name, option.value]) : [[field.name, field.value]]);
}

function write(form, entries) {
  const values = new Map();
  for (const [name, value] of entries) values.set(name, [...(values.get(name) ?? []), value]);
  growRows(form, [...values.keys()]);
  for (const field of [...form.elements].filter(keeps)) {
    const wanted = values.get(field.name) ?? [];
    if (["checkbox", "radio"].includes(field.type)) field.checked = wanted.includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = wanted.includes(option.value);
    else if (wanted.length && !field.readOnly) field.value = wanted[0];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// Rows added by hand are added again before they are filled in (rows.js has taken over the button).
function growRows(form, names) {
  for (const name of names) {
    const row = /^(.+?)\[(\d+)\]/.exec(name);
    if (!row) continue;
    const list = form.querySelector(`[data-rows="${CSS.escape(row[1])}"][data-enhanced]`);
    while (list && list.querySelectorAll(":scope > .row").length <= Number(row[2])) {
      const before = list.querySelectorAll(":scope > .row").length;
      list.querySelector(":scope > .add-row")?.click();
      if (list.querySelectorAll(":scope > .row").length === before) break;
    }
  }
}

// Only what was typed comes back: what the server has changed since in other fields stays as the server has it.
function merged(original, { from, to }) {
  const at = (entries, name) => JSON.stringify(entries.filter((entry) => entry[0] === name));
  const names = new Set([...from, ...to].map((entry) => entry[0]));
  const typed = new Set([...names].filter((name) => at(from, name) !== at(to, name)));
  const kept = original.filter((entry) => !typed.has(entry[0]));
  const back = to.filter((entry) => typed.has(entry[0]));
  // In the order of the form, so that an unchanged form is seen to be unchanged.
  const order = [...original, ...to].map((entry) => entry[0]);
  return [...kept, ...back].map((entry, index) => ({ entry, index })).sort((one, other) =>
    order.indexOf(one.entry[0]) - order.indexOf(other.entry[0]) || one.index - other.index).map((item) => item.entry);
}

function offer(form, original) {
  const note = document.createElement("div");
  note.className = "notice tone-active";
  note.setAttribute("role", "status");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button secondary", textContent: say.discard });
  button.addEventListener("click", () => { store.removeItem(keyOf(form)); write(form, original); note.remove(); });
  const row = Object.assign(document.createElement("div"), { className: "buttons" });
  row.append(Object.assign(document.createElement("p"), { textContent: say.restored }), button);
  note.append(row);
  form.prepend(note);
}

function keep(form) {
  const key = keyOf(form);
  const original = read(form);
  const saved = store.getItem(key);
  // A form that comes back with errors holds what was sent: that is newer than what was kept.
  if (saved && !form.querySelector(".error-summary")) {
    const entries = merged(original, JSON.parse(saved));
    if (JSON.stringify(entries) !== JSON.stringify(original)) { write(form, entries); offer(form, original); }
  }
  // What was sent and refused is typed, too: it counts from the form before it.
  const before = saved && form.querySelector(".error-summary") ? JSON.parse(saved).from : original;
  let timer;
  const save = () => { try { store.setItem(key, JSON.stringify({ from: before, to: read(form) })); } catch { /* full: the form still works */ } };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 300); });
  form.addEventListener("change", save);
  form.addEventListener("submit", () => { clearTimeout(timer); save(); store.setItem(pendingName, key); });
}

// Received: the page after the form is neither the form again nor a page of its own kind (signing in, an error).
function forgetReceived() {
  const key = store.getItem(pendingName);
  if (!key || document.documentElement.classList.contains("plain") || document.querySelector("[data-problem]")) return;
  const returned = [...document.querySelectorAll("form[data-keep]")].some((form) => keyOf(form) === key);
  if (!returned) store.removeItem(key);
  store.removeItem(pendingName);
}

if (store) {
  forgetReceived();
  for (const form of document.querySelectorAll("form[data-keep]")) keep(form);
}

// Once: the second press of a button does nothing until the answer has come (the idempotency key guards what slips through).
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (form.method !== "post") return;
  if ("sent" in form.dataset) { event.preventDefault(); return; }
  form.dataset.sent = "";
  event.submitter?.setAttribute("data-busy", "");
  setTimeout(() => release(form), 15000);
});
function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[data-busy]")) button.removeAttribute("data-busy");
}
addEventListener("pageshow", (event) => { if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release); });

// A refused form is heard first.
document.querySelector("[data-autofocus]")?.focus();
