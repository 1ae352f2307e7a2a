// A place's coordinates picked on a map. The two fields hold the answer, so that the form is the same without this file.

import { baseMap } from "./base-map.js";

/* global L */

const CLOSE = 15;

const canvas = document.querySelector("[data-picker]");
const latitude = document.querySelector("[name=latitude]");
const longitude = document.querySelector("[name=longitude]");

const written = (degrees) => degrees.toLocaleString(document.documentElement.lang, { minimumFractionDigits: 6, maximumFractionDigits: 6 });
const number = (input) => parseFloat(input.value.replace(",", "."));
const typed = () => {
  const point = [number(latitude), number(longitude)];
  return point.every(Number.isFinite) ? point : null;
};

canvas.closest("[hidden]").hidden = false;
const { map, ready } = baseMap(canvas, { scrollWheelZoom: false });
const mark = L.circleMarker([0, 0], { radius: 8, className: "map-mark", interactive: false });

const follow = () => {
  const point = typed();
  if (!point) return;
  mark.setLatLng(point).addTo(map);
  if (!map.getBounds().contains(point)) map.panTo(point, { animate: false });
};

map.setView(typed() ?? [62, 15], typed() ? CLOSE : 4, { animate: false });
map.on("click", ({ latlng }) => {
  latitude.value = written(latlng.lat);
  longitude.value = written(latlng.lng);
  follow();
});
map.on("focus", () => map.scrollWheelZoom.enable());
map.on("blur", () => map.scrollWheelZoom.disable());
for (const input of [latitude, longitude]) input.addEventListener("change", follow);

ready.then((home) => {
  if (home && !typed()) map.fitBounds(home, { animate: false });
  follow();
});
