"""Say what a test needs from the machine: it skips where that is missing, and fails in CI.

Under COMPOSER_REQUIRE_ALL=1 nothing may be left out for want of a server, a library or a right.
"""

from __future__ import annotations

import os
import shutil

import pytest


def require(present: object, what: str) -> None:
    """Go on if `present` is true; else skip, or fail where everything is required."""
    if present:
        return
    reason = f"needs {what}"
    if os.environ.get("COMPOSER_REQUIRE_ALL") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def require_program(name: str) -> str:
    """Give the path of a program, also one of the system's that is not on everybody's PATH."""
    path = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin:/usr/local/sbin")
    require(path, f"the program {name}")
    assert path is not None
    return path


def require_root() -> None:
    """Go on only as root: Postfix and Dovecot drop their rights themselves."""
    require(hasattr(os, "geteuid") and os.geteuid() == 0, "to run as root")
