"""The town that figures are tried on."""

import pytest

from tests.lagesbild.figures.scene import Scene


@pytest.fixture
def scene(db: None) -> Scene:
    """An empty town."""
    return Scene()
