// Where: a map under a fixed crosshair, the device's position, what was found by name, and typed coordinates. Whatever is
// used, the fields latitude and longitude hold the answer, so that the form is the same with and without this file.

import { baseMap } from "./base-map.js";

const CLOSE = 17;
// How far, in metres, the crosshair may be from the place that was picked for the report still to be at it.
const STILL_THERE = 100;
// What is shown if the layers cannot be fetched: the whole of Sweden.
const SWEDEN = [[55.2, 10.8], [69.1, 24.2]];

const later = (wait, action) => {
  let timer;
  return (...all) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...all), wait);
  };
};

export const reportMap = (field) => {
  const canvas = field.querySelector("[data-canvas]");
  const words = field.querySelector("[data-words]");
  const latitude = field.querySelector("[name$=-latitude]");
  const longitude = field.querySelector("[name$=-longitude]");
  const placeType = field.querySelector("[name$=-place_type]");
  let typeIsOurs = !placeType.value;
  let settled = null;

  field.querySelector("[data-map]").hidden = false;
  const { map, ready } = baseMap(canvas, { scrollWheelZoom: false, touchZoom: "center", doubleClickZoom: "center" });
  map.fitBounds(SWEDEN, { animate: false });

  const number = (input) => parseFloat(input.value.replace(",", "."));
  const chosen = () => (Number.isFinite(number(latitude)) && Number.isFinite(number(longitude)) ? L.latLng(number(latitude), number(longitude)) : null);

  const suggestType = (type) => {
    if (!typeIsOurs && placeType.value) return;
    placeType.value = type || "";
    typeIsOurs = true;
  };

  const say = later(300, async (point) => {
    const query = new URLSearchParams({ latitude: point.lat.toFixed(6), longitude: point.lng.toFixed(6) });
    try {
      const answer = await (await fetch(`${canvas.dataset.pointInWords}?${query}`)).json();
      words.textContent = answer.words;
      words.dataset.inside = answer.inside;
      if (!field.querySelector("[name$=-spot]:checked")) suggestType(answer.place_type);
    } catch {
      words.textContent = `${point.lat.toFixed(5)}, ${point.lng.toFixed(5)}`;
    }
  });

  const leavePlaceBehind = (point) => {
    const picked = field.querySelector("[name$=-spot]:checked");
    if (!picked) return;
    if (point.distanceTo([picked.dataset.latitude, picked.dataset.longitude]) > STILL_THERE) picked.checked = false;
  };

  const choose = (point) => {
    latitude.value = point.lat.toFixed(6);
    longitude.value = point.lng.toFixed(6);
    field.dataset.set = "";
    leavePlaceBehind(point);
    say(point);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const goTo = (point, zoom = Math.max(map.getZoom(), CLOSE)) => {
    settled = point;
    map.setView(point, zoom, { animate: false });
    settled = map.getCenter();
  };

  // From the fields to the map: at the start, after a draft came back, when coordinates are typed.
  const follow = () => {
    const point = chosen();
    if (!point) {
      words.textContent = words.dataset.unset;
      return;
    }
    field.dataset.set = "";
    goTo(point);
    say(point);
  };

  map.on("moveend", () => {
    const centre = map.getCenter();
    if (!settled || centre.distanceTo(settled) < 0.5) return;
    settled = centre;
    choose(centre);
  });
  map.on("click", (event) => map.panTo(event.latlng));
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());

  field.querySelector("[data-me]").addEventListener("click", () => {
    const refused = () => (words.textContent = words.dataset.noPosition);
    if (!navigator.geolocation) return refused();
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const point = L.latLng(coords.latitude, coords.longitude);
        goTo(point);
        choose(point);
      },
      refused,
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
    );
  });

  field.querySelector("[data-found]").addEventListener("change", ({ target }) => {
    const point = L.latLng(target.dataset.latitude, target.dataset.longitude);
    goTo(point);
    if (target.dataset.placeType) {
      typeIsOurs = true;
      suggestType(target.dataset.placeType);
    }
    choose(point);
  });
  for (const input of [latitude, longitude]) input.addEventListener("change", follow);
  placeType.addEventListener("change", () => (typeIsOurs = false));
  field.addEventListener("restored", follow);

  ready.then((home) => {
    if (!chosen()) {
      if (home) map.fitBounds(home, { animate: false });
      settled = map.getCenter();
    }
  });
  follow();
};
