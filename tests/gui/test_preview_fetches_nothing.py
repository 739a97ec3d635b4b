"""A hostile message opened in the preview asks for no name and opens no connection.

Counted by the only name server and the only web server of a network made for the purpose, which see
more than thirty ways reach out when the same message is opened without walls.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from hostile_message import DOMAIN, WAYS

from tests.required import require, require_program, require_root

HERE = Path(__file__).parent
LEAST_WAYS = 22


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """Give the words that run a command where this computer is the whole network."""
    require(sys.platform == "linux", "Linux")
    require_root()
    unshare, ip = require_program("unshare"), require_program("ip")
    resolver = tmp_path_factory.mktemp("network") / "resolv.conf"
    resolver.write_text("nameserver 127.0.0.1\n")
    inside = f"{ip} link set lo up && mount --bind {shlex.quote(str(resolver))} /etc/resolv.conf"
    run = [unshare, "--net", "--mount", "--", "sh", "-c"]
    made = subprocess.run([*run, inside], check=False, capture_output=True)
    require(made.returncode == 0, "the right to make a network of its own")

    def words(command: list[str]) -> list[str]:
        return [*run, f"{inside} && exec {shlex.join(command)}"]

    return words


def look(alone, way: str) -> dict:
    environment = dict(os.environ) | {
        "QT_QPA_PLATFORM": "offscreen",
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
    }
    environment.pop("QTWEBENGINE_CHROMIUM_FLAGS", None)
    done = subprocess.run(
        alone([sys.executable, str(HERE / "hostile_child.py"), way]),
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
        env=environment,
    )
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("way", ["preview", "walls"])
def test_no_name_is_asked_for_and_no_connection_opened(alone, way):
    seen = look(alone, way)
    assert "The words stay." in seen["text"]
    assert seen["names"] == []
    assert seen["connections"] == 0


def test_without_walls_the_same_message_reaches_out_in_most_ways(alone):
    seen = look(alone, "open")
    reached = {name.removesuffix(f".{DOMAIN}") for name in seen["names"]} & set(WAYS)
    assert "preconnect" in reached
    assert len(reached) >= LEAST_WAYS, sorted(set(WAYS) - reached)
    assert seen["connections"] >= LEAST_WAYS
