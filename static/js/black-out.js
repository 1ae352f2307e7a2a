// Drawing rectangles on a photo. The fields hold the answer, so that the form is the same with and without this file.

const NAMES = ["left", "top", "width", "height"];
// Less than this, in hundredths of the photo, is a slip of the hand.
const SMALLEST = 0.5;
const SVG = "http://www.w3.org/2000/svg";

const start = (form) => {
  const canvas = form.querySelector("[data-canvas]");
  const rows = [...form.querySelectorAll("[data-rectangle]")].map((row) => NAMES.map((name) => row.querySelector(`[name$=-${name}]`)));
  const read = (row) => row.map((input) => (input.value.trim() ? Number(input.value.replace(",", ".")) : NaN));

  const draw = (row) => {
    const [x, y, width, height] = row;
    const rectangle = document.createElementNS(SVG, "rect");
    Object.entries({ x, y, width, height }).forEach(([name, value]) => rectangle.setAttribute(name, value));
    canvas.append(rectangle);
  };

  const show = () => {
    for (const old of canvas.querySelectorAll("rect")) old.remove();
    for (const row of rows.map(read)) if (row.every((value) => value >= 0)) draw(row);
    // One empty row is enough to type in.
    const empty = rows.filter((inputs) => inputs.every((input) => !input.value.trim()));
    for (const inputs of rows) inputs[0].closest("[data-rectangle]").hidden = empty.indexOf(inputs) > 0;
  };

  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    const share = (place, from, length) => Math.min(Math.max((100 * (place - from)) / length, 0), 100);
    return [share(event.clientX, box.left, box.width), share(event.clientY, box.top, box.height)];
  };

  // Outwards to a tenth, so that nothing the pointer went over is left.
  const between = ([x, y], [left, top]) => {
    const low = (one, other) => Math.floor(Math.min(one, other) * 10) / 10;
    const high = (one, other) => Math.ceil(Math.max(one, other) * 10) / 10;
    const [west, north] = [low(x, left), low(y, top)];
    return [west, north, high(x, left) - west, high(y, top) - north].map((value) => Number(value.toFixed(1)));
  };

  canvas.addEventListener("pointerdown", (event) => {
    const row = rows.find((inputs) => inputs.every((input) => !input.value.trim()));
    if (!row || event.button) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    const from = at(event);
    const move = (moved) => {
      between(from, at(moved)).forEach((value, index) => (row[index].value = value));
      show();
    };
    const stop = (ended) => {
      canvas.removeEventListener("pointermove", move);
      const [, , width, height] = between(from, at(ended));
      if (ended.type === "pointercancel" || width < SMALLEST || height < SMALLEST) for (const input of row) input.value = "";
      show();
    };
    canvas.addEventListener("pointermove", move);
    canvas.addEventListener("pointerup", stop, { once: true });
    canvas.addEventListener("pointercancel", stop, { once: true });
  });

  form.addEventListener("input", show);
  form.querySelector("[data-show]").hidden = true;
  document.querySelector('[data-says="draw"]').hidden = false;
  show();
};

for (const form of document.querySelectorAll("form[data-black-out]")) start(form);
