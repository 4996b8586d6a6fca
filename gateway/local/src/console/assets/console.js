"use strict";

// Requests as they come: each event has the row of a request, which the console itself wrote.
const list = document.querySelector("ol.requests");
if (list) {
  const live = document.querySelector("[data-live]");
  const empty = document.querySelector(".empty");
  const kept = Number(list.dataset.kept);
  let after = list.dataset.after;
  let came = 0;
  let source;
  const listen = () => {
    source = new EventSource(`/events?after=${encodeURIComponent(after)}`);
    source.addEventListener("open", opened);
    source.addEventListener("error", failed);
    source.addEventListener("reload", reload);
    source.addEventListener("request", add);
  };
  const state = () => ({ 0: "Live", 1: "Live: 1 new request" })[came] ?? `Live: ${came} new requests`;
  const opened = () => { live.textContent = state(); };
  const failed = () => {
    live.textContent = source.readyState === EventSource.CLOSED
      ? "Not live: load the page again to see new requests."
      : "Not live: the gateway does not answer. The page tries again.";
  };
  const reload = () => {
    source.close();
    if (!list.querySelector("[aria-current]")) return location.reload();
    // The request that somebody reads stays, since the program that had it can be gone.
    live.textContent = "Not live: the list is out of date. Open Requests to see the newest.";
  };
  const add = (event) => {
    const row = document.createElement("template");
    row.innerHTML = event.data;
    const item = row.content.firstElementChild;
    item.classList.add("new");
    list.prepend(item);
    while (list.children.length > kept) list.lastElementChild.remove();
    if (empty) empty.hidden = true;
    after = event.lastEventId;
    came += 1;
    live.textContent = state();
  };
  // A browser opens six connections to a host, so a page that nobody sees must not hold one: a seventh page would never load.
  const follow = () => {
    source?.close();
    if (!document.hidden) listen();
  };
  follow();
  document.addEventListener("visibilitychange", follow);
  window.addEventListener("pagehide", () => source?.close());
  window.addEventListener("pageshow", (event) => { if (event.persisted) follow(); });
}

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
