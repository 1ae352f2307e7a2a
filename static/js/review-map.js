// The review desk's map: the report in the middle, what it may be a duplicate of around it, each with its number.

import { baseMap } from "./base-map.js";

/* global L */

const CLOSE = 17;

const mark = (number, name) => {
  const span = document.createElement("span");
  span.textContent = number;
  return L.divIcon({ className: name, html: span, iconSize: null });
};

export const reviewMap = (frame, others) => {
  frame.hidden = false;
  const canvas = frame.querySelector("[data-canvas]");
  const at = ({ dataset }) => [Number(dataset.latitude), Number(dataset.longitude)];
  const { map } = baseMap(canvas, { scrollWheelZoom: false });
  map.setView(at(canvas), CLOSE, { animate: false });
  for (const other of others) L.marker(at(other), { icon: mark(other.dataset.spot, "review-mark"), keyboard: false }).addTo(map);
  L.circleMarker(at(canvas), { radius: 8, className: "map-mark", interactive: false }).addTo(map);
  if (others.length) map.fitBounds(L.latLngBounds([canvas, ...others].map(at)).pad(0.4), { animate: false, maxZoom: CLOSE });
};
