// A page about work that goes on: what it says is brought up to date. Without this file the page asks again by itself.
const shown = document.querySelector("[data-live]");
const again = async () => {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-live]");
    if (!now) {
      document.querySelector("main").replaceWith(page.querySelector("main"));
      return;
    }
    shown.replaceChildren(...now.childNodes);
  }
  setTimeout(again, 2000);
};
if (shown) setTimeout(again, 2000);
