"""A database server that may be killed."""

import os
from collections.abc import Iterator

import pytest
from django.db import connection

from tests.database import URL_OF
from tests.faults.cluster import Cluster, newest_server


@pytest.fixture(scope="session")
def own_cluster() -> Iterator[Cluster]:
    """One for all tests that want one: making it takes longer than killing it."""
    programs = newest_server()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed on this machine")
    made = Cluster(programs)
    try:
        made.make()
        yield made
    finally:
        made.remove()


@pytest.fixture
def cluster(own_cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    """Make the test's databases in a server of its own. To be asked for before `own_database` and `live`."""
    for variable in URL_OF.values():
        monkeypatch.setenv(variable, own_cluster.url(os.environ[variable]))
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", str(own_cluster.folder))
    monkeypatch.setitem(connection.settings_dict, "PORT", "")
    yield own_cluster
    connection.close()
