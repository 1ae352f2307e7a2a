// A small map that shows where one report was.

import { baseMap } from "./base-map.js";

/* global L */

for (const canvas of document.querySelectorAll("[data-point-map]")) {
  const point = [canvas.dataset.latitude, canvas.dataset.longitude];
  const { map, ready } = baseMap(canvas, { scrollWheelZoom: false });
  map.setView(point, 14, { animate: false });
  ready.then(() => L.circleMarker(point, { radius: 8, className: "map-mark", interactive: false }).addTo(map));
}
