"""That the real processes of the tests work together: web server, worker, timetable, Redis, mail and browser."""

from django.core.mail import send_mail

from accounts.models import User
from tests.mailbox import Mailbox
from tests.processes import Live, wait_until


def test_what_the_test_writes_the_web_server_reads(live: Live, page):
    live.start("web")
    User.objects.create_user(email="granskare@example.se", password="ett-langt-losenord")
    page.goto("/")
    page.fill("input[name=login]", "granskare@example.se")
    page.fill("input[name=password]", "ett-langt-losenord")
    page.press("input[name=password]", "Enter")
    page.wait_for_url(live.url + "/")


def test_beat_wakes_the_worker_through_redis(live: Live):
    live.start("worker", "beat", SWEEP_SECONDS="1")
    wait_until(lambda: "sweep" in live.log("beat"))


def test_the_mailbox_receives_over_smtp_and_refuses_whom_it_is_told_to(mailbox: Mailbox):
    send_mail("Ämne", "Text", "samlad@example.se", ["polisen@example.se"])
    assert [message["Subject"] for message in mailbox.to("polisen@example.se")] == ["Ämne"]
