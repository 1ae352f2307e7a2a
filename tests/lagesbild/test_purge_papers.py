"""Gallringsprotokoll: a PDF of each run that purged something, and what the tables say of the purged periods."""

from datetime import UTC, date, datetime, timedelta

import page
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from accounts.models import Municipality
from accounts.roles import Role
from incidents import retention
from incidents.models import Manner, PurgeRecord
from lagesbild import purge_papers
from lagesbild.figures.compared import Comparison, compared_periods
from lagesbild.figures.counted import Counted
from lagesbild.figures.events import Basis
from lagesbild.models import PurgePaper
from lagesbild.period import Months, Period
from tests.factories import NOW, make_approved, make_municipality, make_user
from tests.incidents.test_retention import OLD

pytestmark = pytest.mark.django_db

#: Two years after the one in which OLD lies.
FORTNIGHT = Period(date(2025, 1, 27), date(2025, 2, 10))


@pytest.fixture
def town() -> Municipality:
    return make_municipality()


def report(town: Municipality, *times: datetime) -> None:
    reporter, reviewer = make_user(Role.REPORTER, town), make_user(Role.REVIEWER, town)
    for at in times:
        make_approved(reporter, reviewer, at=at, started_at=at, ended_at=at, description="Kanariefågel.")


@pytest.fixture
def record(town: Municipality) -> PurgeRecord:
    report(town, OLD)
    return retention.purge(town, manner=Manner.NIGHTLY, at=NOW)


def later() -> datetime:
    """When the run has ended; the lines bear the database's own clock."""
    return datetime.now(UTC) + timedelta(minutes=6)


def test_a_paper_is_ordered_when_the_run_has_ended_and_once(record):
    assert purge_papers.order_all(at=datetime.now(UTC)) == []
    assert [paper.record for paper in purge_papers.order_all(at=later())] == [record]
    assert purge_papers.order_all(at=later()) == []


def test_it_says_what_was_purged_by_which_rule_and_decision(record):
    (paper,) = purge_papers.order_all(at=later())
    assert paper.content == {
        "municipality": "Köping",
        "designation": "G2026:1",
        "iso": "2026-03-03",
        "when": "3 mars 2026 kl. 12.00",
        "manner": "nattlig körning",
        "decision": "KS 2024/12 § 8, 1 januari 2024",
        "lines": [
            {
                "kind": "Godkända händelser, hela",
                "rule": "36 månader, före 1 mars 2023",
                "days": "2 februari 2023",
                "rows": 1,
                "texts": 1,
                "photos": 0,
            }
        ],
    }


def test_the_pdf_is_accessible_and_fetched_with_its_checksum(record, town, client: Client, tmp_path):
    (paper,) = purge_papers.order_all(at=later())
    purge_papers.render(paper.pk, at=NOW)
    paper.refresh_from_db()
    client.force_login(make_user(Role.AUDITOR, town))
    assert paper.sha256 in client.get("/gallring").content.decode()
    answer = client.get(f"/gallring/{record.pk}.pdf")
    file = tmp_path / "protokoll.pdf"
    file.write_bytes(b"".join(answer))
    assert page.validate_pdf(str(file), profile=page.ValidationProfile.PDF_UA_1).is_compliant
    assert answer["Content-Disposition"] == 'inline; filename="gallringsprotokoll-2026-1.pdf"'


def test_a_file_that_was_changed_is_not_handed_out(record, town, client: Client):
    (paper,) = purge_papers.order_all(at=later())
    name = default_storage.save("gallring/x.pdf", ContentFile(b"%PDF"))
    PurgePaper.objects.filter(pk=paper.pk).update(state="ready", file=name, sha256="0" * 64)
    client.force_login(make_user(Role.AUDITOR, town))
    assert client.get(f"/gallring/{record.pk}.pdf").status_code == 409


def test_ten_statements_are_enough_for_the_list(town, client: Client, django_assert_max_num_queries):
    for _run in range(3):
        report(town, OLD)
        retention.purge(town, manner=Manner.NIGHTLY, at=NOW)
    purge_papers.order_all(at=later())
    client.force_login(make_user(Role.AUDITOR, town))
    with django_assert_max_num_queries(10):
        assert len(client.get("/gallring").context["page"].object_list) == 3


class TestPurgedPeriods:
    @pytest.mark.parametrize(
        "period",
        [FORTNIGHT, Months(date(2024, 1, 1), date(2025, 1, 1))],
        ids=["fortnight", "year"],
    )
    def test_tables_of_categories_and_areas_say_the_same_as_before(self, town, period):
        days = (-20, 0, 1, 20, 40, 300, 730, 750)
        report(town, *(OLD + timedelta(days=each) for each in days))
        before = self.tables(town, period)
        assert retention.purge(town, manner=Manner.NIGHTLY, at=NOW)
        assert self.tables(town, period) == before

    @staticmethod
    def tables(town: Municipality, period: Period) -> object:
        basis = Basis.of(town, period)
        counted = Counted.of(basis.selection, compared_periods(period), with_places=False)
        found = Comparison.of(basis, counted)
        return found.categories.every, found.areas.every, found.categories.columns, found.areas.columns

    @pytest.mark.parametrize(("start", "is_whole"), [(-1, False), (0, True)])
    def test_what_needs_the_events_begins_where_they_are_whole(self, town, start, is_whole):
        report(town, OLD, NOW)
        retention.purge(town, manner=Manner.NIGHTLY, at=NOW)
        begins = date(2023, 3, 1) + timedelta(days=start)
        fortnight = Period(begins, begins + timedelta(days=14))
        since = Basis.of(town, fortnight).first_day()
        assert since is not None
        report(town, datetime(2023, 3, 2, 12, tzinfo=UTC))
        assert fortnight.is_recorded(Basis.of(town, fortnight).first_day()) == is_whole
