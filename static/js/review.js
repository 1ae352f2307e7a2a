// The review desk's keys, its map, and where the eye goes after each step. Without this file the desk does the same with
// links, buttons and whole pages.

import { reviewMap } from "./review-map.js";

const DESK = "granskning";
const KEYS_OFF = "samlad-review-keys";
const TOLD = [409, 422];

const desk = () => document.getElementById(DESK);
const find = (selector) => desk()?.querySelector(selector);

const stored = () => {
  try {
    return localStorage.getItem(KEYS_OFF) !== "off";
  } catch {
    return true;
  }
};

const store = (on) => {
  try {
    localStorage.setItem(KEYS_OFF, on ? "" : "off");
  } catch {
    // The choice lasts as long as the page.
  }
};

let keysOn = stored();

// Neighbours in the queue, one's own reports passed over.
const neighbour = (step) => {
  const rows = [...desk().querySelectorAll(".review-row:not([data-own])")];
  const here = rows.findIndex((row) => row.hasAttribute("aria-current"));
  return rows[here + step];
};

const open = (details) => {
  details.open = true;
  details.scrollIntoView({ block: "nearest" });
  const field = details.querySelector("input:not([type=hidden]), textarea, select, button");
  field?.focus();
};

const press = (key) => {
  const target = find(`[data-key="${key}"]`);
  if (!target) return false;
  if (target.tagName === "DETAILS") open(target);
  // Which report it is a duplicate of is the reviewer's to confirm: the first suggestion only takes the focus.
  else if (key === "d") target.focus();
  else target.click();
  return true;
};

const close = () => {
  const details = find("details.review-move[open]");
  if (!details) return false;
  details.open = false;
  details.querySelector("summary").focus();
  return true;
};

const go = (step) => {
  const row = neighbour(step);
  row?.click();
  return Boolean(row);
};

const typing = ({ target }) => target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");

const act = (key) => {
  if (key === "j" || key === "n") return go(1);
  if (key === "p") return go(-1);
  return "gkadrs".includes(key) && press(key);
};

document.addEventListener("keydown", (event) => {
  if (!desk() || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.key === "Escape") return void close();
  if (!keysOn || typing(event) || event.key.length !== 1) return;
  if (act(event.key.toLowerCase())) event.preventDefault();
});

// Ctrl+Enter sends what one is writing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.closest?.(".review-panel")) return;
  event.target.form.requestSubmit();
});

const liven = () => {
  const canvas = find("[data-map]");
  if (canvas) reviewMap(canvas, [...desk().querySelectorAll("[data-spot]")]);
  const keys = find("[data-keys]");
  if (keys) {
    keys.hidden = false;
    const box = keys.querySelector("[data-keys-on]");
    box.checked = keysOn;
    box.addEventListener("change", () => store((keysOn = box.checked)));
    desk().dataset.hints = keysOn;
  }
  desk().dataset.live = "";
  const row = find(".review-row[aria-current]");
  const rows = row?.closest(".review-rows");
  if (rows) {
    const [inside, around] = [row, rows].map((element) => element.getBoundingClientRect());
    rows.scrollTop += inside.top - around.top - (around.height - inside.height) / 2;
  }
};

// What somebody else decided and what is missing come with the page, and are to be shown like any other answer.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { status } = detail.xhr;
  if (detail.target.id !== DESK || status === 403 || status >= 500) return; // then forms.js has a word
  if (!detail.xhr.responseText.includes(`id="${DESK}"`)) {
    // The report is gone: what is to be shown then is a page of its own.
    detail.shouldSwap = false;
    location.reload();
  } else if (TOLD.includes(status)) {
    detail.shouldSwap = true;
    detail.isError = false;
  }
  // While an unfolded move of the same group still is there, the browser folds the one that comes in its place.
  if (detail.shouldSwap) for (const details of desk().querySelectorAll("details[open]")) details.open = false;
});

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.target.id !== DESK) return;
  liven();
  const wrong = find("details.review-move[open]");
  if (wrong) open(wrong);
  else (find('[role="alert"]') ?? find("#rapport"))?.focus();
});

if (desk()) liven();
