"""Agreements, plans and lists of promises: proposed, adopted, then locked and superseded, never rewritten."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, Organisation, User
from promises.models.rows import MunicipalQuerySet


class DocumentKind(models.TextChoices):
    """What sort of document."""

    AGREEMENT = "agreement", _("Samverkansöverenskommelse")
    PROMISES = "promises", _("Medborgarlöften")
    IMPLEMENTATION_PLAN = "implementation_plan", _("Genomförandeplan")
    ACTION_PLAN = "action_plan", _("Handlingsplan")


class DocumentState(models.TextChoices):
    """Where a version of a document stands."""

    PROPOSAL = "proposal", _("Förslag")
    ADOPTED = "adopted", _("Antagen")
    SUPERSEDED = "superseded", _("Ersatt")


class Document(models.Model):
    """One version of one document. `promises/documents.py` alone writes it; the database locks what is adopted.

    `first_on` and `last_on` are the days it is valid, both included; when it was signed is the signatures' matter.
    `edited` counts the times it was saved, so that two people editing at once are told of each other.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("typ"), max_length=20, choices=DocumentKind)
    title = models.CharField(_("titel"), max_length=200)
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replacement")
    annex_to = models.ForeignKey(
        "self",
        verbose_name=_("bilaga till"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="annexes",
    )
    annex_number = models.PositiveSmallIntegerField(_("bilagans nummer"), null=True, blank=True)
    record_number = models.CharField(_("diarienummer"), max_length=50, blank=True)
    first_on = models.DateField(_("gäller från och med"))
    last_on = models.DateField(_("gäller till och med"))

    background = models.TextField(_("bakgrund"), max_length=8000, blank=True)
    purpose = models.TextField(_("syfte och mål"), max_length=4000, blank=True)
    method = models.TextField(_("metod och organisation"), max_length=4000, blank=True)
    current_picture = models.TextField(_("aktuell bild"), max_length=8000, blank=True)

    state = models.CharField(max_length=10, choices=DocumentState, default=DocumentState.PROPOSAL)
    edited = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField(null=True)
    adopted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    checksum = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of all it says, from when it was adopted."
    )

    objects = MunicipalQuerySet["Document"].as_manager()

    class Meta:
        verbose_name = _("dokument")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="document_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(state="proposal", adopted_at=None)
                | ~Q(state="proposal") & Q(adopted_at__isnull=False),
                name="document_adopted_once",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "-first_on"], name="document_by_validity")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The document's page."""
        return reverse("document", args=[self.pk])

    @property
    def is_proposal(self) -> bool:
        """Whether it can still be changed."""
        return self.state == DocumentState.PROPOSAL

    @property
    def holds_promises(self) -> bool:
        """Whether promises belong in it."""
        return self.kind == DocumentKind.PROMISES

    @property
    def is_plan(self) -> bool:
        """Whether activities belong in it."""
        return self.kind in (DocumentKind.IMPLEMENTATION_PLAN, DocumentKind.ACTION_PLAN)


class Party(models.Model):
    """An organisation that the document is an agreement between; a party need not sign."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("part"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "organisation"], name="party_once")]

    def __str__(self) -> str:
        return str(self.organisation)


class GroupRole(models.TextChoices):
    """What a group does in the work that the agreement sets up."""

    STEERING = "steering", _("Styrgrupp")
    PROJECT = "project", _("Projektgrupp")
    WORKING = "working", _("Arbetsgrupp")


class Group(models.Model):
    """Which body is steering group, project group or working group: "Styrgrupp: BRÅ:s arbetsutskott"."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="groups")
    role = models.CharField(_("uppgift"), max_length=10, choices=GroupRole)
    name = models.CharField(_("grupp"), max_length=100)

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.name}"


class Clause(models.Model):
    """A numbered commitment: "att …"."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="clauses")
    number = models.PositiveSmallIntegerField(_("nummer"))
    text = models.TextField(_("åtagande"), max_length=1000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="clause_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class Signature(models.Model):
    """Who signed, by title and organisation; which titles sign differs from document to document. No names."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="signatures")
    title = models.CharField(_("titel"), max_length=100, help_text=_("Befattning, inte namn."))
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="+"
    )
    signed_on = models.DateField(_("undertecknad"), null=True, blank=True)
    place = models.CharField(_("ort"), max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.title}, {self.organisation}"
