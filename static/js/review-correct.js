// The map and the search of the report form, in the form in which a reviewer corrects where it was.

import { reportMap } from "./report-map.js";

/* global htmx */

for (const where of document.querySelectorAll("[data-correct] [data-where]")) {
  reportMap(where);
  where.querySelector("[data-find]").addEventListener("click", (event) => {
    event.preventDefault();
    htmx.trigger(where.querySelector("[type=search]"), "find");
  });
}
