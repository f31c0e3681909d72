// The command screen's clocks: data-clock shows the time of day, data-since how long something has been running, data-until how long there
// is left (with data-late when it is past). Moments are ISO 8601; the wall hangs in China and shows its time.
const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

function span(milliseconds) {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  const two = (number) => String(number).padStart(2, "0");
  const days = Math.floor(seconds / 86400);
  const time = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return (days ? `${days}天 ` : "") + time;
}

function tick() {
  const now = Date.now();
  for (const element of document.querySelectorAll("[data-clock]")) element.textContent = clock.format(now);
  for (const element of document.querySelectorAll("[data-since]")) element.textContent = span(now - Date.parse(element.dataset.since));
  for (const element of document.querySelectorAll("[data-until]")) {
    const left = Date.parse(element.dataset.until) - now;
    element.textContent = span(left);
    element.toggleAttribute("data-late", left < 0);
  }
}
tick();
setInterval(tick, 1000);
