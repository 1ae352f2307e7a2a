// Small comforts that every page shares. Without this file every page still works.

const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");

// "/" goes to the search box, on a phone to the page that has one.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const search = [...document.querySelectorAll("[data-search]")].find((box) => box.offsetParent);
  const page = document.querySelector(".site-search-link");
  if (!search && !page) return;
  event.preventDefault();
  if (search) search.focus();
  else page.click();
});

// A menu folds when one turns to something else.
const fold = (except) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
};
document.addEventListener("click", (event) => fold(event.target.closest?.("details.menu")));
document.addEventListener("focusin", (event) => fold(event.target.closest?.("details.menu")));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
