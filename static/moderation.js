// The queue by keyboard. Every key presses a button or follows a link that is there for everybody.
const queue = document.querySelector(".queue");
const keys = document.getElementById("wp-keys");
const said = document.getElementById("wp-said");
const several = document.getElementById("wp-several");
const rows = () => [...queue.querySelectorAll(".submission")];
const current = () => document.activeElement?.closest(".submission");

document.querySelector("[data-open-keys]").hidden = false;
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-open-keys]")) return;
  event.preventDefault();
  keys.showModal();
});

if (several) {
  const all = several.querySelector("[data-all]");
  all.parentElement.hidden = false;
  all.addEventListener("change", () => {
    for (const box of document.querySelectorAll('[form="wp-several"][name="id"]')) box.checked = all.checked;
  });
}

const move = (by) => {
  const found = rows();
  const at = found.indexOf(current());
  found[at < 0 ? 0 : Math.min(Math.max(at + by, 0), found.length - 1)]?.focus();
};
const press = (key, inside) => inside?.querySelector(`[data-key="${key}"]`)?.click();
const decided = [];  // ids of the rows decided here, the last one at the end
const hasty = new Set();  // of those whose undo was asked for before the answer came

const decide = (key) => {
  const row = current();
  if (!row?.querySelector(`[data-key="${key}"]`)) return;
  decided.push(row.id);
  press(key, row);
};
const undo = () => {
  const id = decided.pop();
  const row = document.getElementById(id);
  if (row && !row.querySelector('[data-key="u"]')) hasty.add(id);
  else press("u", row ?? document);
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, summary")) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "?") keys.showModal();
  else if (event.key === "x") current()?.querySelector("[type=checkbox]")?.click();
  else if (event.key === "u") undo();
  else if ("asr".includes(event.key)) decide(event.key);
  else if (event.key === "Enter" && event.target === current()) press("Enter", current());
  else return;
  event.preventDefault();
});

// What was decided: tell it, remember it, and go on to the next one that waits. The words say it: htmx sets the class
// of the new row a moment later.
const isDecided = (row) => row.querySelector("[data-said]") !== null;
document.addEventListener("htmx:afterSwap", (event) => {
  const row = document.getElementById(event.detail.elt?.id) ?? event.detail.elt;
  if (!row?.matches?.(".submission")) return;
  if (!isDecided(row)) {
    if (decided.includes(row.id)) decided.splice(decided.indexOf(row.id), 1);
    row.focus();
    said.textContent = "Done";
    return;
  }
  if (hasty.delete(row.id)) {
    press("u", row);
    return;
  }
  if (!decided.includes(row.id)) decided.push(row.id);
  said.textContent = row.querySelector("[data-said]").textContent;
  const found = rows();
  const next = found.slice(found.indexOf(row) + 1).find((one) => !isDecided(one));
  (next ?? row).focus();
});
document.addEventListener("htmx:responseError", () => { said.textContent = "That did not work; load the page again."; });
document.addEventListener("htmx:sendError", () => { said.textContent = "The site does not answer; try again."; });
