// Buttons that print the page: without a script the browser's own menu does it, so they show only where they work.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
