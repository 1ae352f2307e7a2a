"""Inställningar, Kategorier: what reports can be about. Nothing is deleted; a change is a new version."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SamladRequest, open_to
from accounts.roles import Role
from incidents import categories
from incidents.forms.catalogue import category_groups
from incidents.forms.categories import CategoryForm, NewCategoryForm, retiring
from incidents.models import Category

ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


@require_safe
@open_to(ADMINISTRATORS)
def index(request: SamladRequest) -> HttpResponse:
    """The groups with their sub-categories, and what is out of use."""
    municipality = request.acting.municipality
    context = {"groups": category_groups(municipality), "retired": categories.retired(municipality)}
    return render(request, "settings/categories.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(ADMINISTRATORS)
def create(request: SamladRequest) -> HttpResponse:
    """Add a sub-category."""
    form = NewCategoryForm(request.POST or None, instance=Category(municipality=request.acting.municipality))
    if form.is_confirmed:
        messages.success(request, _("%(name)s är tillagd.") % {"name": form.save()})
        return redirect("categories")
    return render(request, "settings/category.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(ADMINISTRATORS)
def edit(request: SamladRequest, pk: int) -> HttpResponse:
    """Word a category anew, as its next version."""
    category = _category(request, pk)
    if not category.is_active:
        return _outdated(request)
    form = CategoryForm(request.POST or None, instance=_category(request, pk))
    if not form.is_confirmed:
        return render(request, "settings/category.html", {"form": form, "pk": pk})
    try:
        newer = categories.replace(category, **form.changes)
    except categories.CategoryOutdated:
        return _outdated(request)
    messages.success(request, _("%(name)s är sparad.") % {"name": newer})
    return redirect("categories")


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(ADMINISTRATORS)
def retire(request: SamladRequest, pk: int) -> HttpResponse:
    """Take a category out of use, once it has been said what that means."""
    category = _category(request, pk)
    if request.method != "POST":
        context = {"category": category, "sentences": list(retiring(category))}
        return render(request, "settings/category_retire.html", context)
    try:
        categories.retire(category)
    except categories.CategoryOutdated:
        return _outdated(request)
    messages.success(request, _("%(name)s används inte längre.") % {"name": category})
    return redirect("categories")


@require_POST
@open_to(ADMINISTRATORS)
def restore(request: SamladRequest, pk: int) -> HttpResponse:
    """Take a retired category into use again."""
    category = _category(request, pk)
    try:
        categories.restore(category)
    except categories.CategoryOutdated:
        return _outdated(request)
    messages.success(request, _("%(name)s går att välja igen.") % {"name": category})
    return redirect("categories")


def _category(request: SamladRequest, pk: int) -> Category:
    return get_object_or_404(Category, pk=pk, municipality=request.acting.municipality)


def _outdated(request: SamladRequest) -> HttpResponse:
    messages.error(request, _("Någon annan ändrade kategorin nyss. Inget är sparat; se hur den ser ut nu."))
    return redirect("categories")
