// The background of every map in the browser: the municipality's own layers, and tiles where it has set an address for them.
//
// The canvas says where to fetch from: data-layers (GeoJSON), data-tiles and data-attribution (may be empty), data-zoom-in
// and data-zoom-out (titles of the buttons). Tiles tell their server where one is looking, so there are none unless the
// municipality's tile_url is set and its host is in MAP_TILE_HOSTS. Colours are classes of css/map.css.

/* global L */

const NAMES_FROM = 12;
const SURFACE = { stroke: false, fill: true, fillOpacity: 1 };
const LINE = { stroke: true, fill: false, opacity: 1 };
const STYLES = {
  boundary: { ...SURFACE, stroke: true, weight: 1.5, className: "map-land map-boundary-line" },
  area: { ...LINE, weight: 1, dashArray: "4 4", className: "map-area-line" },
  built_up: { ...SURFACE, className: "map-built_up" },
  park: { ...SURFACE, className: "map-park" },
  water: { ...SURFACE, stroke: true, weight: 1.5, className: "map-water map-water-line" },
  road: { ...LINE, weight: 2, className: "map-road-line" },
  railway: { ...LINE, weight: 2, dashArray: "8 3", className: "map-railway-line" },
};

const nameAt = (latlng, text) => {
  const span = document.createElement("span");
  span.textContent = text;
  return L.marker(latlng, { interactive: false, keyboard: false, icon: L.divIcon({ className: "map-label", html: span, iconSize: null }) });
};

const draw = (map, layers, withTiles) => {
  const names = L.layerGroup();
  const shown = withTiles ? layers.features.filter(({ properties }) => properties.kind === "boundary") : layers.features;
  L.geoJSON(shown.filter(({ properties }) => properties.kind !== "name"), {
    interactive: false,
    style: ({ properties }) => (withTiles ? { ...STYLES.boundary, fill: false } : STYLES[properties.kind]),
    pointToLayer: (feature, latlng) => nameAt(latlng, feature.properties.name),
  }).addTo(map);
  for (const { properties, geometry } of shown) {
    if (properties.kind === "name") nameAt([geometry.coordinates[1], geometry.coordinates[0]], properties.name).addTo(names);
  }
  const sieve = () => (map.getZoom() >= NAMES_FROM ? names.addTo(map) : names.remove());
  map.on("zoomend", sieve);
  sieve();
};

// Resolves, once the layers are drawn, to what to show first: [[south, west], [north, east]]; to null if they cannot be had.
export const baseMap = (canvas, options = {}) => {
  const { layers, tiles, attribution, zoomIn, zoomOut } = canvas.dataset;
  const map = L.map(canvas, { zoomControl: false, attributionControl: Boolean(tiles), maxZoom: 19, ...options });
  L.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
  map.attributionControl?.setPrefix(false);
  if (tiles) L.tileLayer(tiles, { attribution, maxZoom: 19 }).addTo(map);
  const ready = fetch(layers)
    .then((response) => response.json())
    .then((drawn) => {
      draw(map, drawn, Boolean(tiles));
      const [west, south, east, north] = drawn.home;
      return [[south, west], [north, east]];
    })
    .catch(() => null);
  return { map, ready };
};
