// The report form's comforts. Without this file the form does the same with a few more pages.

import { draftOf, restore } from "./report-draft.js";
import { reportMap } from "./report-map.js";
import { sendBy } from "./report-send.js";
import { reportWhen } from "./report-when.js";

/* global htmx */

const FOLD = "samlad-report-fold";
const TAKEN_OVER = ["find", "latitude", "longitude", "place_type", "location_precision", "when", "start", "end", "precision"];

const remembered = () => {
  try {
    return localStorage.getItem(FOLD) === "open";
  } catch {
    return false;
  }
};

const remember = (open) => {
  try {
    localStorage.setItem(FOLD, open ? "open" : "");
  } catch {
    // The fold forgets.
  }
};

const liven = (event) => {
  reportMap(event.querySelector("[data-where]"));
  reportWhen(event.querySelector("[data-when]"));
  const fold = event.querySelector("[data-fold]");
  if (remembered()) fold.open = true;
  fold.addEventListener("toggle", () => remember(fold.open));
};

const takeOver = (from, to) => {
  for (const name of TAKEN_OVER) {
    const [before, after] = [from, to].map((event) => event.querySelectorAll(`[name="event${event.dataset.event}-${name}"]`));
    after.forEach((input, index) => {
      if (input.type === "radio") input.checked = before[index].checked;
      else input.value = before[index].value;
    });
  }
};

const start = (form) => {
  const draft = draftOf(form);
  const loaded = Date.now();
  const events = () => form.querySelector("[data-events]");

  const count = () => {
    form.querySelector("[data-add]").hidden = events().children.length >= Number(events().dataset.most);
  };

  const add = (number) => {
    const last = events().lastElementChild;
    const holder = document.createElement("template");
    holder.innerHTML = form.querySelector("[data-blank]").innerHTML.replaceAll("__N__", number);
    const event = holder.content.firstElementChild;
    events().append(event);
    takeOver(last, event);
    htmx.process(event);
    liven(event);
    count();
    return event;
  };

  const buttons = {
    add: () => {
      const numbers = [...events().children].map((event) => Number(event.dataset.event));
      const event = add(String(Math.max(...numbers) + 1));
      event.querySelector(".what").focus();
      event.scrollIntoView();
    },
    remove: (button) => {
      button.closest("[data-event]").remove();
      count();
    },
    find: (button) => htmx.trigger(button.closest("[data-where]").querySelector("[type=search]"), "find"),
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=do]");
    if (!button) return;
    event.preventDefault();
    buttons[button.value.split(":")[0]](button);
    draft.keep();
  });

  // The form has no button of its own for the Enter key: in the search it searches, elsewhere it does nothing.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    if (event.target.type === "search") htmx.trigger(event.target, "find");
  });

  // "Just nu" is when one begins to fill in, not when the page was opened the day before.
  form.addEventListener("input", () => {
    const opened = form.elements.namedItem("opened_at");
    opened.value = new Date(Date.parse(opened.value) + Date.now() - loaded).toISOString();
  }, { once: true });

  form.addEventListener("input", draft.keepSoon);

  form.addEventListener("click", ({ target }) => {
    if (!target.closest("[data-forget]")) return;
    draft.forget();
    location.assign(form.action);
  });

  const renew = () => {
    for (const event of events().children) {
      htmx.process(event);
      liven(event);
    }
  };

  sendBy(form, { draft, renewed: renew });
  for (const event of events().children) liven(event);
  const fresh = !form.querySelector("[autofocus]") && !location.search;
  if (fresh && restore(form, draft.find(), add)) form.querySelector('[data-says="restored"]').hidden = false;
};

for (const form of document.querySelectorAll("form[data-report]")) start(form);
