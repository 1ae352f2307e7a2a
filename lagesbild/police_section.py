"""Polisanmälda brott as an edition shows them: frozen figures in, a template with its context out."""

from accounts.models import Municipality
from lagesbild import wording
from lagesbild.content import Content
from lagesbild.sections import Section


def police_reported(content: Content, municipality: Municipality) -> Section | None:
    """The chapter; None where the edition has none."""
    chapter = content.get("police_reported")
    if not chapter:
        return None
    has_marks = any(row["is_marked"] for row in chapter["rows"])
    context = {**chapter, "source": wording.listed(chapter["sources"]), "has_marks": has_marks}
    return Section("lagesbild/sections/police_reported.html", context)
