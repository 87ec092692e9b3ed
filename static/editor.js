// The editor: keeps what is typed (on the site, else in this browser), previews it, counts it, knows shortcuts.
// Without this file the form still saves, and a preview opens in a new tab.
const form = document.getElementById("editor");
const source = form.elements.source;
const status = document.getElementById("autosave");
const here = document.getElementById("here");
const item = `/admin/posts/${form.dataset.item}`;
const STORED = `waypost-draft ${form.dataset.user} ${form.dataset.item}`;
const OWN = ["version", "key", "seen", "tab", "action"]; // of the form, not of the text
const PAUSE_MS = 2000; // after the last key
const LONGEST_MS = 8000; // while somebody types on and on
const AGAIN_MS = 5000; // after the site could not be reached

// What is typed

const entries = () => [...new FormData(form)].filter(([name, value]) => !OWN.includes(name) && typeof value === "string");
const words = () => JSON.stringify(entries());
const body = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));

function fill(kept) {
  for (const field of form.querySelectorAll("[type=checkbox]")) field.checked = false;
  for (const [name, value] of kept) {
    const field = form.elements[name];
    if (!field) continue;
    if (field.type === "checkbox") field.checked = true;
    else field.value = value;
  }
}

// Kept in this browser, until the site has it

function store(submitted = false) {
  const record = { at: Date.now(), version: form.elements.version.value, entries: entries(), submitted };
  try {
    localStorage.setItem(STORED, JSON.stringify(record));
  } catch { /* full, or not allowed: the site still keeps it */ }
}

function stored() {
  try {
    return JSON.parse(localStorage.getItem(STORED));
  } catch {
    return null;
  }
}

function forget() {
  try {
    localStorage.removeItem(STORED);
  } catch { /* there is nothing then */ }
}

// Kept on the site

let onSite = form.dataset.restored ? "" : words(); // what the site has
let asking = null; // one request at a time
let wantsSave = false;
let timer = 0;
let typedSince = 0;

function say(text, ...more) {
  status.replaceChildren(text, ...more);
}

function later(pause) {
  clearTimeout(timer);
  timer = setTimeout(keep, pause);
}

function typed() {
  store();
  count();
  previewLater();
  const now = Date.now();
  typedSince ||= now;
  later(Math.max(0, Math.min(PAUSE_MS, typedSince + LONGEST_MS - now)));
}

async function send(to) {
  const answer = await fetch(to, { method: "POST", body: body(), headers: { "HX-Request": "true" }, redirect: "manual" });
  return [answer.type === "opaqueredirect" ? 303 : answer.status, await answer.text()];
}

async function keep() {
  if (asking) return later(PAUSE_MS);
  if (wantsSave) return save();
  const sent = words();
  if (sent === onSite) return;
  typedSince = 0;
  say("Saving…");
  asking = send(`${item}/autosave`).catch(() => [0, ""]);
  const [code, text] = await asking;
  asking = null;
  if (code === 200) kept(text, sent);
  else if (code === 409) refused(text, sent);
  else unreached(code);
  if (code && words() !== sent) later(PAUSE_MS);
}

function kept(text, sent) {
  onSite = sent;
  for (const part of parsed(text).querySelectorAll("[data-into]")) {
    document.getElementById(part.dataset.into).replaceChildren(...part.childNodes);
  }
  localTime(status);
  if (words() === sent) forget();
}

function refused(text, sent) {
  onSite = sent;
  say("Not saved: there is another version. ", link("#conflict", "Compare"));
  document.getElementById("conflict").replaceChildren(...parsed(text).body.childNodes);
}

function unreached(code) {
  if (code === 401) {
    say("Not saved: you are signed out. ", link("/admin/sign-in", "Sign in in another tab", true), " and it goes on. Your text is kept in this browser.");
  } else if (code === 403 || code === 404 || code === 422) {
    say(code === 404 ? "Not saved: this item has been deleted. Your text is kept in this browser." : "Not saved: press Save to see why. Your text is kept in this browser.");
    return;
  } else {
    const why = code ? "the site can’t save just now" : "there is no connection";
    say(`Not saved: ${why}. Your text is kept in this browser; the next try comes by itself.`);
  }
  later(AGAIN_MS);
}

async function save() {
  clearTimeout(timer);
  if (asking) await asking;
  const sent = words();
  store();
  wantsSave = true;
  say("Saving…");
  asking = send(`${item}/edit`).catch(() => [0, ""]);
  const [code, text] = await asking;
  asking = null;
  if (code === 200) {
    wantsSave = false;
    document.getElementById("editor-state").innerHTML = text;
    kept("", sent);
    document.getElementById("conflict").replaceChildren();
    say(form.dataset.done, " ", clock(new Date()));
  } else if (code === 0 || code === 401 || code >= 500) {
    unreached(code);
  } else {
    wantsSave = false;
    store(true);
    form.submit(); // the site's own page says what is wrong, with everything in it
  }
}

function link(to, text, elsewhere = false) {
  const made = document.createElement("a");
  made.href = to;
  made.textContent = text;
  if (elsewhere) made.target = "_blank";
  return made;
}

function parsed(text) {
  return new DOMParser().parseFromString(text, "text/html");
}

function clock(at) {
  const made = document.createElement("time");
  made.dateTime = at.toISOString();
  made.textContent = at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  return made;
}

function localTime(within) {
  for (const time of within.querySelectorAll("time")) time.replaceWith(clock(new Date(time.dateTime)));
}

