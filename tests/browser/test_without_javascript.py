"""Every form of the site in a browser that runs no scripts: each has a button that sends it, and nothing it asks hides.

What unfolds on a click counts as seen. What needs a script, and says so, stands in SAYS_SO with the reason.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Municipality
from accounts.roles import Role
from tests.browser.test_every_page import FLEETING, addresses, somebody
from tests.browsing import DESKTOP

pytestmark = pytest.mark.long

#: Pages with nothing to send without a script, which say so: a device is asked for its passkey by the browser's own
#: interface, which only scripts reach. Where there are other ways to sign in beside it, its form is hidden.
SAYS_SO = {"mfa_add_webauthn", "mfa_reauthenticate_webauthn"}
#: Milliseconds that a fold takes to open, and some.
SLIDE = 600
UNFOLD = """() => {
  for (const fold of document.querySelectorAll("details")) {
    fold.removeAttribute("name"); // else one would fold another
    fold.open = true;
  }
}"""
#: What is wrong with the forms of a page. A box or a choice may be drawn by its label.
FAULTS = """() => {
  const visible = (element) => {
    const box = element.getBoundingClientRect();
    const drawn = box.width > 1 && box.height > 1 && box.right > 0 && box.bottom + scrollY > 0;
    return drawn && element.checkVisibility({visibilityProperty: true, opacityProperty: true});
  };
  const seen = (control) => visible(control) || [...(control.labels ?? [])].some(visible);
  const faults = [];
  const forms = document.querySelectorAll("form[method=post]:not([data-passkeys])");
  for (const [index, form] of forms.entries()) {
    const called = `form ${index + 1}, to ${form.action},`;
    const controls = [...form.elements].filter(({type}) => !["hidden", "fieldset", "output"].includes(type));
    const buttons = controls.filter(({type}) => ["submit", "image"].includes(type));
    if (!buttons.some((button) => visible(button) && !button.matches(":disabled"))) {
      faults.push(`${called} has no button`);
    }
    for (const control of controls) {
      if (control.tagName !== "BUTTON" && !seen(control)) faults.push(`${called} hides ${control.name}`);
    }
  }
  for (const button of document.querySelectorAll("button[type=button]")) {
    if (visible(button)) faults.push(`the button ”${button.innerText}” does nothing`);
  }
  return faults;
}"""


@pytest.fixture(scope="module")
def seen() -> set[tuple[str, str]]:
    """Pages that have been looked at, by name and what they say."""
    return set()


@pytest.mark.parametrize("role", [None, *Role])
def test_every_form_can_be_filled_in_and_sent(
    koping: Municipality, page_of: Callable[..., Page], seen: set[tuple[str, str]], role: Role | None
):
    user = somebody(koping, role)
    page = page_of(user, DESKTOP, javascript=False)
    wrong = []
    for key, path in addresses(koping, role, user).items():
        said = FLEETING.sub("", page.request.get(path).text().partition("<main")[2])
        if key == "home" or ('method="post"' in said and (key, said) not in seen):
            seen.add((key, said))
            page.goto(path)
            wrong += [f"{path}: {fault}" for fault in sorted(faults(page))]
            if key in SAYS_SO:
                expect(page.get_by_text("Den behöver JavaScript.")).to_be_visible()
    assert wrong == []


def faults(page: Page) -> set[str]:
    """What is wrong with the forms of a page, both as it comes and when all folds are open, which takes its time."""
    as_it_comes = set(page.evaluate(FAULTS))
    if as_it_comes:
        page.evaluate(UNFOLD)
        page.wait_for_timeout(SLIDE)
    return as_it_comes & set(page.evaluate(FAULTS))
