// What has been typed is kept on the device until it has arrived, so that neither a dead zone nor a closed page costs
// anything. Photos and the form's own token are not kept. A draft belongs to one person and lasts half a day.

const LASTS = 12 * 60 * 60 * 1000;
const OURS = new Set(["csrfmiddlewaretoken"]);

export const draftOf = (form) => {
  const place = `samlad-report-${form.dataset.report}`;

  let pause;

  // `attempted`: it was sent and may even have arrived, so its key and its "just nu" must stay the same.
  const keep = ({ attempted = false } = {}) => {
    clearTimeout(pause);
    const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !OURS.has(name));
    try {
      localStorage.setItem(place, JSON.stringify({ at: Date.now(), attempted, fields }));
    } catch {
      // Storage is full or switched off: the page itself still holds everything.
    }
  };

  const keepSoon = () => {
    clearTimeout(pause);
    pause = setTimeout(keep, 400);
  };

  const forget = () => {
    clearTimeout(pause);
    try {
      localStorage.removeItem(place);
    } catch {
      // Nothing was kept.
    }
  };

  const find = () => {
    try {
      const draft = JSON.parse(localStorage.getItem(place));
      return draft && Date.now() - draft.at < LASTS ? draft : null;
    } catch {
      return null;
    }
  };

  return { keep, keepSoon, forget, find };
};

const says = ([name, value]) => /-(category|description|latitude|find|damage_cost)$/.test(name) && value !== "";

const fill = (form, [name, value]) => {
  const present = form.elements.namedItem(name);
  if (present instanceof RadioNodeList) {
    const radio = [...present].find((one) => one.value === value);
    if (radio) radio.checked = true;
  } else if (present?.type === "radio") present.checked = present.value === value;
  else if (present) present.value = value;
  else if (name.endsWith("-spot")) {
    const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    form.querySelector(`#${name.replace("-spot", "-found")}`)?.append(input);
  }
};

// Puts a draft back into the form; whether there was anything worth it. `add` makes the events that the page lacks.
export const restore = (form, draft, add) => {
  if (!draft || !draft.fields.some(says)) return false;
  const has = new Set([...form.querySelectorAll("[data-event]")].map((event) => event.dataset.event));
  for (const [name, value] of draft.fields) {
    if (name === "event" && !has.has(value)) add(value);
  }
  for (const [name, value] of draft.fields) {
    if (name === "event" || (!draft.attempted && (name === "key" || name === "opened_at"))) continue;
    fill(form, [name, value]);
  }
  for (const part of form.querySelectorAll("[data-where], [data-when], .what")) part.dispatchEvent(new Event("restored"));
  return true;
};
