// Fields on which others depend: when one changes, the form goes to the server and comes back with what now applies
// (`_refresh` = the field's name; nothing is checked and nothing done). Without this script there is a button for it.
document.addEventListener("change", (event) => {
  const field = event.target;
  if (!field.matches?.("[data-refreshes]") || !field.form) return;
  const button = Object.assign(document.createElement("button"), { type: "submit", name: "_refresh", value: field.name, hidden: true, formNoValidate: true });
  field.form.append(button);
  field.form.requestSubmit(button);
});
