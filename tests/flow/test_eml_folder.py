"""A campaign into a folder: one file each, through the same gates."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.flow.conftest import FEW, Practice, read_rows
from tests.flow.test_whole_flow import to_addresses


def test_everybody_gets_one_file_through_the_same_gates(
    small: Practice, edited: Callable[..., Path], tmp_path: Path
) -> None:
    folder = edited("campaign.toml", 'kind = "practice"', 'kind = "eml"\ndirectory = "out"')
    small.bring_back(folder)
    small.released(tmp_path)
    small.run("send", small.campaign, by=small.author, code=1)
    small.run("resume", small.campaign, by=small.author)
    assert small.run("send", small.campaign, by=small.author).record["finished"] is True
    out = small.run.workspace / "sends" / small.campaign / "out"
    received = [to_addresses(path.read_bytes()) for path in out.glob("*.eml")]
    everybody = [one for addresses in received for one in addresses]
    rows = [row[0] for row in read_rows(folder)[1:]]
    own = [address for address in everybody if not address.startswith("seed")]
    assert len(own) == len(set(own)) == len(rows) == FEW
