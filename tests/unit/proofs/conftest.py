"""What the example's manifest is made of."""

import pytest

from tests.unit.proofs.sealed_example import example_inputs


@pytest.fixture
def inputs():
    return example_inputs()
