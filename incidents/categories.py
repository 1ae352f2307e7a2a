"""The category tree of a municipality: where it starts, and how it changes without losing what older reports mean.

The standard tree is data, in `standard_categories.toml`; which reports a category holds is the models' business.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypedDict, Unpack

from django.db import transaction

from accounts.models import Municipality
from incidents.models import Category, CategoryKind

STANDARD = Path(__file__).with_name("standard_categories.toml")


class CategoryOutdated(Exception):
    """Somebody else has made a newer version of the category meanwhile."""


class Changes(TypedDict, total=False):
    """What a new version may say otherwise than the last one."""

    parent: Category
    name: str
    name_en: str
    kind: CategoryKind
    default_severity: int
    weight: int
    counts: bool
    may_lie_ahead: bool
    needs_text: bool
    icon: str


@transaction.atomic
def load_standard(municipality: Municipality) -> int:
    """Give the municipality the standard categories it has never had; how many were made.

    A code it already has, in whatever version and in use or not, is its own and is left alone.
    """
    known = {category.code: category for category in municipality.categories.order_by("version")}
    made = 0
    for code, group in _standard():
        if code not in known:
            known[code] = _make(municipality, code, group, parent=None)
            made += 1
        missing = [row for row in group["categories"] if row["code"] not in known]
        for row in missing:
            _make(
                municipality,
                row["code"],
                {"kind": group["kind"], **row},
                parent=known[code],
            )
        made += len(missing)
    return made


@transaction.atomic
def replace(category: Category, **changes: Unpack[Changes]) -> Category:
    """Put a new version in the category's place; reports keep the version they were filed under.

    Returns the category itself when nothing differs. The sub-categories of a replaced group, retired ones too, move
    to its new version, so that counts per group hold together. Raises `CategoryOutdated`.
    """
    if all(getattr(category, field) == value for field, value in changes.items()):
        return category
    _take(category)
    kept = {
        field.attname: getattr(category, field.attname)
        for field in Category._meta.concrete_fields
        if not field.primary_key
    }
    newer = Category(**kept | {"version": category.version + 1, "is_active": True})
    for field, value in changes.items():
        setattr(newer, field, value)
    newer.save()
    category.children.update(parent=newer)
    return newer


@transaction.atomic
def retire(category: Category) -> None:
    """Take the category, and what lies under it, out of use. Raises `CategoryOutdated`."""
    _take(category)
    category.children.update(is_active=False)


@transaction.atomic
def restore(category: Category) -> None:
    """Take the latest version of a retired category, and its group, into use again. Raises `CategoryOutdated`."""
    versions = Category.objects.filter(municipality=category.municipality_id, code=category.code)
    if versions.filter(version__gt=category.version).exists():
        raise CategoryOutdated(category.code)
    Category.objects.filter(pk__in=[category.pk, category.parent_id]).update(is_active=True)
    category.is_active = True


def retired(municipality: Municipality) -> list[Category]:
    """The last version of each code that is out of use."""
    latest = {category.code: category for category in municipality.categories.order_by("code", "version")}
    return [category for category in latest.values() if not category.is_active]


def _take(category: Category) -> None:
    if not Category.objects.filter(pk=category.pk, is_active=True).update(is_active=False):
        raise CategoryOutdated(category.code)
    category.is_active = False


@cache
def _standard() -> tuple[tuple[str, dict[str, Any]], ...]:
    with STANDARD.open("rb") as file:
        return tuple(tomllib.load(file).items())


def standard_codes() -> Iterator[str]:
    """The codes of the standard sub-categories, in the order shown."""
    for _code, group in _standard():
        yield from (row["code"] for row in group["categories"])


def _make(
    municipality: Municipality,
    code: str,
    row: dict[str, Any],
    *,
    parent: Category | None,
) -> Category:
    return Category.objects.create(
        municipality=municipality,
        code=code,
        parent=parent,
        name=row["name"],
        name_en=row["en"],
        kind=CategoryKind(row["kind"]),
        icon=row.get("icon", ""),
        default_severity=row.get("severity", 1),
        weight=row.get("weight", 1),
        counts=row.get("counts", True),
        may_lie_ahead=row.get("ahead", False),
        needs_text=row.get("text", False),
    )
