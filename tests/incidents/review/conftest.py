"""The cast of the review desk's tests, at noon on a Tuesday."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from accounts.models import Municipality, User
from accounts.roles import Role
from tests.factories import NOW, make_municipality, make_user


@pytest.fixture(autouse=True)
def tuesday_noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def town() -> Municipality:
    return make_municipality()


@pytest.fixture
def guard(town: Municipality) -> User:
    return make_user(Role.REPORTER, town)


@pytest.fixture
def reviewer(client: Client, town: Municipality) -> User:
    """Signed in with the client."""
    user = make_user(Role.REVIEWER, town)
    client.force_login(user)
    return user


@pytest.fixture
def coordinator(client: Client, town: Municipality) -> User:
    """Signed in with the client in place of the reviewer."""
    user = make_user(Role.COORDINATOR, town)
    client.force_login(user)
    return user
