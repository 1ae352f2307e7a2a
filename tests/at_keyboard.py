"""Somebody at a keyboard and nothing else: `Hands` press keys on a page and look at what has the focus.

Names and roles are those that the browser tells a screen reader. Nothing here looks for an element in the page: what
the keys do not come to does not exist. Every stop on the way must show that it has the focus and lie in view.
"""

import time
from dataclasses import dataclass
from datetime import datetime

from playwright.sync_api import CDPSession, Page

from tests.signing_in import SECRET, code_now

#: No page is so long that one tabs further than this for what one came for.
FURTHEST = 60
#: How the focus shows: on the element, or on what is drawn around it and its label. A skip link is there only while it
#: has the focus; the browser itself marks the button of a date that opens its calendar.
LOOKS = """function () {
  if (this.matches(".ds-skip-link, [type^=date]:not(:focus-visible)")) return "";
  const drawn = (each) => {
    const {outlineStyle, outlineWidth, outlineColor} = getComputedStyle(each);
    return outlineStyle !== "none" && parseFloat(outlineWidth) > 0 && !/, 0\\)$|^transparent$/.test(outlineColor);
  };
  const shown = [this, this.closest("label"), this.closest(".ds-field")].find((each) => each && drawn(each));
  if (!shown) return "shows no focus";
  const box = shown.getBoundingClientRect();
  if (box.width < 1 || box.height < 1) return "has no size";
  if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) return "is out of view";
  return "";
}"""


@dataclass(frozen=True)
class Stop:
    """What has the focus: its role and name as a screen reader says them, and what is wrong with how it shows."""

    role: str
    name: str
    fault: str = ""

    def __str__(self) -> str:
        return f"{self.role} ”{self.name}”"


class Hands:
    """Presses keys on a page, and counts what it takes to get about: `pressed`, what is typed apart."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0
        self.faults: set[str] = set()
        self._browser: CDPSession = page.context.new_cdp_session(page)

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
            self.pressed += 1

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def tab_to(self, name: str, role: str = "", *, back: bool = False) -> Stop:
        """Press Tab until what has the focus is called so, to begin with; with Shift if it lies `back`."""
        passed = []
        for _ in range(FURTHEST):
            self.press("Shift+Tab" if back else "Tab")
            stop = self.stop()
            passed.append(str(stop))
            if stop.fault:
                self.faults.add(f"{stop} {stop.fault} on {self.page.url}")
            if stop.name.startswith(name) and role in stop.role:
                return stop
        raise AssertionError(f"{role} {name!r} is not among {passed} on {self.page.url}")

    def follow(self, name: str, role: str = "link") -> None:
        """Tab to what leads on, press Enter, and wait for the page it leads to."""
        self.tab_to(name, role)
        with self.page.expect_navigation():
            self.press("Enter")

    def type_moment(self, at: datetime) -> None:
        """Into the field of a date and a time that has the focus, part by part in the browser's own order."""
        parts = {
            "Year": f"{at:%Y}".zfill(6),
            "Month": f"{at:%m}",
            "Day": f"{at:%d}",
            "Hours": f"{at:%I}",
            "Minutes": f"{at:%M}",
            "AM/PM": f"{at:%p}"[0],
        }
        while parts:
            self.type(parts.pop(self._part()))

    def stop(self) -> Stop:
        """What has the focus now."""
        element = self._browser.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]
        about = {"objectId": element["objectId"]}
        [node] = self._browser.send("Accessibility.getPartialAXTree", about | {"fetchRelatives": False})[
            "nodes"
        ]
        role, name = (node.get(key, {}).get("value", "") for key in ("role", "name"))
        if role == "none":  # the body: between the last thing of the page and the first
            return Stop(role, name)
        look = {"functionDeclaration": LOOKS, "returnByValue": True}
        return Stop(role, name, self._browser.send("Runtime.callFunctionOn", about | look)["result"]["value"])

    def _part(self) -> str:
        """Which part of a date or time is being written."""
        for node in self._browser.send("Accessibility.getFullAXTree")["nodes"]:
            focused = any(each["name"] == "focused" for each in node.get("properties", []))
            if focused and node["role"]["value"] == "spinbutton":
                return str(node["name"]["value"]).split()[0]
        raise AssertionError("no part of a date has the focus")


def code_to_type(secret: str = SECRET) -> str:
    """The app's code, which holds for long enough to be typed; whoever is shown one about to change waits."""
    left = 30 - time.time() % 30
    if left < 5:
        time.sleep(left)
    return code_now(secret)
