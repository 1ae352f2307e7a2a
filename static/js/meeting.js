// A part of the minutes answers in place, refusals too. Without this file each form answers with the whole page.

const TOLD = [409, 422];

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!("part" in detail.target.dataset) || !TOLD.includes(detail.xhr.status)) return;
  detail.shouldSwap = true;
  detail.isError = false;
  if (detail.xhr.responseText.includes(`id="${detail.target.id}"`)) return;
  // The minutes were confirmed meanwhile: that page has no such part, and what was typed is on it.
  detail.target = document.getElementById("innehall");
  detail.selectOverride = "#innehall";
});

// A form that was opened and what is wrong take the focus, else the part that has changed.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const part = document.getElementById(detail.target.id);
  if (!part || !("part" in part.dataset)) return;
  const status = part.querySelector(":scope [data-saved]");
  if (status && detail.xhr?.status === 200) status.textContent = status.dataset.saved;
  (part.querySelector("[autofocus], form:not(details form) textarea") ?? part).focus();
});
