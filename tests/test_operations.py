"""That what operations are told agrees with what the code does: variables, production containers."""

import re
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.database import ROOT

SETTINGS = (ROOT / "config" / "settings.py").read_text()
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
COMPOSE = YAML(typ="safe").load(ROOT / "docker-compose.yml")
#: Read by the programs in front of the application, not by its settings.
READ_ELSEWHERE = {"WEB_CONCURRENCY"}
#: Said by the image, or meant for one's own machine.
NOT_FOR_COMPOSE = {"DEBUG", "MEDIA_ROOT", "STATIC_ROOT", "STATIC_COLLECTED"}

read_by_settings = set(re.findall(r'env(?:\.\w+)?\(\s*"(\w+)"', SETTINGS))


def test_every_variable_the_settings_read_is_explained_and_no_other():
    rows = re.findall(r"^\| (`[A-Z].*?) \|", OPERATIONS, re.MULTILINE)
    explained = {name for row in rows for name in re.findall(r"`([A-Z0-9_]+)`", row)}
    assert explained == read_by_settings | READ_ELSEWHERE


def test_every_variable_for_production_can_be_set_through_compose():
    offered = set(COMPOSE["services"]["web"]["environment"])
    assert offered == (read_by_settings | READ_ELSEWHERE) - NOT_FOR_COMPOSE


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_every_container_is_locked_down(name: str):
    service: dict[str, Any] = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"] and service["cpus"]
    assert not service.get("privileged")


def test_only_web_is_reached_from_outside_and_only_through_the_proxy_on_this_machine():
    published = {
        name: service["ports"] for name, service in COMPOSE["services"].items() if "ports" in service
    }
    assert published == {"web": ["127.0.0.1:${PORT:-8000}:8000"]}


def test_database_and_queue_reach_nothing_outside():
    inside = {name for name, service in COMPOSE["services"].items() if service["networks"] == ["inside"]}
    assert inside == {"db", "redis", "migrate"}
    assert COMPOSE["networks"]["inside"]["internal"] is True


def test_no_secret_is_written_in_the_compose_file():
    for service in COMPOSE["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search("PASSWORD|KEY|URL", name):
                assert "${" in str(value), name
