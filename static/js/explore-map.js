// The explored heat on a map one can move about in. The picture that a browser without this file gets says the same.
//
// The map itself is kept when htmx changes the rest of the page; what is drawn on it follows the new [data-explored],
// which says where the contours are (data-heat) and, as JSON, which places are ranked.

import { baseMap } from "./base-map.js";

/* global L */

const COLOURS = ["#ffeda0", "#feb24c", "#fd8d3c", "#e31a1c", "#800026"];
const SIDE = 28;
const CLOSE = 15;
const ROUNDS = 40;
const SHIFTS = [0, -14, 14, -28, 28, -42, 42];

const canvas = document.querySelector("#karta");
let current;

// Colours are those of css/map.css where it knows light from dark; these where it does not.
const style = ({ properties: { heat } }) => ({
  stroke: false,
  fill: true,
  fillColor: COLOURS[heat - 1],
  fillOpacity: 0.6,
  className: `map-heat-${heat}`,
});

const mark = ({ rank, name, count, at }) => {
  const words = document.createElement("span");
  words.textContent = `${name}: ${count}`;
  const icon = L.divIcon({ className: "explore-number", html: String(rank), iconSize: [SIDE, SIDE] });
  return L.marker(at, { at, icon, keyboard: false, zIndexOffset: 1000 - rank }).bindTooltip(words);
};

// Pushes two points apart along the line between them, half the way each, until a number has room on both.
const part = (one, other) => {
  const between = other.subtract(one);
  const apart = Math.hypot(between.x, between.y);
  if (apart >= SIDE) return false;
  const step = apart ? between.multiplyBy((SIDE - apart) / 2 / apart) : L.point(SIDE / 2, 0);
  one._subtract(step);
  other._add(step);
  return true;
};

// A name moves up or down to where nothing stands; where there is no such spot it is hidden until one looks closer.
const setName = (name, taken) => {
  name.style.translate = "";
  const { left, right, top, bottom } = name.getBoundingClientRect();
  const free = (by) => taken.every((box) => left >= box.right || box.left >= right || top + by >= box.bottom || box.top >= bottom + by);
  const by = SHIFTS.find(free);
  name.classList.toggle("map-label-covered", by === undefined);
  if (by === undefined) return;
  name.style.translate = `0 ${by}px`;
  taken.push({ left, right, top: top + by, bottom: bottom + by });
};

// Numbers of places that lie close stand beside each other, and on no name.
const setOut = (map, marks) => {
  const numbers = marks.getLayers();
  const points = numbers.map(({ options }) => map.project(options.at));
  for (let round = 0, moved = true; moved && round < ROUNDS; round += 1) {
    moved = false;
    for (let i = 0; i < points.length; i += 1) {
      for (let j = i + 1; j < points.length; j += 1) moved = part(points[i], points[j]) || moved;
    }
  }
  numbers.forEach((number, i) => number.setLatLng(map.unproject(points[i])));
  const taken = [...canvas.querySelectorAll(".explore-number")].map((disc) => disc.getBoundingClientRect());
  for (const name of canvas.querySelectorAll(".map-label > span")) setName(name, taken);
};

const start = () => {
  canvas.hidden = false;
  const { map, ready } = baseMap(canvas, { scrollWheelZoom: false });
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  map.setView([62, 15], 4, { animate: false });
  const heat = L.layerGroup();
  const marks = L.layerGroup();
  const drawn = ready.then((home) => {
    if (home) map.fitBounds(home, { animate: false });
    heat.addTo(map);
    marks.addTo(map);
    map.on("zoomend", () => setOut(map, marks));
  });
  return { map, heat, marks, drawn };
};

const show = async ({ map, heat, marks, drawn }) => {
  const explored = document.querySelector("[data-explored]");
  if (!explored || explored === current) return;
  current = explored;
  const failed = document.querySelector("[data-failed]");
  try {
    const response = await fetch(explored.dataset.heat);
    if (!response.ok) throw new Error(response.status);
    const contours = await response.json();
    await drawn;
    // A slower answer to an older question is thrown away.
    if (explored !== current) return;
    // The list beside it may have become longer or shorter.
    map.invalidateSize({ animate: false });
    heat.clearLayers();
    marks.clearLayers();
    L.geoJSON(contours, { interactive: false, style }).addTo(heat);
    const spots = JSON.parse(explored.querySelector("script").textContent);
    for (const spot of spots) mark(spot).addTo(marks);
    // A chosen area may lie far from what the map shows first.
    if ("area" in explored.dataset && spots.length) {
      map.fitBounds(L.latLngBounds(spots.map(({ at }) => at)).pad(0.5), { maxZoom: CLOSE, animate: false });
    }
    setOut(map, marks);
  } catch {
    failed.hidden = false;
  }
};

if (canvas) {
  const map = start();
  show(map);
  document.body.addEventListener("htmx:afterSettle", () => show(map));
}
