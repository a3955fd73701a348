// The bell: one stream a browser, however many pages are open (HTTP/1.1 has six connections for all of them).
// Of the pages that are looked at, the one that holds the lock listens, and tells the others.
const menu = document.getElementById("bell-menu");
const list = document.getElementById("bell-list");
const name = menu && `bell-${menu.dataset.person}`;
const channel = menu && new BroadcastChannel(name);
let latest = null;
let stop = null;

function show(news) {
  if (news.person !== menu.dataset.person) return; // someone else has signed in in this browser
  latest = news;
  list.replaceChildren(...new DOMParser().parseFromString(news.html, "text/html").body.childNodes);
  for (const count of document.querySelectorAll("[data-count=notifications]")) count.textContent = news.unread || "";
}

function listen() {
  const source = new EventSource(menu.dataset.stream);
  source.addEventListener("message", (event) => {
    const news = JSON.parse(event.data);
    show(news);
    channel.postMessage(news);
  });
  return source;
}

function begin() {
  if (stop) return;
  const turn = new AbortController();
  let source;
  stop = () => {
    turn.abort();
    source?.close();
    stop = null;
  };
  const hold = () => new Promise((release) => {
    if (turn.signal.aborted) return release();
    source = listen();
    turn.signal.addEventListener("abort", release);
  });
  // Locks are for secure pages only; elsewhere each page listens for itself.
  if (navigator.locks) navigator.locks.request(name, { signal: turn.signal }, hold).catch(() => {});
  else hold();
}

function attend() {
  if (document.hidden) stop?.();
  else begin();
}

if (menu) {
  channel.addEventListener("message", ({ data }) => {
    if (data !== "what is new?") show(data);
    else if (latest && stop) channel.postMessage(latest);
  });
  channel.postMessage("what is new?");
  document.addEventListener("visibilitychange", attend);
  window.addEventListener("pagehide", () => stop?.());
  window.addEventListener("pageshow", attend);
  attend();
}
