"""What a page consists of, as text that does not change from run to run: landmarks, headings, links and buttons by name, fields with their labels, heads of tables.

Numbers, ids, moments and names of made-up people stand as signs of their kind; rows of a table or a list that are built alike stand once.
"""

from motion import settle

STRUCTURE = r"""
const plain = (text) => (text ?? "").replace(/\s+/g, " ").trim()
  .replace(/\d{6}[A-Z]{2}\d{10,}/g, "‹编号›").replace(/\b[0-9a-z]{26}\b/g, "‹标识›").replace(/\b[0-9A-F]{8,}\b|\b[0-9a-f]{12,}\b/g, "‹摘要›")
  .replace(/\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?)?/g, "‹日期›").replace(/\d{4}年\d+月\d+日(（周.）)?( ?\d\d:\d\d)?/g, "‹日期›").replace(/\d+月\d+日/g, "‹日期›").replace(/\d\d:\d\d(:\d\d)?/g, "‹时刻›")
  .replace(/[一-龥]某[甲乙丙丁戊己庚辛壬癸]|[一-龥]{2}[甲乙丙丁戊己庚辛壬癸][一二三四五六七八九十]/g, "‹人›").replace(/\d+(\.\d+)?/g, "‹数›");
const seen = (node) => node.checkVisibility({ checkVisibilityCSS: true }) && !node.closest("[aria-hidden=true], .demonstration");
const label = (node) => plain(node.getAttribute("aria-label") || [...node.labels ?? []].map((each) => [...each.childNodes].filter((part) => !part.matches?.("input, select, .required")).map((part) => part.textContent).join("")).join(" ") || node.getAttribute("placeholder") || node.title);
const name = (node) => plain(node.getAttribute("aria-label") || node.innerText || node.title);
const lines = [];
const say = (depth, text) => lines.push("  ".repeat(depth) + text);

// Children that are built alike are said once.
function alike(nodes, depth, inside) {
  let last = null;
  for (const node of nodes) {
    const before = lines.length;
    inside(node, depth);
    const made = lines.slice(before).join("\n");
    if (made && made === last) lines.length = before;
    if (made) last = made;
  }
}

function walk(node, depth) {
  if (node.nodeType !== 1 || node.matches("script, style, template, noscript, datalist, option, svg, [hidden]") || !seen(node)) return;
  const tag = node.tagName.toLowerCase();
  if (/^h[1-6]$/.test(tag)) return say(depth, `${tag} ${name(node)}`);
  if (tag === "nav" || tag === "main" || tag === "aside" || tag === "header" || tag === "footer" || tag === "form" || tag === "dialog" || node.matches("[role=region], [role=group], [role=search], [role=alert], [role=status]")) {
    const by = node.getAttribute("aria-labelledby");
    const title = plain(node.getAttribute("aria-label") || (by && document.getElementById(by)?.textContent) || "");
    say(depth, `${node.getAttribute("role") ?? tag}${title ? ` ${title}` : ""}${tag === "form" && node.method === "post" ? " (post)" : ""}`);
    // A map is drawn when it comes, by a library whose buttons are its own.
    return node.matches("[data-map]") ? undefined : children(node, depth + 1);
  }
  if (tag === "table") {
    say(depth, `table ${plain(node.caption?.textContent ?? node.getAttribute("aria-label") ?? "")}`);
    const heads = [...node.querySelectorAll("thead th")].map((each) => name(each) || "–");
    if (heads.length) say(depth + 1, `heads ${heads.join(" | ")}`);
    const rows = [...node.tBodies].flatMap((body) => [...body.rows]);
    const controls = (row) => [...new Set([...row.querySelectorAll("a.button, button, input:not([type=hidden]), select")].filter(seen).map((each) => `${each.tagName.toLowerCase()}${each.type && each.tagName === "INPUT" ? `:${each.type}` : ""} ${each.matches("input, select") ? label(each) : name(each)}`.replace(/ ?‹.*$/, "")))].sort();
    const own = [...new Set(rows.flatMap(controls))].sort();
    say(depth + 1, rows.length ? "rows" : "no rows");
    for (const each of own) say(depth + 2, each);
    return;
  }
  // What a record is called is data, and in which order records of one moment stand is chance.
  if (tag === "a") return say(depth, /\/[0-9a-z]{26}$/.test(new URL(node.href, location).pathname) && !node.matches(".button") ? "link ‹记录›" : `link ${name(node)}`);
  if (tag === "button") return say(depth, `button ${name(node)}${node.disabled ? " (disabled)" : ""}`);
  if (tag === "summary") return say(depth, `summary ${name(node)}`);
  if (tag === "input" && node.type !== "hidden" || tag === "select" || tag === "textarea") {
    const kind = tag === "input" ? node.type : tag;
    return say(depth, `${kind} ${label(node)}${node.required ? " (required)" : ""}`);
  }
  if (tag === "legend" || tag === "dt" || tag === "caption") return say(depth, `${tag} ${plain([...node.childNodes].filter((part) => !part.matches?.(".required")).map((part) => part.textContent).join(""))}`);
  children(node, depth);
}
function children(node, depth) {
  if (node.matches("ul, ol, .todos, .timeline, tbody")) alike(node.children, depth, walk);
  else for (const child of node.children) walk(child, depth);
}
const root = document.querySelector("main") ?? document.body;
say(0, `title ${plain(document.title)}`);
walk(root, 0);
return lines.join("\n") + "\n";
"""


def structure(visitor):
    settle(visitor.driver)
    return visitor.driver.execute_script(STRUCTURE)
