"""The stages' tests start workers by the hundred; they need not import the program each time."""

from __future__ import annotations

from tests.quick_workers import _quick_workers  # noqa: F401 - a fixture
