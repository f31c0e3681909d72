// The conversation in place: a question is sent, and what is said comes without leaving the page. Without this script it is a form and a page.
const page = document.getElementById("ask-page");
let busy = false;

async function load(address, options) {
  const answer = await fetch(address, { ...options, headers: { Accept: "text/html", "X-Fragment": "1", ...options?.headers }, credentials: "same-origin" });
  if (!answer.ok || !answer.headers.get("content-type")?.startsWith("text/html")) throw new Error(String(answer.status));
  return answer.text();
}

function show(html) {
  page.innerHTML = html;
  // A glance at the tab tells no more than the page's own heading.
  const heading = page.querySelector(".ask-heading");
  if (heading) document.title = document.title.replace(/^[^·]+/, `${heading.textContent} `);
  const turns = page.querySelectorAll(".turn");
  // What must be read before all else; or from the last thing asked on, so that a long answer is read from its beginning.
  const first = page.querySelector("[data-first]");
  if (first) { first.scrollIntoView({ block: "start" }); return; }
  const asked = [...turns].filter((turn) => turn.classList.contains("turn-asker")).at(-1);
  (asked ?? turns[turns.length - 1])?.scrollIntoView({ block: "start" });
  page.querySelector("#reply")?.focus({ preventScroll: true });
}

// What was asked stands there at once, with a word that the answer is being looked for; both give way to what the server says.
function looking(text) {
  if (!text) return;
  let list = page.querySelector(".conversation");
  if (!list) {
    list = Object.assign(document.createElement("ol"), { className: "conversation" });
    page.querySelector(".reply-box")?.before(list);
  }
  for (const [kind, name, words] of [["asker", page.dataset.you, text], ["robot", "", page.dataset.looking]]) {
    const turn = Object.assign(document.createElement("li"), { className: `turn turn-${kind}` });
    const who = Object.assign(document.createElement("p"), { className: "turn-who" });
    who.append(Object.assign(document.createElement("b"), { textContent: name }));
    const body = Object.assign(document.createElement("div"), { className: "turn-body" });
    if (kind === "robot") { turn.setAttribute("aria-busy", "true"); body.setAttribute("role", "status"); }
    body.append(Object.assign(document.createElement("p"), { textContent: words }));
    turn.append(...(name ? [who, body] : [body]));
    list.append(turn);
    if (kind === "asker") turn.scrollIntoView({ block: "start" });
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!("ask" in form.dataset) || !page?.contains(form)) return;
  event.preventDefault();
  if (busy) return;
  busy = true;
  const body = new URLSearchParams(new FormData(form, event.submitter));
  event.submitter?.setAttribute("data-busy", "");
  looking(body.get("text")?.trim());
  try {
    show(await load(form.action, { method: "POST", body }));
  } catch {
    // Whatever is wrong, the form itself shows it: too fast, a new session, no connection.
    const field = event.submitter?.name ? Object.assign(document.createElement("input"), { type: "hidden", name: event.submitter.name, value: event.submitter.value }) : null;
    if (field) form.append(field);
    form.submit();
  } finally { busy = false; }
}, { capture: true });

// Getting away leaves no way back to the page.
document.addEventListener("click", (event) => {
  const exit = event.target.closest?.("[data-exit]");
  if (!exit) return;
  event.preventDefault();
  location.replace(exit.href);
});

// While a person is awaited or speaks, what is new appears by itself; nothing moves while one is typing.
const stateOf = (root) => { const foot = root.querySelector(".ask-foot"); return foot ? `${foot.dataset.state}:${foot.dataset.turns}` : ""; };
setInterval(async () => {
  const now = page ? stateOf(page) : "";
  if (busy || document.hidden || !/^(queued|with_human)/.test(now) || page.querySelector("#reply")?.value || page.querySelector("#ask-phone")?.value) return;
  try {
    const html = await load("/ask");
    const fresh = Object.assign(document.createElement("template"), { innerHTML: html });
    if (!busy && !page.querySelector("#reply")?.value && stateOf(fresh.content) !== now) show(html);
  } catch { /* The next time. */ }
}, 4000);
