// The review desk's map: the report in the middle, what it may be a duplicate of around it, each with its number.

import { baseMap } from "./base-map.js";

/* global L */

const CLOSE = 16;
const CLOSEST = 18;

const mark = (number, name) => {
  const span = document.createElement("span");
  span.textContent = number;
  return L.divIcon({ className: name, html: span, iconSize: null });
};

export const reviewMap = (frame, others) => {
  frame.hidden = false;
  const canvas = frame.querySelector("[data-canvas]");
  const at = ({ dataset }) => [Number(dataset.latitude), Number(dataset.longitude)];
  const { map, ready } = baseMap(canvas, { scrollWheelZoom: false });
  map.setView(at(canvas), CLOSE, { animate: false });
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(canvas);
  // What is drawn last lies on top.
  ready.then(() => {
    for (const other of others) {
      L.circleMarker(at(other), { radius: 6, className: "review-other", interactive: false }).addTo(map);
      L.marker(at(other), { icon: mark(other.dataset.spot, "review-mark"), interactive: false, keyboard: false }).addTo(map);
    }
    L.circleMarker(at(canvas), { radius: 8, className: "map-mark", interactive: false }).addTo(map);
  });
  if (others.length) map.fitBounds(L.latLngBounds([canvas, ...others].map(at)).pad(0.4), { animate: false, maxZoom: CLOSEST });
};
