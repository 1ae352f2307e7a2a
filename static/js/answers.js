// What the server answers, read as a page.

export const PATIENCE = 30_000;

export const parse = async (response) => new DOMParser().parseFromString(await response.text(), "text/html");

// After a new sign-in, in another tab, a form's token is stale; every page has a fresh one. False if nobody is signed in.
export const renewToken = async (form) => {
  const response = await fetch(location.href, { signal: AbortSignal.timeout(PATIENCE) });
  const token = (await parse(response)).querySelector("[name=csrfmiddlewaretoken]");
  if (token) form.elements.namedItem("csrfmiddlewaretoken").value = token.value;
  return Boolean(token) && !response.redirected;
};
