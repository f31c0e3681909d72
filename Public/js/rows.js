// Lists of structures: adds and removes rows in place. Names and ids carry the row's number (parties[2].name, f-parties[2].name);
// the template has # in its place.
function rename(element, from, to) {
  // Rows within rows: what stands in a template is not found from outside it.
  for (const template of element.querySelectorAll("template")) for (const child of template.content.children) rename(child, from, to);
  for (const part of [element, ...element.querySelectorAll("*")]) {
    for (const attribute of ["name", "id", "for", "list", "value", "aria-describedby", "data-counter", "data-progress-of", "data-rows"]) {
      const text = part.getAttribute(attribute);
      if (text?.includes(from)) part.setAttribute(attribute, text.replaceAll(from, to));
    }
  }
}

function number(list) {
  const name = list.dataset.rows;
  const rows = [...list.querySelectorAll(":scope > .row")];
  rows.forEach((row, index) => {
    const old = row.dataset.index ?? String(index);
    if (old !== String(index)) {
      rename(row, `${name}[${old}]`, `${name}[${index}]`);
      rename(row, `${name}:remove:${old}`, `${name}:remove:${index}`);
    }
    row.dataset.index = String(index);
    const legend = row.querySelector(":scope > legend");
    legend.textContent = legend.textContent.replace(/#|\d+(?=\D*$)/, String(index + 1));
    const remove = row.querySelector(":scope > .remove-row");
    if (remove) remove.hidden = rows.length <= Number(list.dataset.minimum ?? 0);
  });
  const add = list.querySelector(":scope > .add-row");
  if (add && list.dataset.maximum) add.disabled = rows.length >= Number(list.dataset.maximum);
}

function add(list) {
  const blank = list.querySelector(":scope > template").content.firstElementChild.cloneNode(true);
  const index = list.querySelectorAll(":scope > .row").length;
  rename(blank, `${list.dataset.rows}[#]`, `${list.dataset.rows}[${index}]`);
  rename(blank, `${list.dataset.rows}:remove:#`, `${list.dataset.rows}:remove:${index}`);
  blank.dataset.index = String(index);
  list.querySelector(":scope > .add-row").before(blank);
  number(list);
  blank.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

function enhance(root) {
  for (const list of root.querySelectorAll("[data-rows]:not([data-enhanced])")) { list.dataset.enhanced = ""; number(list); }
}
enhance(document);
document.addEventListener("added", (event) => enhance(event.detail));

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[name=_rows]");
  const list = button?.closest("[data-rows][data-enhanced]");
  if (!list) return;
  event.preventDefault();
  if (button.classList.contains("add-row")) add(list);
  else {
    const row = button.closest(".row");
    const next = row.nextElementSibling?.matches(".row") ? row.nextElementSibling : row.previousElementSibling;
    row.remove();
    number(list);
    (next?.querySelector("input:not([type=hidden]), select, textarea") ?? list.querySelector(":scope > .add-row"))?.focus();
  }
  list.dispatchEvent(new Event("change", { bubbles: true }));
});
