// The library: files are dropped, pasted or chosen, and sent one by one with their progress. Without this file the form does it.
for (const hint of document.querySelectorAll("[data-with-script]")) hint.hidden = false;

const form = document.querySelector("form[data-upload]");
if (form) {
  const list = form.querySelector("[data-progress]");
  const waiting = [];
  let busy = false, failed = 0, taken = [];

  const line = (name) => {
    const item = document.createElement("li");
    item.append(name, document.createElement("progress"), document.createElement("small"));
    list.append(item);
    return { item, bar: item.querySelector("progress"), said: item.querySelector("small") };
  };

  const send = (file) => new Promise((resolve) => {
    const { item, bar, said } = line(file.name || "pasted picture");
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("files", file, file.name || "pasted.png");
    bar.max = 1;
    bar.value = 0;
    request.upload.onprogress = (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; };
    request.upload.onload = () => { bar.removeAttribute("value"); said.textContent = "Making its sizes …"; };
    request.onloadend = () => {
      let answer = null;
      try { answer = JSON.parse(request.responseText); } catch { /* an error page */ }
      bar.remove();
      if (answer?.files?.length) {
        taken.push(answer.files[0]);
        item.remove();
      } else {
        failed += 1;
        item.className = "failed";
        const why = answer?.refused?.[0]?.reason ?? (request.status === 401 ? "you are signed out; sign in and try again" : "it did not arrive; try again");
        said.textContent = "Not taken: " + why + ".";
      }
      resolve();
    };
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.send(body);
  });

  const work = async () => {
    if (busy) return;
    busy = true;
    while (waiting.length) await send(waiting.shift());
    busy = false;
    if (taken.length && !failed) location.assign(taken.length === 1 ? taken[0].edit : "/admin/media/");
    else if (taken.length) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = "/admin/media/";
      link.textContent = "See the " + (taken.length === 1 ? "file that was" : taken.length + " files that were") + " taken";
      item.append(link);
      list.append(item);
    }
  };

  const add = (files) => {
    for (const file of files) waiting.push(file);
    if (waiting.length) work();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    add(form.elements.files.files);
    form.reset();
  });
  form.elements.files.addEventListener("change", () => form.requestSubmit());
  addEventListener("paste", (event) => add(event.clipboardData?.files ?? []));
  for (const name of ["dragenter", "dragover"]) addEventListener(name, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    form.classList.add("over");
  });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("over"); });
  addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    form.classList.remove("over");
    add(event.dataTransfer.files);
  });
}

const focus = document.querySelector("[data-focus]");
const across = document.querySelector("#wp-focal-x"), down = document.querySelector("#wp-focal-y");
if (focus && across && down) {
  const dot = document.createElement("span");
  dot.className = "dot";
  focus.append(dot);
  const show = () => { dot.style.left = across.value + "%"; dot.style.top = down.value + "%"; };
  show();
  across.addEventListener("input", show);
  down.addEventListener("input", show);
  focus.addEventListener("click", (event) => {
    const box = focus.getBoundingClientRect();
    across.value = Math.round((event.clientX - box.left) / box.width * 100);
    down.value = Math.round((event.clientY - box.top) / box.height * 100);
    show();
  });
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    button.textContent = "Copied";
  });
}
