// Selection in lists: all of this page, a range with Shift, and the bar that says how many and what can be done with them.
function update(form) {
  const boxes = [...form.querySelectorAll("tbody input[name=selected]")];
  const chosen = boxes.filter((box) => box.checked).length;
  const bar = form.querySelector("[data-batch]");
  const words = bar.querySelector("[data-selected-count]");
  words.textContent = words.dataset.pattern.replace("%", String(chosen));
  bar.toggleAttribute("data-idle", chosen === 0);
  const all = form.querySelector("[data-select-all]");
  all.checked = chosen > 0 && chosen === boxes.length;
  all.indeterminate = chosen > 0 && chosen < boxes.length;
}

for (const form of document.querySelectorAll("form.selectable")) {
  let last;
  form.addEventListener("click", (event) => {
    const box = event.target;
    if (!box.matches?.("input[name=selected]")) return;
    const boxes = [...form.querySelectorAll("tbody input[name=selected]")];
    if (event.shiftKey && last) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      for (const other of boxes.slice(from, to + 1)) other.checked = box.checked;
    }
    last = box;
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-select-all]")) {
      for (const box of form.querySelectorAll("tbody input[name=selected]")) box.checked = event.target.checked;
    }
    update(form);
  });
  update(form);
}
// Going back brings the ticks back, but no event.
addEventListener("pageshow", () => document.querySelectorAll("form.selectable").forEach(update));
