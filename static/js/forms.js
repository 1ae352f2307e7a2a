// A form is sent once, and what is typed and not saved is not lost without a word. Without this file every form works, and
// the server shows what it could not save.

import { renewToken } from "./answers.js";

// A form is sent once, however often the button is pressed; coming back to the page makes it live again.
const sent = new Set();
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post" || event.defaultPrevented) return;
  if (sent.has(event.target)) event.preventDefault();
  sent.add(event.target);
});
addEventListener("pageshow", () => sent.clear());

// Left by a link, by another button or by closing the window, the browser asks first. A report keeps itself on the device.
const unsent = new Set();
document.addEventListener("input", ({ target }) => {
  const form = target.matches("textarea") && target.form;
  if (form && form.method === "post" && !("report" in form.dataset)) unsent.add(form);
});
document.addEventListener("submit", ({ target }) => unsent.delete(target));
addEventListener("beforeunload", (event) => {
  if (![...unsent].some((form) => form.isConnected)) return;
  event.preventDefault();
  setTimeout(() => sent.clear()); // for whoever stays
});

// A form that htmx is sending is not written in meanwhile: the answer takes its place, and would take what was typed too.
document.addEventListener("htmx:beforeRequest", ({ target }) => {
  if (!target.matches("form")) return;
  target.inert = true;
  target.querySelector("[data-unanswered]")?.remove();
});
document.addEventListener("htmx:afterRequest", ({ target }) => {
  if (target.matches("form")) target.inert = false;
});

// No answer, or one that saves nothing: the form stays, and says so.
const say = (form, what) => {
  const notice = document.getElementById("obesvarat").content.querySelector(`[data-unanswered="${what}"]`);
  form.append(notice.cloneNode(true));
  form.lastElementChild.focus();
};

const renewed = new WeakSet();
const unsaved = async (form, status) => {
  if (status !== 403) return say(form, "trouble");
  if (!(await renewToken(form))) return say(form, "signed-out");
  if (renewed.has(form)) return say(form, "trouble");
  renewed.add(form);
  form.requestSubmit();
};

// A link is followed as if htmx were not there: the page says what is wrong.
const answerless = ({ target, detail }) => {
  if (target.matches("form")) unsaved(target, detail.xhr.status);
  else if (target.matches("a[href]")) location.assign(target.href);
};
document.addEventListener("htmx:responseError", answerless);
document.addEventListener("htmx:sendError", answerless);
