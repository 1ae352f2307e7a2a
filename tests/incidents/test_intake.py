"""A report is stored once, whole, with its decision, however often and by however many hands it is sent."""

import io
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import close_old_connections, connection, transaction
from django.utils import timezone
from PIL import Image

from accounts.models import Municipality, Organisation, User
from accounts.roles import Role
from incidents import masking
from incidents.intake import KeyReused, Receipt, nothing_to_report, receive
from incidents.models import Decision, Incident, LeftoverFile, NothingToReport, Photo, Submission, Text
from incidents.models.photo import photo_folder
from incidents.photos import SafePhoto, make_safe
from incidents.states import State
from incidents.strays import find_strays
from incidents.tasks import sweep_strays
from tests.factories import NOW, make_municipality, make_organisation, make_report, make_user

ELSEWHERE = (15.85, 59.596)


@pytest.fixture
def municipality() -> Municipality:
    return make_municipality()


@pytest.fixture
def reporter(municipality: Municipality) -> User:
    return make_user(Role.REPORTER, municipality)


@pytest.fixture
def unit(municipality: Municipality) -> Organisation:
    return make_organisation(municipality)


@pytest.fixture
def send(municipality: Municipality, unit: Organisation, reporter: User) -> Callable[..., Receipt]:
    def send(*reports: Any, key: uuid.UUID | None = None, **fields: Any) -> Receipt:
        return receive(
            reports or [make_report(municipality)],
            **{
                "key": key or uuid.uuid4(),
                "municipality": municipality,
                "organisation": unit,
                "by": reporter,
                "at": NOW,
            }
            | fields,
        )

    return send


@pytest.mark.django_db
def test_a_report_is_stored_with_its_words_its_district_and_the_decision_to_submit(send, reporter):
    [incident] = send().incidents
    incident.refresh_from_db()
    assert incident.state == State.SUBMITTED
    assert incident.area and incident.area.name == "Centrum"
    assert [text.body for text in incident.texts.all()] == ["Krossad ruta mot gården."]
    assert [(d.move, d.to_state, d.version, d.by) for d in incident.decisions.all()] == [
        ("submit", "submitted", 1, reporter)
    ]


@pytest.mark.django_db
def test_outside_every_district_there_is_none(send, municipality):
    longitude, latitude = ELSEWHERE
    [incident] = send(make_report(municipality, longitude=longitude, latitude=latitude)).incidents
    assert incident.area_id is None


@pytest.mark.django_db
def test_several_events_of_a_submission_keep_their_order_and_their_own_words(send, municipality):
    receipt = send(
        make_report(municipality, description="Första."),
        make_report(municipality, description=""),
        make_report(municipality, description="Tredje."),
    )
    assert [[t.body for t in incident.texts.all()] for incident in receipt.incidents] == [
        ["Första."],
        [],
        ["Tredje."],
    ]
    assert Submission.objects.count() == 1


