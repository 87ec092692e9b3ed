// The list at the desk: choose all at once, and ask before what can't be undone. Without this file the forms work too.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-all]")) return;
  for (const box of event.target.closest("form").querySelectorAll("[name=id]")) box.checked = event.target.checked;
});
document.addEventListener("click", (event) => {
  const question = event.target.closest("[data-confirm]")?.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
});
