// Draws the table of figures that stands beneath as a chart: rows are series when there are several columns of figures, else bars. The table stays: it is
// what everybody can read, and where every figure leads to its list.
function figures(table) {
  const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
  const rows = [...table.querySelectorAll("tbody tr")].map((row) => {
    const cells = [...row.children];
    const values = cells.map((cell) => cell.querySelector("[data-value]")).filter(Boolean).map((span) => (span.dataset.value === "" ? null : Number(span.dataset.value)));
    const names = cells.filter((cell) => !cell.querySelector("[data-value]")).map((cell) => cell.textContent.trim());
    return { name: names[0] ?? "", values };
  }).filter((row) => row.values.length > 0);
  return { heads, rows };
}

function option(element, { heads, rows }) {
  const style = getComputedStyle(document.documentElement);
  const ink = style.color;
  const several = rows[0].values.length > 1;
  const axis = { axisLabel: { color: ink }, axisLine: { lineStyle: { color: ink } } };
  const base = {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches, textStyle: { color: ink, fontFamily: style.fontFamily },
    grid: { left: 8, right: 8, bottom: 8, top: several ? 48 : 16, containLabel: true }, tooltip: { trigger: "axis" },
    xAxis: { type: "category", ...axis }, yAxis: { type: "value", ...axis },
  };
  if (!several) return { ...base, xAxis: { ...base.xAxis, data: rows.map((row) => row.name) }, series: [{ type: "bar", data: rows.map((row) => row.values[0]), name: element.ariaLabel }] };
  const categories = heads.slice(heads.length - rows[0].values.length);
  return {
    ...base, xAxis: { ...base.xAxis, data: categories }, legend: { type: "scroll", top: 0, textStyle: { color: ink } },
    series: rows.map((row) => ({ type: categories.length > 2 ? "line" : "bar", name: row.name, data: row.values, connectNulls: false })),
  };
}

for (const element of document.querySelectorAll("[data-chart]")) {
  const table = document.getElementById(element.dataset.chart);
  const found = table && figures(table);
  if (!window.echarts || !found || found.rows.length === 0) { element.hidden = true; continue; }
  element.style.height = "320px";
  const chart = window.echarts.init(element, null, { renderer: "svg" });
  chart.setOption(option(element, found));
  new ResizeObserver(() => chart.resize()).observe(element);
}
