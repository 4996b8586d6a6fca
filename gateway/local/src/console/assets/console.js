"use strict";

// News for every page: requests as they come, with the row that the console itself wrote; notices; and what is out of date.
const { part } = document.body.dataset;
let { after, document: shown } = document.body.dataset;
const list = document.querySelector("ol.requests");
const isOpened = Boolean(list?.querySelector("[aria-current]"));
const live = document.querySelector("[data-live]");
const notices = document.querySelector("[data-notice]");
const empty = document.querySelector(".empty");
let came = 0;
let isDropped = false;
let source;

const say = (text) => { if (live) live.textContent = text; };
const state = () => ({ 0: "Live", 1: "Live: 1 new request" })[came] ?? `Live: ${came} new requests`;
const tell = (text) => {
  const line = document.createElement("p");
  line.textContent = text;
  notices.replaceChildren(line);
};
const opened = () => say(state());
const failed = () => {
  say(source.readyState === EventSource.CLOSED
    ? "Not live: load the page again to see new requests."
    : "Not live: the gateway does not answer. The page tries again.");
};
// What somebody reads or writes stays, since the program that had it can be gone.
const drop = (text) => {
  isDropped = true;
  source.close();
  say("Not live");
  tell(text);
};
const reload = () => {
  if (!list) return;
  if (!isOpened) return location.reload();
  drop("The list of requests is out of date. Open Requests to see the newest.");
};
const begunAgain = (event) => {
  if (part === "operations") return location.reload();
  if (list && !isOpened) return location.replace(`/?former=${encodeURIComponent(after.split("-")[0])}`);
  if (part === "requests") return drop("The program began again, and this page is of the former one, whose requests are gone. Open Requests to see new ones.");
  after = event.data;
};
const otherDocument = (event) => {
  shown = event.data;
  if (part === "operations") location.reload();
};
const notice = (event) => {
  const line = document.createElement("template");
  line.innerHTML = event.data;
  notices.replaceChildren(line.content);
};
const add = (event) => {
  after = event.lastEventId;
  if (!list) return;
  const row = document.createElement("template");
  row.innerHTML = event.data;
  const item = row.content.firstElementChild;
  // A page that was loaded while the request came has it already.
  const { href } = item.querySelector("a");
  if ([...list.querySelectorAll("a")].some((known) => known.href === href)) return;
  item.classList.add("new");
  list.prepend(item);
  while (list.children.length > Number(list.dataset.kept)) list.lastElementChild.remove();
  if (empty) empty.hidden = true;
  came += 1;
  say(state());
};
const listen = () => {
  source = new EventSource(`/events?after=${encodeURIComponent(after)}&document=${shown}`);
  source.addEventListener("open", opened);
  source.addEventListener("error", failed);
  source.addEventListener("reload", reload);
  source.addEventListener("begun-again", begunAgain);
  source.addEventListener("document", otherDocument);
  source.addEventListener("notice", notice);
  source.addEventListener("request", add);
};
// A browser opens six connections to a host, so a page that nobody sees must not hold one: a seventh page would never load.
const follow = () => {
  source?.close();
  if (!document.hidden && !isDropped) listen();
};
follow();
document.addEventListener("visibilitychange", follow);
window.addEventListener("pagehide", () => source?.close());
window.addEventListener("pageshow", (event) => { if (event.persisted) follow(); });

// The list by keyboard: j and k, from one request to the next.
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const inside = event.target.closest("input, textarea, select, pre, button");
  if (inside) return;
  const step = { j: 1, k: -1 }[event.key];
  if (!step || !list || list.offsetParent === null) return;
  const links = [...list.querySelectorAll("a")];
  const now = links.indexOf(document.activeElement);
  const from = now >= 0 ? now : links.findIndex((link) => link.hasAttribute("aria-current"));
  const next = links[Math.min(Math.max(from + step, 0), links.length - 1)];
  if (next) {
    next.focus();
    event.preventDefault();
  }
});

for (const button of document.querySelectorAll("[data-copy]")) {
  const text = document.getElementById(button.dataset.copy);
  if (!navigator.clipboard || !text) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Not copied: the browser does not allow it";
    }
  });
}

// The answer to a pasted message stands below the form.
document.getElementById("answer")?.scrollIntoView({ block: "nearest" });
