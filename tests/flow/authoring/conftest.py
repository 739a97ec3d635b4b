"""One open campaign and its author, on a workspace that is copied for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from composer.model.identifiers import CampaignId
from tests.flow.authoring.desk import Desk
from tests.flow.conftest import Practice


@pytest.fixture
def desk(small: Practice) -> Iterator[Desk]:
    with small.here() as workspace:
        yield Desk(workspace, CampaignId(small.campaign), workspace.resolve_person(small.author))
