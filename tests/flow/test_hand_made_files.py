"""Files that somebody made or changed by hand: nothing is sent or counted, and it is said why.

Beside `.proof` and evidence files, every place of which is changed elsewhere
(`tests/unit/signoff/test_proof_file.py`, `tests/unit/records/test_every_change.py`), these are the
answer of a reviewer, the record of the send, and the stop. The changes are made from the files
themselves.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from composer.errors import ComposerError
from composer.model.identifiers import CampaignId
from composer.signoff.approval_file import write_approval_file
from tests.flow.conftest import FEW, Practice

pytestmark = pytest.mark.long

PLACES = 60


def refused_to_send(practice: Practice) -> str:
    """Ask to send in this process; give the reason, which a person can use."""
    before = practice.message_count()
    with practice.here() as workspace:
        author = workspace.resolve_person(practice.author)
        with pytest.raises(ComposerError) as error:
            workspace.send(CampaignId(practice.campaign), by=author)
    assert str(error.value)
    assert practice.message_count() == before
    return str(error.value)


def damaged(content: bytes) -> Iterator[bytes]:
    """Give the file with a bit flipped, cut and lengthened, at places all over it."""
    step = max(1, len(content) // PLACES)
    for at in range(0, len(content), step):
        yield content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        yield content[:at]
        yield content[:at] + b" " + content[at:]
    yield content + content
    yield b""


def rewritten(content: bytes) -> Iterator[bytes]:
    """Give the answer with each of its fields gone, empty, or of another type."""
    record = json.loads(content)
    for key in record:
        for value in ("", 1, [], {}, record[key] + "x"):
            yield json.dumps({**record, key: value}, separators=(",", ":"), sort_keys=True).encode()
        rest = {name: value for name, value in record.items() if name != key}
        yield json.dumps(rest, separators=(",", ":"), sort_keys=True).encode()
    yield json.dumps({**record, "more": "x"}, separators=(",", ":"), sort_keys=True).encode()


def test_no_answer_that_was_made_or_changed_by_hand_is_taken_over(released: Practice) -> None:
    with released.here() as workspace:
        ana = workspace.resolve_person(released.author)
        statements = workspace._desk.statements
        proof = workspace._desk.proofs.latest(CampaignId(released.campaign))
        assert proof is not None
        (envelope,) = statements.envelopes("approval", proof.digest)
        answer = write_approval_file(envelope, "")
        for hostile in (*damaged(answer), *rewritten(answer)):
            if hostile == answer:
                continue
            with pytest.raises(ComposerError) as error:
                workspace.passing.import_approval(hostile, by=ana)
            assert str(error.value)
        assert statements.envelopes("approval", proof.digest) == (envelope,)


def test_whatever_lies_in_the_place_of_the_stop_is_a_stop(released: Practice) -> None:
    folder = released.run.workspace / "sends" / released.campaign
    folder.mkdir(parents=True, exist_ok=True)
    stop = folder / "stop"
    for content in (b"", b"{}", b"[]", b"\xff\x00", b'{"by": 1}', b"x" * 100_000):
        stop.write_bytes(content)
        assert refused_to_send(released)
        stop.unlink()
    stop.mkdir()
    assert refused_to_send(released)
    stop.rmdir()
    stop.symlink_to("/dev/null")
    assert refused_to_send(released)
    stop.unlink()
    assert released.stage() == "send"


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def overwritten(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def rows(sql: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with closing(sqlite3.connect(path)) as database, database:
            assert database.execute(sql).rowcount

    return change


LEDGERS: dict[str, Callable[[Path], None]] = {
    "empty": emptied,
    "no database": overwritten,
    "cut": cut,
    "an entry changed": rows("UPDATE journal SET content = '{}' WHERE seq = 3"),
    "the end taken away": rows("DELETE FROM journal WHERE seq > 5"),
    "heads taken away": rows("DELETE FROM journal"),
    "everybody planned again": rows("UPDATE recipients SET state = 'planned'"),
    "somebody who has it taken out": rows("DELETE FROM recipients WHERE state = 'accepted'"),
}


def test_a_record_that_was_changed_by_hand_sends_nothing(small: Practice, tmp_path: Path) -> None:
    small.released(tmp_path)
    with small.here() as workspace:
        author = workspace.resolve_person(small.author)
        workspace.send(CampaignId(small.campaign), by=author)
        workspace.resume(CampaignId(small.campaign), by=author)
    assert 0 < small.message_count() < FEW
    folder = small.run.workspace / "sends" / small.campaign
    kept = small.run.workspace.parent / "kept"
    shutil.copytree(folder, kept)
    for change in LEDGERS.values():
        change(folder / "ledger.db")
        for name in ("ledger.db-wal", "ledger.db-shm"):
            (folder / name).unlink(missing_ok=True)
        refused_to_send(small)
        shutil.rmtree(folder)
        shutil.copytree(kept, folder)
