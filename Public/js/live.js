// Live updates. One tab of the browser holds the stream (browsers allow six connections to a site over HTTP/1.1) and passes on
// what it hears; when it closes, another takes over.
//
// The stream sends `event: change` with a topic as data; `record:*` is every record's. Whatever has that topic in data-live (several with spaces between) fetches
// its data-live-from and shows the answer; without one it gets a "live" event. Updates wait while the page is out of sight.
const address = document.querySelector("meta[name=live]")?.content;
const channel = "BroadcastChannel" in window ? new BroadcastChannel("bagui-live") : null;
const dirty = new Set();
let timer;

function concerned(topic) {
  const isMeant = topic === "record:*" ? (own) => own.startsWith("record:") : (own) => own === topic;
  return [...document.querySelectorAll("[data-live]")].filter((element) => element.dataset.live.split(" ").some(isMeant));
}

// Whoever stands on a link or button within what is drawn anew still stands on it afterwards; if it has gone, on what took its place.
function place(element, focused) {
  if (focused === document.body || !element.contains(focused)) return null;
  const controls = () => [...element.querySelectorAll("a[href], button, summary, [tabindex]")];
  const same = (one) => one.tagName === focused.tagName && one.getAttribute("href") === focused.getAttribute("href") && one.name === focused.name
    && one.value === focused.value && one.textContent.trim() === focused.textContent.trim();
  const at = controls().indexOf(focused);
  const [alike, open] = [controls().filter(same).indexOf(focused), focused.closest("details")?.open];
  return () => {
    const now = controls();
    const target = now.filter(same)[alike] ?? now.find(same) ?? now[Math.min(at, now.length - 1)];
    if (open && target?.closest("details")) target.closest("details").open = true;
    if (target) target.focus({ preventScroll: true });
    else { element.tabIndex = -1; element.focus({ preventScroll: true }); }
  };
}

async function refresh(element, topic) {
  const from = element.dataset.liveFrom;
  if (!from) { element.dispatchEvent(new CustomEvent("live", { bubbles: true, detail: { topic } })); return; }
  const answer = await fetch(from, { headers: { Accept: "text/html", "X-Fragment": "1" }, credentials: "same-origin", redirect: "error" });
  if (!answer.ok) return;
  const markup = await answer.text();
  // What a person is typing in is never pulled away.
  if (element.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) return;
  const back = place(element, document.activeElement);
  element.innerHTML = markup;
  back?.();
  if (element.classList.contains("count")) element.hidden = ["", "0"].includes(element.textContent.trim());
}

function flush() {
  if (document.hidden) return;
  const topics = [...dirty];
  dirty.clear();
  for (const topic of topics) {
    for (const element of concerned(topic)) refresh(element, topic).catch(() => dirty.add(topic));
  }
}

function heard(topic) {
  dirty.add(topic);
  clearTimeout(timer);
  timer = setTimeout(flush, 150);
}

function state(isOn) {
  const root = document.documentElement;
  if (isOn) { root.dataset.stream = "on"; delete root.dataset.streamSince; }
  else if (root.dataset.stream !== "off") { root.dataset.stream = "off"; root.dataset.streamSince = new Date().toISOString(); }
  document.dispatchEvent(new CustomEvent("stream", { detail: { isOn } }));
}

function listen() {
  const source = new EventSource(address);
  source.addEventListener("change", (event) => { heard(event.data); channel?.postMessage({ topic: event.data }); });
  source.addEventListener("open", () => { state(true); channel?.postMessage({ isOn: true }); });
  source.addEventListener("error", () => { state(false); channel?.postMessage({ isOn: false }); });
}

// What is under way is asked after as well: it may have ended before the stream was open.
setInterval(() => {
  if (document.hidden) return;
  for (const element of document.querySelectorAll("[data-live-from]:has(progress)")) refresh(element).catch(() => {});
}, 2000);

if (address) {
  channel?.addEventListener("message", ({ data }) => { if (data.topic) heard(data.topic); else state(data.isOn); });
  // The lock is held as long as the tab lives: its holder is the one that listens.
  if (channel && navigator.locks) navigator.locks.request("bagui-live", () => { listen(); return new Promise(() => {}); });
  else listen();
  document.addEventListener("visibilitychange", flush);
}