form.addEventListener("input", typed);
form.addEventListener("change", typed);
form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || (button.name === "action" && button.value === "save")) {
    event.preventDefault();
    save();
  } else if (button.name === "action") {
    store(true);
  }
});
for (const event of ["online", "focus"]) addEventListener(event, () => { if (words() !== onSite || wantsSave) later(0); });
document.addEventListener("visibilitychange", () => {
  if (document.hidden ? words() !== onSite : stored()) later(0);
});

// What an earlier visit could not bring to the site

const left = stored();
if (left && (left.submitted ? +form.elements.version.value > +left.version : false)) forget();
else if (left && JSON.stringify(left.entries) === words()) forget();
else if (left) offer(left);

function offer(record) {
  const box = document.getElementById("kept");
  box.querySelector("time").replaceWith(new Date(record.at).toLocaleString());
  const now = new Map(entries());
  const differing = record.entries.filter(([name, value]) => now.get(name) !== value);
  box.querySelector("pre").textContent = differing.map(([, value]) => value).join("\n\n");
  box.hidden = false;
  box.addEventListener("click", (event) => {
    const choice = event.target.dataset.kept;
    if (!choice) return;
    box.hidden = true;
    if (choice === "drop") return forget();
    fill(record.entries);
    form.elements.version.value = record.version;
    if (choice === "compare") {
      store(true);
      form.requestSubmit(document.getElementById("compare"));
      return;
    }
    source.focus();
    typed();
  });
}

// Words and minutes

const DENSE = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/g;
function count() {
  const text = source.value.replace(/<[^>]*>|\]\([^)]*\)|https?:\S+/g, " ");
  const dense = text.match(DENSE)?.length ?? 0;
  const found = text.replace(DENSE, " ").match(/[\p{L}\p{N}_]+(?:['’.-][\p{L}\p{N}_]+)*/gu)?.length ?? 0;
  const total = found + dense;
  const minutes = Math.max(1, Math.round(found / 230 + dense / 500));
  document.getElementById("counts").textContent =
    `${total.toLocaleString()} ${total === 1 ? "word" : "words"}${total ? `, ${minutes} min read` : ""}`;
}
count();

// Preview

const frame = document.getElementById("preview");
const toggle = document.getElementById("preview-toggle");
let previewTimer = 0;

function previewLater() {
  if (frame.hidden) return;
  clearTimeout(previewTimer);
  previewTimer = setTimeout(preview, 400);
}

async function preview() {
  const [code, text] = await send(`${item}/preview`).catch(() => [0, ""]);
  if (code !== 200) return;
  const shown = frame.contentDocument?.querySelector("main");
  const made = parsed(text);
  for (const script of made.querySelectorAll("script")) script.remove(); // the frame runs none
  if (shown) shown.replaceWith(frame.contentDocument.adoptNode(made.querySelector("main")));
  else frame.srcdoc = `<!doctype html>${made.documentElement.outerHTML}`;
}

frame.addEventListener("load", () => {
  frame.contentDocument?.addEventListener("click", (event) => {
    const to = event.target.closest("a[href]");
    if (!to || to.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    open(to.href, "_blank", "noopener");
  });
});

function togglePreview() {
  frame.hidden = !frame.hidden;
  toggle.setAttribute("aria-pressed", String(!frame.hidden));
  form.classList.toggle("previewing", !frame.hidden);
  if (!frame.hidden) preview();
}
toggle.addEventListener("click", togglePreview);

// Shortcuts

const help = document.getElementById("help");
document.getElementById("help-button").addEventListener("click", () => help.showModal());

const KEYS = { s: () => form.requestSubmit(), "/": () => help.showModal(), "shift p": togglePreview };
const MARKS = { b: "md-bold", i: "md-italic", k: "md-link" };
addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = (event.shiftKey ? "shift " : "") + event.key.toLowerCase();
  const mark = document.activeElement === source && form.querySelector(MARKS[key] ?? "none");
  if (!mark && !KEYS[key]) return;
  event.preventDefault();
  if (mark) mark.click();
  else KEYS[key]();
});

// Pasting and dropping

if (form.elements.source_format.value !== "html") {
  const { subscribe } = await import(document.querySelector("script[data-paste]").dataset.paste);
  subscribe(source);
}

function insert(text) {
  source.focus();
  if (!document.execCommand("insertText", false, text)) source.setRangeText(text, source.selectionStart, source.selectionEnd, "end");
  source.dispatchEvent(new Event("input", { bubbles: true }));
}

async function upload(file) {
  const data = new FormData();
  data.append("files", file, file.name || "pasted.png");
  const answer = await fetch("/admin/media", { method: "POST", body: data, headers: { Accept: "application/json" } });
  const said = await answer.json();
  if (!said.files?.length) throw new Error(said.refused?.[0]?.reason ?? "try again");
  return said.files[0];
}

form.addEventListener("file-attachment-accepted", async (event) => {
  for (const { file } of event.detail.attachments) {
    const mark = `![Uploading ${file.name.replace(/[[\]]/g, "")}…]()`;
    insert(`${mark}\n`);
    let put = "";
    try {
      const made = await upload(file);
      put = form.elements.source_format.value === "html" ? made.html ?? `<img src="${made.path}" alt="">` : made.markdown;
    } catch (error) {
      say(`${file.name || "The picture"} was not taken: ${error.message}.`);
    }
    const at = source.value.indexOf(mark);
    if (at >= 0) source.setRangeText(put, at, at + mark.length, "preserve");
    source.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
