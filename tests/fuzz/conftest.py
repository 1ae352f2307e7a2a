"""The clock stands still, so that the same examples meet the same day in every run.

Refusals are not logged; a fault is raised.
"""

import logging
from collections.abc import Iterator

import pytest
import time_machine

from tests.factories import NOW


@pytest.fixture(autouse=True)
def tuesday_noon() -> Iterator[None]:
    logging.disable(logging.ERROR)
    with time_machine.travel(NOW, tick=False):
        yield
    logging.disable(logging.NOTSET)
