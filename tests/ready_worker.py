"""What the process imports from which the tests' workers are forked (`quick_workers.py`)."""

from __future__ import annotations

import composer.checks.everybody
import composer.rendering.jobs
import composer.stages.text_findings  # noqa: F401
from composer.checks.languages import _identifier

_identifier()
