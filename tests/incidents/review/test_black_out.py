"""Blacking out a photo at the review desk: what is gone, what is logged, and who may do it."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image

from accounts.models import EventLog, Municipality, User
from accounts.roles import Role
from incidents import retention
from incidents.masking import NoPurgeDecision, black_out, erase_leftovers
from incidents.models import Incident, LeftoverFile, Photo
from incidents.photos import Rectangle, make_safe
from tests.factories import NOW, file_report, make_user

pytestmark = pytest.mark.django_db

SIDES = ("left", "top", "width", "height")


def jpeg(colour: tuple[int, int, int]) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.fixture
def report(guard: User, reviewer: User) -> Incident:
    return file_report(guard, photos=[make_safe(io.BytesIO(jpeg((200, 40, 40))))])


@pytest.fixture
def photo(report: Incident) -> Photo:
    return report.photos.get()


def path(photo: Photo) -> str:
    return f"/granskning/{photo.incident_id}/foton/{photo.pk}"


def drawn(*rectangles: tuple[object, ...]) -> dict[str, object]:
    """As the page sends them."""
    fields: dict[str, object] = {"form-TOTAL_FORMS": "6", "form-INITIAL_FORMS": "0"}
    for number, row in enumerate(rectangles):
        fields |= {
            f"form-{number}-{name}": value
            for name, value in zip(("left", "top", "width", "height"), row, strict=True)
        }
    return fields


def bytes_of(photo: Photo) -> bytes:
    with default_storage.open(photo.file.name) as file:
        return file.read()


def test_the_pixels_are_gone_from_the_only_file_there_is(client, photo):
    former = photo.file.name
    answer = client.post(path(photo), drawn(("25", "25", "50", "50,0")))
    assert (answer.status_code, answer["Location"]) == (302, f"/granskning/{photo.incident_id}")
    photo.refresh_from_db()
    with Image.open(io.BytesIO(bytes_of(photo))) as picture:
        assert max(picture.getpixel((40, 30))) < 12
        assert min(picture.getpixel((5, 5))[:1]) > 150
    assert photo.blacked_out_at is not None
    erase_leftovers()
    assert not default_storage.exists(former)
    assert default_storage.exists(photo.file.name)
    assert not LeftoverFile.objects.exists()


def test_the_former_bytes_are_nowhere_in_the_storage(client, photo):
    before = bytes_of(photo)
    client.post(path(photo), drawn((0, 0, 50, 50)))
    erase_leftovers()
    files = [file.read_bytes() for file in Path(settings.MEDIA_ROOT).rglob("*.jpg")]
    assert before not in files


def test_a_process_that_dies_in_between_leaves_the_file_to_the_next_sweep(photo):
    former = photo.file.name
    black_out(photo.pk, [Rectangle(0, 0, 50, 50)], at=NOW)
    assert [row.name for row in LeftoverFile.objects.all()] == [former]
    assert (erase_leftovers(), erase_leftovers(), default_storage.exists(former)) == (1, 0, False)


def test_a_file_that_is_gone_already_is_no_trouble(photo):
    former = photo.file.name
    black_out(photo.pk, [Rectangle(0, 0, 50, 50)], at=NOW)
    default_storage.delete(former)
    assert erase_leftovers() == 1


def test_the_log_says_who_and_that_it_was_changed(client, photo, reviewer):
    client.post(path(photo), drawn((0, 0, 50, 50)))
    row = EventLog.objects.filter(table="incidents_photo", row_id=str(photo.pk)).latest("pk")
    assert (row.action, row.actor_id) == ("update", reviewer.pk)
    assert row.changes["sha256"][0] == photo.sha256


def test_whoever_saw_the_photo_before_is_sent_the_new_one(client, photo):
    address = f"/handelser/{photo.incident_id}/foton/{photo.pk}"
    first = client.get(address)
    b"".join(first)
    client.post(path(photo), drawn((0, 0, 50, 50)))
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, bool(b"".join(again))) == (200, True)


def test_the_rectangles_can_be_looked_at_first(client, photo):
    before = bytes_of(photo)
    answer = client.post(path(photo), drawn((10, 20, 30, 40)) | {"do": "show"})
    assert answer.status_code == 200
    assert '<rect x="10.0" y="20.0" width="30.0" height="40.0">' in answer.content.decode()
    assert bytes_of(Photo.objects.get(pk=photo.pk)) == before


@pytest.mark.parametrize(
    "rectangle",
    [("", "", "", ""), ("10", "", "", ""), ("10", "10", "0", "5"), ("-1", "0", "5", "5"), ("a", "0", "5", "5"),
     ("0", "0", "101", "5"), ("nan", "0", "5", "5"), ("inf", "0", "5", "5"), ("1e400", "0", "5", "5")],
)  # fmt: skip
def test_what_is_no_rectangle_is_refused_and_stays_in_the_form(client, photo, rectangle):
    answer = client.post(path(photo), drawn(rectangle))
    assert answer.status_code == 422
    assert [
        answer.context["drawn"].forms[0][name].value() for name in ("left", "top", "width", "height")
    ] == list(rectangle)
    assert Photo.objects.get().blacked_out_at is None


def test_a_rectangle_that_reaches_past_the_edge_ends_there(client, photo):
    assert client.post(path(photo), drawn((90, 90, 50, 50))).status_code == 302


@pytest.mark.parametrize(
    "fields", [{}, {"form-TOTAL_FORMS": "x"}, {"form-TOTAL_FORMS": "100000", "form-INITIAL_FORMS": "0"}]
)
def test_a_form_that_was_tampered_with_is_refused(client, photo, fields):
    assert client.post(path(photo), fields).status_code == 422


def test_nobody_blacks_out_the_photo_of_their_own_report(client, reviewer):
    own = file_report(reviewer, photos=[make_safe(io.BytesIO(jpeg((1, 200, 3))))])
    assert client.post(path(own.photos.get()), drawn((0, 0, 50, 50))).status_code == 403


def test_a_photo_is_found_only_under_its_own_report(client, guard, photo):
    other = file_report(guard)
    assert client.get(f"/granskning/{other.pk}/foton/{photo.pk}").status_code == 404


def test_nothing_is_blacked_out_without_a_decision_to_purge(client, photo, town):
    Municipality.objects.update(purge_decision="", purge_decided_on=None)
    before = bytes_of(photo)
    answer = client.post(path(photo), drawn((0, 0, 50, 50)))
    assert answer.status_code == 409
    assert "Kommunen har inte angett något gallringsbeslut" in answer.content.decode()
    with pytest.raises(NoPurgeDecision):
        black_out(photo.pk, [Rectangle(0, 0, 50, 50)], at=NOW)
    assert bytes_of(Photo.objects.get()) == before


def test_nothing_is_blacked_out_under_a_hold_and_the_rectangles_stay(client, photo, reviewer, town):
    retention.place(municipality=town, motive="Tvist.", by=reviewer, at=NOW, report=photo.incident_id)
    before = bytes_of(photo)
    answer = client.post(path(photo), drawn((0, 0, 50, 50)))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ett gallringsstopp gäller rapporten, så inget i den får raderas." in page
    assert '<rect x="0.0" y="0.0" width="50.0" height="50.0">' in page
    assert "Svärta för gott" not in page
    assert (bytes_of(Photo.objects.get()), LeftoverFile.objects.count()) == (before, 0)


def test_the_desk_leads_there_and_says_what_has_been_done(client, photo, town):
    client.post(path(photo), drawn((0, 0, 50, 50)))
    page = client.get(f"/granskning/{photo.incident_id}").content.decode()
    assert f'href="{path(photo)}"' in page and "Delvis svärtat" in page


def test_reporters_have_no_such_page(photo, town):
    stranger = Client()
    stranger.force_login(make_user(Role.REPORTER, town))
    assert stranger.get(path(photo)).status_code == 404
