// The slider over the editions' periods: moving it asks for that period, as if one had written its days in the filter.
//
// The page is changed by htmx, so that what is looked for is found anew each time.

const stopsOf = (slider) => JSON.parse(slider.querySelector("script").textContent);

const tell = (slider) => {
  const input = slider.querySelector("input");
  const { label } = stopsOf(slider)[input.value];
  delete slider.dataset.elsewhere;
  slider.querySelector("output").textContent = label;
  input.setAttribute("aria-valuetext", label);
};

const prepare = () => {
  for (const slider of document.querySelectorAll("[data-stops]")) {
    slider.hidden = false;
    if (!("elsewhere" in slider.dataset)) tell(slider);
  }
};

document.addEventListener("input", ({ target }) => {
  const slider = target.closest?.("[data-stops]");
  if (slider) tell(slider);
});

document.addEventListener("change", ({ target }) => {
  const slider = target.closest?.("[data-stops]");
  if (!slider) return;
  const form = document.querySelector("#utforska form");
  const { fran, till } = stopsOf(slider)[target.value];
  form.elements.fran.value = fran;
  form.elements.till.value = till;
  form.requestSubmit();
});

prepare();
document.body.addEventListener("htmx:afterSettle", prepare);
