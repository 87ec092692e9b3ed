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
const undone = [];  // ids of the rows decided here, the last one at the end

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, summary")) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "?") keys.showModal();
  else if (event.key === "x") current()?.querySelector("[type=checkbox]")?.click();
  else if (event.key === "u") press("u", document.getElementById(undone.pop()) ?? document);
  else if ("asr".includes(event.key)) press({ a: "a", s: "s", r: "r" }[event.key], current());
  else if (event.key === "Enter" && event.target === current()) press("Enter", current());
  else return;
  event.preventDefault();
});

// What was decided: tell it, remember it, and go on to the next one that waits.
document.addEventListener("htmx:afterSettle", (event) => {
  const row = document.getElementById(event.detail.elt?.id) ?? event.detail.elt;
  if (!row?.matches?.(".submission")) return;
  if (!row.matches(".decided")) {
    row.focus();
    said.textContent = "Taken back";
    return;
  }
  undone.push(row.id);
  said.textContent = row.querySelector("[data-said]").textContent;
  const found = rows();
  const next = found.slice(found.indexOf(row) + 1).find((one) => !one.matches(".decided"));
  (next ?? row).focus();
});
document.addEventListener("htmx:responseError", () => { said.textContent = "That did not work; load the page again."; });
document.addEventListener("htmx:sendError", () => { said.textContent = "The site does not answer; try again."; });
