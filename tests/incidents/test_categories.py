"""The standard tree, and how a municipality changes it without losing what older reports mean."""

import pytest
from django.conf import settings
from django.utils.translation import override

from accounts.models import Municipality
from incidents.categories import CategoryOutdated, load_standard, replace, restore, retire, standard_codes
from incidents.models import Category, CategoryKind
from tests.factories import make_category, rectangle

pytestmark = pytest.mark.django_db


@pytest.fixture
def municipality() -> Municipality:
    """A municipality that has no categories yet."""
    return Municipality.objects.create(code="1983", name="Köping", boundary=rectangle(15.7, 59.4, 16.3, 59.7))


def current(municipality: Municipality, code: str) -> Category:
    return Category.objects.current().get(municipality=municipality, code=code)


def test_the_standard_tree_has_nine_groups_and_every_sub_category_lies_in_the_group_of_its_code(municipality):
    made = load_standard(municipality)
    groups = [category.code for category in municipality.categories.groups().order_by("pk")]
    assert groups == ["SKA", "BRA", "NAR", "ORD", "HOT", "TIL", "TRA", "PLA", "OVR"]
    under = municipality.categories.exclude(parent=None).select_related("parent")
    assert {category.code: category.parent.code for category in under} == {c: c[:3] for c in standard_codes()}
    assert made == len(groups) + len(under)


def test_loading_twice_makes_nothing_twice_and_leaves_own_changes_alone(municipality):
    load_standard(municipality)
    replace(current(municipality, "SKA-20"), name="Krossat glas")
    retire(current(municipality, "TRA-40"))
    assert load_standard(municipality) == 0
    assert current(municipality, "SKA-20").name == "Krossat glas"
    assert not municipality.categories.current().filter(code="TRA-40").exists()


def test_a_code_of_the_municipality_itself_is_left_alone(municipality):
    own = make_category(municipality, "SKA", "Förstörelse")
    load_standard(municipality)
    assert current(municipality, "SKA") == own
    assert own.children.count() == 6


def test_only_a_planned_event_may_lie_ahead_and_it_never_counts(municipality):
    load_standard(municipality)
    categories = municipality.categories
    assert [c.code for c in categories.filter(may_lie_ahead=True)] == ["OVR-20"]
    assert [c.code for c in categories.filter(counts=False)] == ["OVR-20"]
    assert [c.code for c in categories.filter(needs_text=True)] == ["OVR-90"]


def test_every_group_has_an_icon_that_exists_and_every_category_a_name_in_both_languages(municipality):
    load_standard(municipality)
    icons = settings.NODE_MODULES / "@navikt" / "aksel-icons" / "dist" / "svg"
    for group in municipality.categories.groups():
        assert (icons / f"{group.icon}.svg").exists(), group.icon
    for category in municipality.categories.all():
        with override("en"):
            english = category.label
        assert category.label == category.name
        assert english == category.name_en != ""


def test_a_changed_category_is_a_new_version_and_the_old_one_stays(municipality):
    load_standard(municipality)
    old = current(municipality, "SKA-10")
    new = replace(old, name="Klotter och tags", kind=CategoryKind.DISORDER)
    versions = Category.objects.filter(municipality=municipality, code="SKA-10").order_by("version")
    assert [(c.version, c.name, c.kind, c.is_active) for c in versions] == [
        (1, "Klotter", "crime", False),
        (2, "Klotter och tags", "disorder", True),
    ]
    assert (new.parent_id, new.default_severity) == (old.parent_id, old.default_severity)


def test_a_change_that_changes_nothing_makes_no_version(municipality):
    load_standard(municipality)
    category = current(municipality, "SKA-10")
    assert replace(category, name="Klotter") is category


def test_the_sub_categories_follow_their_group_to_its_new_version(municipality):
    load_standard(municipality)
    replace(current(municipality, "SKA-10"), name="Klotter och tags")
    group = replace(current(municipality, "SKA"), name="Förstörelse")
    assert group.children.count() == 7  # six codes, of which one in two versions


def test_the_second_of_two_who_change_the_same_version_is_told(municipality):
    load_standard(municipality)
    seen_by_both = current(municipality, "SKA-10")
    replace(Category.objects.get(pk=seen_by_both.pk), name="Klotter och tags")
    with pytest.raises(CategoryOutdated):
        replace(seen_by_both, name="Målning")
    with pytest.raises(CategoryOutdated):
        retire(seen_by_both)
    with pytest.raises(CategoryOutdated):
        restore(seen_by_both)


def test_a_retired_group_takes_its_sub_categories_along_and_one_restored_brings_back_the_group(municipality):
    load_standard(municipality)
    retire(current(municipality, "TRA"))
    assert not Category.objects.reportable().filter(code__startswith="TRA").exists()
    restore(Category.objects.get(municipality=municipality, code="TRA-10"))
    assert [c.code for c in municipality.categories.current().filter(code__startswith="TRA")] == [
        "TRA",
        "TRA-10",
    ]
