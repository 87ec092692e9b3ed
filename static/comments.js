// Comfort for the form under a post, which works without: answering in place, and the moment writing began.
const form = document.querySelector("form.say");
if (form) {
  const title = document.getElementById("wp-say-title");
  const [home, heading] = [form.previousElementSibling, title.textContent];
  const cancel = Object.assign(document.createElement("button"), { type: "button", textContent: form.dataset.cancel });

  form.addEventListener("focusin", async () => {
    const answer = await fetch(form.dataset.mark).catch(() => null);
    if (answer?.ok) form.elements.mark.value = await answer.text();
  }, { once: true });

  const move = (after, parent, text) => {
    form.elements.parent.value = parent;
    title.textContent = text;
    after.after(form);
  };
  cancel.addEventListener("click", () => {
    const answered = document.querySelector(`[data-reply="${form.elements.parent.value}"]`);
    move(home, "", heading);
    cancel.remove();
    answered?.focus();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-reply]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const comment = link.closest(".comment");
    move(comment, link.dataset.reply, form.dataset.replyTo.replace("{name}", comment.querySelector(".who").textContent));
    form.querySelector("button").after(cancel);
    form.elements.comment.focus();
  });
}
