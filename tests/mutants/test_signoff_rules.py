"""Each rule of sign-off, removed in turn, is missed by a test."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.mutants.signoff import ROOT


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="each weaker program runs in a fork")
def test_no_rule_of_signing_off_can_be_removed_unnoticed() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.mutants.signoff"], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
