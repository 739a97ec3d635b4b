"""The finished send, made once for all tests that only read it."""

import pytest

from tests.unit.records.finished import Finished, sent


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    made = sent(tmp_path_factory.mktemp("finished"))
    yield made
    made.close()


@pytest.fixture
def begun(tmp_path):
    """A campaign that is frozen, and nothing more."""
    made = Finished(tmp_path)
    yield made
    made.close()
