// Sending: once however often the button is pressed, and again under the same key when the network failed. What the server
// finds wrong is shown in place, with chosen photos still chosen.

import { parse, PATIENCE, renewToken } from "./answers.js";

export const sendBy = (form, { draft, renewed }) => {
  let sending = false;

  const say = (what) => {
    for (const alert of form.querySelectorAll("[data-says]")) alert.hidden = alert.dataset.says !== what;
    const shown = what && form.querySelector(`[data-says="${what}"]`);
    shown?.focus();
    shown?.scrollIntoView({ block: "nearest" });
  };

  const busy = (on) => {
    sending = on;
    for (const button of form.querySelectorAll("[data-send], [data-resend]")) {
      if (on) button.setAttribute("aria-busy", "true");
      else button.removeAttribute("aria-busy");
    }
  };

  const showAnswer = async (response) => {
    const answer = (await parse(response)).querySelector("form[data-report]");
    const files = [...form.querySelectorAll("input[type=file]")].map((input) => [input.name, input.files]);
    form.replaceChildren(...answer.childNodes);
    for (const [name, chosen] of files) {
      const input = form.elements.namedItem(name);
      if (input) input.files = chosen;
    }
    form.querySelector("[data-photos-gone]")?.remove();
    renewed();
    form.querySelector("[autofocus]")?.focus();
  };

  const post = () => fetch(form.action, { method: "POST", body: new FormData(form), signal: AbortSignal.timeout(PATIENCE) });

  const attempt = async () => {
    let response = await post();
    if (response.status === 403 && (await renewToken(form))) response = await post();
    if (response.redirected && response.ok && response.url.endsWith("/kvitto")) {
      draft.forget();
      location.assign(response.url);
      return true;
    }
    if (response.status === 422 || response.status === 409) await showAnswer(response);
    else say(response.redirected || response.status === 403 ? "signed-out" : "trouble");
    return false;
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending) return;
    busy(true);
    say(null);
    draft.keep({ attempted: true });
    try {
      // On the way to the receipt the button stays busy: there is nothing more to send.
      if (await attempt()) return;
    } catch {
      say("offline");
    }
    busy(false);
  });
};
