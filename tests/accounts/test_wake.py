"""What a web request starts in the background never holds the request up, however Redis fares."""

import signal
import time

import pytest
from django.db import transaction

from accounts.tasks import sweep_outbox, wake
from tests.processes import Live, wait_until


def seconds_to_wake() -> float:
    began = time.monotonic()
    with transaction.atomic():
        wake(sweep_outbox)
    return time.monotonic() - began


def test_without_redis_the_request_goes_on_at_once(own_database: str, caplog: pytest.LogCaptureFixture):
    assert seconds_to_wake() < 0.5
    wait_until(lambda: "waits for the sweep" in caplog.text)


def test_with_a_redis_that_has_stopped_answering_the_request_goes_on_at_once(live: Live):
    live.start("redis")
    live.running["redis"].send_signal(signal.SIGSTOP)
    try:
        assert seconds_to_wake() < 0.5
    finally:
        live.running["redis"].send_signal(signal.SIGCONT)


def test_with_redis_the_worker_is_woken(live: Live):
    live.start("worker")
    seconds_to_wake()
    wait_until(lambda: "sweep_outbox" in live.log("worker").partition("ready.")[2])


def test_a_transaction_rolled_back_wakes_nobody(live: Live):
    live.start("worker")
    with transaction.atomic():
        wake(sweep_outbox)
        transaction.set_rollback(True)
    time.sleep(1)
    assert "sweep_outbox" not in live.log("worker").partition("ready.")[2]
