"""How *Freeze, test and ask again* went: how far it came, and what the test says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from composer.model.overview import TestSummary


class Step(Enum):
    """What is being done, in order."""

    CHECK = "check"
    TEST = "test"
    ARRIVAL = "arrival"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenAndTested:
    """What came of it. `step` is where it stopped; DONE only when everything arrived as predicted.

    `proof` is empty where nothing was frozen, `test` is None where nothing was sent.
    """

    step: Step
    proof: str = ""
    test: TestSummary | None = None
