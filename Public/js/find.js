// The map beside the list, and "near me". Both are extra: the list and its form stand without them. The map is drawn from the list's own points, when it
// comes into sight; the shapes of the cities and the script for it are fetched only then.
// What it says, in the languages of the page.
const words = document.documentElement.lang.startsWith("en")
  ? { locating: "Finding your position …", unknown: "Your position is not available. Allow it in the browser, or choose an area.", closer: "Zoom in", farther: "Zoom out", several: (count) => `×${count}` }
  : { locating: "正在取得您的位置……", unknown: "没有取得位置。请在浏览器中允许，或选择地区。", closer: "放大", farther: "缩小", several: (count) => `${count}处` };
const form = document.querySelector(".find-form");
const locate = form?.querySelector("[data-locate]");
const note = form?.querySelector("[data-locate-note]");

function say(words) {
  note.textContent = words;
  note.hidden = false;
}

if (locate && "geolocation" in navigator) {
  locate.hidden = false;
  locate.addEventListener("click", () => {
    say(words.locating);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        let field = form.querySelector("[name=near]");
        if (!field) {
          field = Object.assign(document.createElement("input"), { type: "hidden", name: "near" });
          form.append(field);
        }
        // To about a hundred metres: nobody needs to know more to find an office.
        field.value = `${coords.longitude.toFixed(3)},${coords.latitude.toFixed(3)}`;
        form.requestSubmit();
      },
      () => say(words.unknown),
      { timeout: 10000, maximumAge: 300000 },
    );
  });
}

function load(tag, attributes) {
  return new Promise((done, failed) => {
    const element = Object.assign(document.createElement(tag), attributes, { onload: done, onerror: failed });
    document.head.append(element);
  });
}

async function draw(box) {
  const places = [...document.querySelectorAll(".places > li[data-position]")];
  if (places.length === 0) { box.hidden = true; return; }
  const [shapes] = await Promise.all([
    fetch(box.dataset.map).then((answer) => { if (!answer.ok) throw new Error(answer.status); return answer.json(); }),
    load("link", { rel: "stylesheet", href: "/vendor/leaflet/leaflet.css" }),
    load("script", { src: "/vendor/leaflet/leaflet.js" }),
  ]);
  const { L } = window;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(box, { attributionControl: false, zoomAnimation: !still, fadeAnimation: !still, scrollWheelZoom: false });
  map.zoomControl.setPosition("topright");
  box.querySelectorAll(".leaflet-control-zoom a").forEach((link, index) => { link.title = link.ariaLabel = index === 0 ? words.closer : words.farther; });
  L.geoJSON(shapes, { interactive: false, style: { className: "map-area" } }).addTo(map);
  const points = places.map((place, index) => {
    const [longitude, latitude] = place.dataset.position.split(",").map(Number);
    const link = place.querySelector(".place-name a");
    return { number: index + 1, position: L.latLng(latitude, longitude), address: link.href, name: link.textContent };
  });
  // Room on the right for the buttons of the map: no mark lies under them.
  let fitting = false;
  const fit = () => {
    fitting = true;
    map.fitBounds(points.map((point) => point.position), { paddingTopLeft: [30, 30], paddingBottomRight: [70, 30], maxZoom: 14, animate: false });
    fitting = false;
  };
  fit();
  const marks = L.layerGroup().addTo(map);
  const mark = () => {
    marks.clearLayers();
    neighbours(points, (point) => map.latLngToLayerPoint(point.position)).forEach((own) => marks.addLayer(marker(L, own)));
  };
  mark();
  map.on("zoomend", mark);
  // A phone that is turned, a window made smaller: all of it again, unless the person has moved the map.
  let moved = false;
  map.on("movestart", () => { moved ||= !fitting; });
  map.on("resize", () => { if (!moved) fit(); });
}

// Points that a finger could not tell apart, together: no mark lies on another.
const apart = 36;
function neighbours(points, place) {
  const groups = [];
  for (const point of points) {
    const at = place(point);
    const near = groups.find((group) => group.at.distanceTo(at) < apart);
    if (near) near.points.push(point); else groups.push({ at, points: [point] });
  }
  return groups.map((group) => group.points);
}

function marker(L, points) {
  const names = points.map((point) => point.name).join("、");
  const list = document.createElement("ul");
  for (const point of points) {
    const label = Object.assign(document.createElement("a"), { href: point.address, textContent: point.name });
    list.append(document.createElement("li"));
    list.lastChild.append(label);
  }
  const html = `<span>${points.length > 1 ? words.several(points.length) : points[0].number}</span>`;
  const icon = L.divIcon({ className: "map-point", html, iconSize: [30, 30] });
  return L.marker(points[0].position, { icon, title: names, alt: names }).bindPopup(list);
}

const box = document.querySelector("[data-map]");
if (box) {
  new IntersectionObserver((entries, observer) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    draw(box).catch(() => { box.hidden = true; });
  }).observe(box);
}
