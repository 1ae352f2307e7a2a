"""The roles a person may hold in a municipality. Pure: names only; what a role may do is said where it is done.

The list is section (e) of the domain reference. A person may hold several roles, in several municipalities.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a member of a municipality is there to do."""

    REPORTER = "reporter", _("Rapportör")
    UNIT_COORDINATOR = "unit_coordinator", _("Enhetssamordnare")
    REVIEWER = "reviewer", _("Granskare")
    COORDINATOR = "coordinator", _("Säkerhetssamordnare")
    POLICE = "police", _("Kommunpolis")
    POLICE_CHIEF = "police_chief", _("Lokalpolisområdeschef")
    ACTION_OWNER = "action_owner", _("Insatsägare")
    BRA_MEMBER = "bra_member", _("BRÅ-ledamot")
    STEERING_GROUP = "steering_group", _("Styrgrupp")
    EXTERNAL_RECIPIENT = "external_recipient", _("Mottagare")
    ADMINISTRATOR = "administrator", _("Administratör")
    AUDITOR = "auditor", _("Dataskyddsombud eller arkivarie")

    @property
    def inside(self) -> str:
        """The label as it stands inside a sentence: "granskare", but "BRÅ-ledamot"."""
        label = str(self.label)
        return label if label[:2].isupper() else label[:1].lower() + label[1:]


#: File reports.
REPORTERS = frozenset({Role.REPORTER, Role.UNIT_COORDINATOR, Role.REVIEWER, Role.COORDINATOR})
#: Decide on other people's reports.
REVIEWERS = frozenset({Role.REVIEWER, Role.COORDINATOR})
#: Read the approved incidents of every municipality in their police district.
POLICE = frozenset({Role.POLICE, Role.POLICE_CHIEF})
#: Read editions, but no incident rows.
COUNCIL = frozenset({Role.BRA_MEMBER, Role.STEERING_GROUP})
#: Open an edition's page; the others of those who follow are told only which it is.
EDITION_READERS = REVIEWERS | POLICE | COUNCIL
#: Follow agreements, plans, promises and meetings. No incident rows come with it.
FOLLOWERS = EDITION_READERS | {Role.UNIT_COORDINATOR, Role.ACTION_OWNER}
#: Write down what the municipality has decided about erasing what it received.
PURGE_KEEPERS = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR})
#: Read what has been purged, and fetch the records of it.
PURGE_READERS = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
EVERYONE = frozenset(Role)
#: Approve, adopt or administer, and so never sign in with a password alone; a municipality may add roles, not take any.
SECOND_STEP = REVIEWERS | {Role.ADMINISTRATOR}
