// A paragraph of the minutes answers in place, refusals too. Without this file each form answers with the whole page.

const TOLD = [409, 422];

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!detail.target.classList.contains("meeting-item") || !TOLD.includes(detail.xhr.status)) return;
  detail.shouldSwap = true;
  detail.isError = false;
  if (detail.xhr.responseText.includes(`id="${detail.target.id}"`)) return;
  // The minutes were confirmed meanwhile: that page has no paragraphs, and what was typed is on it.
  detail.target = document.getElementById("innehall");
  detail.selectOverride = "#innehall";
});

// The reader of a screen is taken to what has changed; a form that was opened gets the focus.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const item = document.getElementById(detail.target.id);
  if (!item?.classList.contains("meeting-item")) return;
  (item.querySelector("[autofocus]") ?? item).focus();
});
