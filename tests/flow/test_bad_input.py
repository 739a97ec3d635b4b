"""Bad input gets a finding with place and advice, exit 1, and the campaign stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.flow.conftest import FEW, Practice, change_cell, make_practice, read_rows, write_rows


def append(path: Path, text: str) -> None:
    path.write_bytes(path.read_bytes() + text.encode("utf-8"))


def shorten_row(folder: Path) -> None:
    rows = read_rows(folder)
    rows[1].pop()
    write_rows(folder, rows)


BAD: dict[str, tuple[Callable[[Path], None], str, dict]] = {
    "a missing message": (lambda f: (f / "message.md").unlink(), "folder.", {"file": "message.md"}),
    "a missing audience": (lambda f: (f / "audience.csv").unlink(), "folder.", {"file": "audience.csv"}),
    "a missing settings file": (lambda f: (f / "campaign.toml").unlink(), "folder.", {"file": "campaign.toml"}),
    "an unknown key": (
        lambda f: append(f / "campaign.toml", "\n[extra]\nwarp = 9\n"),
        "folder.unknown_key", {"file": "campaign.toml", "key": "extra"},
    ),
    "an unknown field": (lambda f: append(f / "message.md", "\n\n{{ shoe_size }}\n"), "template.unknown_field", {"file": "message.md"}),
    "an address without @": (
        lambda f: change_cell(f, "email", "nobody.example"),
        "address.", {"file": "audience.csv", "row": 2, "column": "email"},
    ),
    "two addresses in one cell": (
        lambda f: change_cell(f, "email", "a@seed.test;b@seed.test"),
        "address.two", {"file": "audience.csv", "row": 2, "column": "email"},
    ),
    "a short row": (shorten_row, "audience.", {"file": "audience.csv", "row": 2}),
    "a syntax error": (lambda f: append(f / "message.md", "\n\n{% if x %}\n"), "template.", {"file": "message.md"}),
    "an endless loop": (
        lambda f: append(f / "message.md", "\n\n{% for a in range(99999) %}{% for b in range(99999) %}{% for c in range(9999) %}{% endfor %}{% endfor %}{% endfor %}\n"),
        "render.", {},
    ),
    "a text without end": (lambda f: append(f / "message.md", "\n\n{{ 'a' * 10 ** 10 }}\n"), "render.", {}),
    "a locale without a catalogue": (lambda f: change_cell(f, "locale", "fr"), "translation.", {"locale": "fr"}),
}  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """One campaign for all of these: each must leave it as it was."""
    return make_practice(tmp_path_factory.mktemp("bad-input"), people=FEW)


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_named_and_nothing_is_taken_over(
    what: str, small: Practice, tmp_path: Path
) -> None:
    damage, code, where = BAD[what]
    before = _files(small.export(tmp_path / "before"))
    folder = small.export(tmp_path / "bad")
    damage(folder)
    answer = small.run("import", folder, "--campaign", small.campaign, by=small.author, code=1)
    blocking = [item for item in answer.record["findings"] if item["severity"] == "block"]
    matching = [item for item in blocking if item["code"].startswith(code)]
    assert matching, blocking
    assert answer.record["id"] == ""
    assert all(item["text"] and item["advice"] for item in blocking)
    assert any(where.items() <= item["where"].items() for item in matching), matching
    assert _files(small.export(tmp_path / "after")) == before


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
