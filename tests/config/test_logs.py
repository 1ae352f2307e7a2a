"""No key that opens something stands in the log."""

import logging

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.log import log_response

from config.logs import WithoutKeys


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/utskick/1983/dmKBswvDd36", "/utskick/1983/…"),
        ("/utskick/1983/dmKBswvDd36/pdf", "/utskick/1983/…/pdf"),
        ("/konto/losenord/ny/1-c6a2-f00", "/konto/losenord/ny/…"),
        ("/lagesbilder/2026-5/full.pdf", "/lagesbilder/2026-5/full.pdf"),
    ],
)
def test_what_django_logs_of_a_refused_request_has_no_key(caplog, path, told):
    caplog.handler.addFilter(blotted := WithoutKeys())
    try:
        log_response(
            "%s: %s", "Not Found", path, response=HttpResponse(status=404), request=RequestFactory().get(path)
        )
    finally:
        caplog.handler.removeFilter(blotted)
    assert caplog.messages == [f"Not Found: {told}"]


def test_what_is_written_to_the_console_has_passed_the_filter():
    [console] = [each for each in logging.getLogger().handlers if each.get_name() == "console"]
    assert [type(each) for each in console.filters] == [WithoutKeys]
