// Click to load: a card asks its site for nothing until the reader wants it. Without this file the link opens there.
for (const card of document.querySelectorAll("figure[data-embed]")) {
  const link = card.querySelector("a");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "▶ " + (card.querySelector(".embed-host")?.textContent ?? new URL(card.dataset.embed).host);
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.src = card.dataset.embed;
    frame.title = link?.textContent ?? "";
    frame.allow = "fullscreen; encrypted-media; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    card.replaceChildren(frame);
    card.classList.add("embed-loaded");
    frame.focus();
  });
  card.prepend(button);
}