@pytest.mark.django_db
def test_the_same_submission_again_gets_the_same_receipt(send):
    key = uuid.uuid4()
    first, again = send(key=key), send(key=key, at=NOW + timedelta(days=30))
    assert (first.repeated, again.repeated) == (False, True)
    assert again.submission == first.submission and again.incidents == first.incidents
    assert Incident.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"description": "Två rutor."},
        {"damage_cost": 4000},
        {"started_at": NOW - timedelta(hours=2)},
        {"photos": [SafePhoto(b"", 1, 1, "0" * 64)]},
    ],
)
def test_the_same_key_with_other_words_is_refused_and_stores_nothing(send, municipality, change):
    key = uuid.uuid4()
    send(key=key)
    with pytest.raises(KeyReused):
        send(replace(make_report(municipality), **change), key=key)
    assert (Incident.objects.count(), Text.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_somebody_elses_key_is_refused(send, municipality):
    key = uuid.uuid4()
    send(key=key)
    with pytest.raises(KeyReused):
        send(key=key, by=make_user(Role.REPORTER, municipality))


@pytest.mark.django_db
def test_the_next_municipality_may_use_the_same_key(send, reporter):
    key = uuid.uuid4()
    send(key=key)
    arboga = make_municipality("Arboga")
    receipt = send(
        make_report(arboga), key=key, municipality=arboga, organisation=make_organisation(arboga), by=reporter
    )
    assert not receipt.repeated


@pytest.mark.django_db
def test_more_events_cost_no_more_statements(send, municipality, django_assert_num_queries):
    area = municipality.areas.get().pk
    reports = [make_report(municipality, area_id=area, description=f"Ruta {number}.") for number in range(3)]
    with django_assert_num_queries(2):  # the submission, and all that belongs to it
        send(reports[0])
    with django_assert_num_queries(2):
        send(*reports)


def test_eight_hands_with_the_same_key_store_one_report(own_database, send):
    key = uuid.uuid4()

    def hand(_number: int) -> tuple[int, list[int]]:
        close_old_connections()
        try:
            receipt = send(key=key)
            return receipt.submission.pk, [incident.pk for incident in receipt.incidents]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as hands:
        receipts = list(hands.map(hand, range(50)))
    assert receipts == [receipts[0]] * 50
    assert (Incident.objects.count(), Decision.objects.count(), Text.objects.count()) == (1, 1, 1)


class TestPhotosOfWhatFailed:
    pytestmark = pytest.mark.django_db

    @pytest.fixture
    def photos(self) -> list[SafePhoto]:
        return [make_safe(io.BytesIO(jpeg((20, 30, number)))) for number in (1, 90)]

    @pytest.mark.parametrize("step", ["row", "file"])
    def test_leave_no_file_behind(self, send, municipality, photos, monkeypatch, step):
        """The second photo's row, or its file, cannot be written."""
        saved = []

        def fail_the_second_time(write: Callable[..., Any]) -> Callable[..., Any]:
            def write_or_fail(*args: Any, **kwargs: Any) -> Any:
                saved.append(args)
                if len(saved) == 2:
                    raise RuntimeError("gone")
                return write(*args, **kwargs)

            return write_or_fail

        owner, verb = (Photo, "save") if step == "row" else (FileSystemStorage, "_save")
        monkeypatch.setattr(owner, verb, fail_the_second_time(getattr(owner, verb)))
        with pytest.raises(RuntimeError, match="gone"), transaction.atomic():
            send(make_report(municipality, photos=photos))
        assert (Photo.objects.count(), files_of(municipality)) == (0, set())

    def test_fault_is_told_though_the_storage_is_gone_as_well(self, send, municipality, photos, monkeypatch):
        def gone(*_args: Any) -> None:
            raise OSError("gone")

        monkeypatch.setattr(Photo, "save", gone)
        monkeypatch.setattr(FileSystemStorage, "delete", gone)
        with pytest.raises(OSError, match="gone"), transaction.atomic():
            send(make_report(municipality, photos=photos))
        assert len(files_of(municipality)) == 1

    def test_whose_process_was_killed_are_erased_when_they_are_a_day_old(self, send, municipality, photos):
        with transaction.atomic():
            send(make_report(municipality, photos=photos[:1]))
            transaction.set_rollback(True)
        [stray] = files_of(municipality)
        [incident] = send(make_report(municipality, photos=photos[1:])).incidents
        kept = incident.photos.get().file.name
        neighbour = make_municipality("Arboga")
        now = timezone.now()
        assert find_strays(municipality, at=now + timedelta(hours=23)) == 0
        tomorrow = now + timedelta(hours=25)
        assert find_strays(neighbour, at=tomorrow) == 0
        with time_machine.travel(tomorrow, tick=False):
            sweep_strays()
        assert find_strays(municipality, at=tomorrow) == 0, "it waits already"
        assert [(row.municipality, row.name) for row in LeftoverFile.objects.all()] == [(municipality, stray)]
        masking.erase_leftovers()
        assert files_of(municipality) == {kept}


def files_of(municipality: Municipality) -> set[str]:
    """The names of the photos in the storage."""
    root = Path(settings.MEDIA_ROOT)
    found = (root / photo_folder(municipality.pk)).rglob("*.jpg")
    return {str(path.relative_to(root)) for path in found}


def jpeg(colour: tuple[int, int, int]) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.mark.django_db
def test_a_quiet_week_is_acknowledged_once_and_by_its_monday(unit, reporter):
    for day in (date(2026, 3, 3), date(2026, 3, 8)):
        nothing_to_report(organisation=unit, by=reporter, at=NOW, today=day)
    assert [receipt.week_on for receipt in NothingToReport.objects.all()] == [date(2026, 3, 2)]
