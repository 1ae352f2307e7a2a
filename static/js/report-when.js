// When: a chip fills in the times, which can then be adjusted. "Just nu" needs none, so they are put away.

export const reportWhen = (field) => {
  const times = field.querySelector("[data-times]");
  const start = field.querySelector("[name$=-start]");
  const end = field.querySelector("[name$=-end]");
  const precision = field.querySelector("[name$=-precision]");
  const chip = () => field.querySelector("[name$=-when]:checked");

  const putAway = () => {
    times.hidden = chip()?.value === "now" && !start.value && !end.value;
  };

  field.addEventListener("change", ({ target }) => {
    if (!target.name.endsWith("-when")) return;
    start.value = target.dataset.start;
    end.value = target.dataset.end;
    precision.value = "";
    putAway();
  });
  field.addEventListener("restored", putAway);
  putAway();
};
