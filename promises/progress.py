"""How progress and targets read: "6 av 10 passager", "minst 100 kvällar". Pure text in the active language."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lagesbild.wording import number


def said(kind: str, wanted: int | None, done: int, unit: str) -> str:
    """How far it has come, with what is counted; `kind` is a TargetKind's value."""
    if wanted is not None:
        words = {"done": number(done), "wanted": number(wanted), "unit": unit}
        return _("%(done)s av %(wanted)s %(unit)s") % words
    if kind == "yes_no":
        return _("Gjort") if done else _("Inte gjort än")
    return occasions(done)


def occasions(count: int) -> str:
    """ "Inga tillfällen än", "1 tillfälle", "12 tillfällen"."""
    if not count:
        return _("Inga tillfällen än")
    return ngettext("%(count)s tillfälle", "%(count)s tillfällen", count) % {"count": number(count)}


def target(kind: str, wanted: int | None, unit: str) -> str:
    """What has to be reached: "minst 100 kvällar", "10 passager"; "" where there is nothing to reach."""
    if wanted is not None:
        counted = f"{number(wanted)} {unit}"
        return _("minst %(counted)s") % {"counted": counted} if kind == "threshold" else counted
    return {"yes_no": _("ska bli gjort"), "continuous": _("löpande")}.get(kind, "")
