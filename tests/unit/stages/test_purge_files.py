"""Messages of a campaign are found in a mailbox wherever a mail reader put them, and no others."""

from __future__ import annotations

from pathlib import Path

from composer.stages.purge_files import remove_messages
from composer.transports.maildir import SEEDS_FOLDER, deliver, make_maildir, trace_lines


def message(name: str, to: str) -> bytes:
    folded = f"Message-ID:\r\n <{name}@exchange.example>\r\n".encode()
    return (
        trace_lines("from@exchange.example", to, where="practice")
        + folded
        + (
            b"Subject: Message-ID: <other@exchange.example>\r\n\r\nMessage-ID: <third@x.example>\r\n"
        )
    )


def test_only_messages_with_a_wanted_id_go_from_every_folder(tmp_path: Path):
    for folder in (tmp_path, tmp_path / SEEDS_FOLDER, tmp_path / ".Saved by hand"):
        make_maildir(folder)
        for name in ("own", "other", "third"):
            deliver(folder, message(name, "ann@customer.example"))
    moved = next((tmp_path / "new").iterdir())
    moved.rename(tmp_path / "cur" / f"{moved.name}:2,S")
    assert remove_messages(tmp_path, lambda name, _to: name == b"own") == 3
    left = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(left) == 6
    assert not [content for content in left if b"<own@" in content]


def test_messages_are_found_by_whom_they_went_to(tmp_path: Path):
    make_maildir(tmp_path)
    for to in ("ann@customer.example", "bob@customer.example"):
        deliver(tmp_path, message("own", to))
    assert remove_messages(tmp_path, lambda _name, to: to == b"ann@customer.example") == 1
    assert remove_messages(tmp_path, lambda _name, to: to == b"ann@customer.example") == 0
