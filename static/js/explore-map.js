// The explored heat on a map one can move about in. The picture that a browser without this file gets says the same.
//
// The map itself is kept when htmx changes the rest of the page; what is drawn on it follows the new [data-explored],
// which says where the contours are (data-heat) and, as JSON, which places are ranked.

import { baseMap } from "./base-map.js";

/* global L */

const COLOURS = ["#ffeda0", "#feb24c", "#fd8d3c", "#e31a1c", "#800026"];
const SIDE = 26;
const CLOSE = 15;

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
  return L.marker(at, { icon, keyboard: false, zIndexOffset: -rank }).bindTooltip(words);
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
  } catch {
    failed.hidden = false;
  }
};

if (canvas) {
  const map = start();
  show(map);
  document.body.addEventListener("htmx:afterSettle", () => show(map));
}
