"""History: the log in words, sifted and searched; a log that was touched is said."""

import csv
import io
import re
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

import composer
from composer.model.history import HistoryQuery
from composer.model.person import Role
from composer.stages.history_words import KINDS, WORDS, act_words, beginnings
from composer.store.audit import AuditEntry
from composer.store.tables import audit
from composer.workspace import Workspace

MANY = 100_000
PROGRAM = Path(composer.__file__).parent
ISOLATES = (0x2068, 0x2069)


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    opened = Workspace.create(tmp_path / "workspace", practice=True)
    opened.add_person(
        name="Ana", email="ana@example.com", roles=frozenset({Role.OWNER, Role.AUTHOR}), by=None
    )
    yield opened
    opened.close()


@pytest.fixture
def ana(workspace):
    return workspace.resolve_person("ana@example.com")


def note(workspace, person, action, **details):
    workspace._desk.audit.append(person=person, action=action, details=details)


def words(workspace, **wanted):
    page = workspace.history.page(HistoryQuery(**wanted), offset=0, limit=50)
    assert len(page.lines) == page.total
    return [line.words.translate(dict.fromkeys(ISOLATES)) for line in page.lines]


def test_the_newest_act_stands_first_and_in_words(workspace, ana):
    note(workspace, ana.public_key, "send.start", proof="p")
    note(workspace, "", "send.stop", campaign="c")
    assert words(workspace) == [
        "Stopped the send",
        "Started the send",
        "Added somebody to the team (version 1 of the list)",
    ]
    page = workspace.history.page(HistoryQuery(), offset=1, limit=1)
    assert [(line.person, line.number) for line in page.lines] == [("Ana", 2)]
    assert page.total == 3


def test_acts_are_sifted_by_person_kind_and_campaign(workspace, ana):
    note(workspace, ana.public_key, "send.start", campaign="first")
    note(workspace, "b" * 64, "signoff.rejection", campaign="second", comment="The date is wrong.")
    assert words(workspace, person="b" * 64) == ["Sent back: “The date is wrong.”"]
    assert words(workspace, kind="send") == ["Started the send"]
    assert words(workspace, campaign="first") == ["Started the send"]
    assert words(workspace, kind="signoff", person=ana.public_key) == []


@pytest.mark.parametrize(
    ("search", "found"),
    [("DATE", 1), ("sent back", 1), ("ana", 2), ("%", 0), ("_", 0), ("nothing like it", 0)],
)
def test_a_search_finds_words_names_and_reasons(workspace, ana, search, found):
    note(workspace, ana.public_key, "send.start", campaign="first")
    note(workspace, "b" * 64, "signoff.rejection", comment="The Date is wrong.")
    assert len(words(workspace, search=search)) == found


def test_every_kind_of_act_has_words_and_a_place():
    placed = tuple(start for kind in KINDS for start in beginnings(kind))
    assert [action for action in WORDS if not action.startswith(placed)] == []
    assert act_words("made.up", {}) == "An act that this program has no words for: made.up"


def test_every_act_that_the_program_writes_has_words():
    """Of those that are written with their name where they are done."""
    written = {
        action
        for file in PROGRAM.rglob("*.py")
        for action in re.findall(r'\baction="([a-z_]+\.[a-z_]+)"', file.read_text("utf-8"))
    }
    assert len(written) > 20
    assert written - WORDS.keys() == set()


def test_an_act_that_is_not_in_words_is_still_shown(workspace):
    note(workspace, "", "made.up")
    assert words(workspace)[0].endswith("made.up")


def test_a_sound_log_is_said_to_be_sound(workspace):
    state = workspace.history.state()
    assert (state.entries, state.findings) == (1, ())


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit SET person = 'other' WHERE number = 2",
        "UPDATE audit SET details = '{}' WHERE number = 2",
        "DELETE FROM audit WHERE number = 2",
        "DELETE FROM audit WHERE number = 3",
        "DELETE FROM audit",
    ],
)
def test_a_log_that_was_touched_is_said(workspace, ana, change):
    note(workspace, ana.public_key, "send.start", campaign="c")
    note(workspace, ana.public_key, "send.end", campaign="c")
    with workspace._desk.folder.database.write() as connection:
        connection.exec_driver_sql(change)
    assert [item.code for item in workspace.history.state().findings] == ["audit.broken"]


def test_a_table_holds_every_act_the_oldest_first(workspace, ana, tmp_path):
    note(workspace, ana.public_key, "signoff.rejection", comment="=1+1")
    file = tmp_path / "history.csv"
    assert workspace.history.export(file, HistoryQuery()) == 2
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))
    assert [row["number"] for row in rows] == ["1", "2"]
    assert rows[1]["person"] == "Ana"
    assert rows[1]["code"] == "signoff.rejection"


@pytest.mark.long
def test_a_hundred_thousand_acts_are_read_at_once(workspace, ana):
    at = datetime(2026, 5, 1, tzinfo=UTC)
    rows, before = [], workspace._desk.audit.head()
    previous = before.hash
    for number in range(2, MANY):
        entry = AuditEntry(
            number=number, at=at, person=ana.public_key, action="campaign.save",
            details='{"campaign":"c"}', previous=previous, hash="",
        )  # fmt: skip
        previous = entry.chained_hash
        names = ("number", "at", "person", "action", "details", "previous")
        rows.append({name: getattr(entry, name) for name in names} | {"hash": previous})
    with workspace._desk.folder.database.write(bulk=True) as connection:
        connection.execute(insert(audit), rows)
    began = time.monotonic()
    for wanted in (HistoryQuery(), HistoryQuery(search="settings"), HistoryQuery(campaign="c")):
        for offset in (0, MANY // 2):
            assert workspace.history.page(wanted, offset=offset, limit=100).lines
    took = time.monotonic() - began
    assert took < 12, "six pages, each well below the time that anybody waits for"
    assert workspace.history.state().findings == ()
