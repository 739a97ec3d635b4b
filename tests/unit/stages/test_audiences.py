"""The audience from a file to the people in use: pending, mended, decided on, taken over."""

from __future__ import annotations

import csv
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from composer.errors import Blocked, NotFound, UsageError
from composer.findings import blocking
from composer.model.acts import AUTHORING
from composer.model.audience import PendingAudience, ReadingProgress
from composer.model.campaign import Inactive, LeaveOut
from composer.model.identifiers import CampaignId
from composer.model.person import Person, Role
from composer.model.stages import Stage
from composer.stages.audience_pending import ready_people, require_pending
from composer.store.people_plan import prepare
from composer.workspace import Workspace

ROOT = Path(__file__).resolve().parents[3]
SETTINGS = """
name = "Weights"
purpose = "service"
from = "Example <notices@example.com>"
locale = "en"
layout = "notice"
[audience]
file = "audience.csv"
[transport]
kind = "practice"
"""
MESSAGE = "---\nsubject: Hello {{ name }}\n---\nHello {{ name }}\n"
FIRST = "email,locale,name,status\nann@example.com,,Ann,admitted\nbob@example.com,,Bob,left\n"


class Lists:
    """A workspace with one campaign, whose lists are read and looked at."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workspace = Workspace.create(folder / "workspace", practice=True)
        roles = frozenset({Role.OWNER, Role.AUTHOR})
        self.ana: Person = self.workspace.add_person(
            name="Ana", email="ana@example.com", roles=roles, by=None
        )
        self.campaign = self.take_in("campaign", FIRST)
        self.audiences = self.workspace.audiences

    def take_in(self, name: str, people: str) -> CampaignId:
        """Make a campaign with its people; nothing is rendered, which would take seconds."""
        desk = self.workspace._desk
        settings = SETTINGS.replace("Weights", name).encode()
        tree = {"campaign.toml": settings, "message.md": MESSAGE.encode()}
        target = desk.campaigns.create(name=name, tree=tree, by=self.ana.public_key).id
        file = self.file(people, "audience.csv")
        self.workspace.audiences.read(target, file, by=self.ana)
        stored, record = require_pending(desk, target)
        ready = ready_people(desk, stored, record)
        with desk.folder.database.write() as connection:
            desk.recipients.take_over(connection, ready, by=self.ana.public_key)
        return target

    def file(self, people: str, name: str = "new.csv") -> Path:
        path = self.folder / name
        path.write_text(people)
        return path

    def read(self, people: str, name: str = "new.csv") -> PendingAudience:
        return self.audiences.read(self.campaign, self.file(people, name), by=self.ana)

    def use(self, people: str) -> None:
        self.read(people)
        result = self.audiences.take_over(self.campaign, by=self.ana)
        assert not blocking(result.findings), result.findings

    @property
    def people(self) -> list[str]:
        rows = self.workspace.audience_page(self.campaign, offset=0, limit=100).rows
        return [row.address for row in rows]

    @property
    def tables(self) -> int:
        with sqlite3.connect(self.folder / "workspace" / "workspace.db") as database:
            query = (
                "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name LIKE 'people%'"
            )
            (count,) = database.execute(query).fetchone()
        database.close()
        return int(count)


@pytest.fixture
def lists(tmp_path: Path, home: Path) -> Iterator[Lists]:
    made = Lists(tmp_path)
    yield made
    made.workspace.close()


def codes(pending: PendingAudience) -> list[tuple[str, int]]:
    return [(group.code, group.count) for group in pending.groups]


def cells(lists: Lists, row: int, *, pending: bool = True) -> tuple[str, ...]:
    (found,) = lists.audiences.rows(lists.campaign, [row], pending=pending)
    return found.cells


BAD = (
    "email,locale,name,status\n"
    "ann@example.com,,Ann,admitted\n"
    "broken,,Bob,left\n"
    ",,Carl,left\n"
    "ANN@example.com,,Anne,admitted\n"
    "dora@example.com,,Dora\n"
    "eve@example.com,klingon,Eve,left\n"
)


def test_what_was_read_waits_and_the_people_in_use_stay(lists: Lists) -> None:
    pending = lists.read(BAD)
    assert codes(pending) == [
        ("address.no_at", 1), ("address.empty", 1), ("audience.duplicate", 1),
        ("audience.short_row", 1), ("audience.bad_locale", 1),
    ]  # fmt: skip
    assert (pending.rows, pending.people, pending.bad_rows) == (6, 1, 5)
    assert not pending.may_be_taken_over
    result = lists.audiences.take_over(lists.campaign, by=lists.ana)
    assert (result.id, bool(blocking(result.findings))) == ("", True)
    assert lists.people == ["ann@example.com", "bob@example.com"]
    assert lists.audiences.pending(lists.campaign) == pending
    assert lists.tables == 8


def test_a_list_may_be_used_before_its_languages_are_begun_and_then_keeps_the_gate_shut(
    lists: Lists,
) -> None:
    lists.use(
        "email,locale,name,status\nann@example.com,,Ann,admitted\nkei@example.com,ja,Kei,in\n"
    )
    assert lists.people == ["ann@example.com", "kei@example.com"]
    status = lists.workspace.status(lists.campaign)
    translate = next(one for one in status.stages if one.stage is Stage.TRANSLATE)
    assert [item.code for item in blocking(translate.findings)] == ["translation.missing_catalogue"]


def test_no_neighbours_value_moves_where_a_cell_is_blank(lists: Lists) -> None:
    lists.read(BAD)
    assert cells(lists, 4) == ("", "", "Carl", "left")
    assert cells(lists, 6) == ("dora@example.com", "", "Dora")
    (row,) = lists.audiences.rows(lists.campaign, [4], pending=True)
    assert row.problems == (("email", "address.empty"),)


def test_a_duplicate_tells_the_first_row_and_the_columns_that_differ(lists: Lists) -> None:
    pending = lists.read(BAD)
    (found,) = [item for item in pending.findings if item.code == "audience.duplicate"]
    assert (found.place_of("row"), dict(found.values)["first"]) == (5, 2)
    assert dict(found.values)["differing"] == "name"


def test_every_cell_can_be_mended_and_put_back(lists: Lists) -> None:
    def fix(row: int, column: str, value: str) -> PendingAudience:
        return lists.audiences.fix_cell(
            lists.campaign, row=row, column=column, value=value, by=lists.ana
        )

    lists.read(BAD)
    assert ("address.no_at", 1) not in codes(fix(3, "email", "bob@example.com"))
    assert ("address.no_at", 1) in codes(fix(3, "email", "broken"))
    fix(3, "email", "bob@example.com")
    fix(4, "email", "carl@example.com")
    assert ("audience.duplicate", 1) not in codes(fix(2, "email", "andrea@example.com"))
    pending = fix(7, "locale", "")
    assert codes(pending) == [("audience.short_row", 1)]
    with pytest.raises(Blocked):
        fix(6, "status", "left")
    with pytest.raises(NotFound):
        fix(99, "status", "left")
    lists.audiences.leave_out(lists.campaign, "audience.short_row", by=lists.ana)
    result = lists.audiences.take_over(lists.campaign, by=lists.ana)
    assert result.id == lists.campaign
    assert lists.people == [
        "andrea@example.com", "bob@example.com", "carl@example.com", "ANN@example.com",
        "eve@example.com",
    ]  # fmt: skip
    settings = lists.workspace.content(lists.campaign).campaign.audience
    assert settings.leave_out == (LeaveOut(code="audience.short_row", rows=1),)
    store = lists.workspace._desk.recipients
    assert store.root(lists.campaign) == store.changes(lists.campaign)[-1].root


def test_mending_makes_an_author_and_is_in_the_log(lists: Lists) -> None:
    lists.read(BAD)
    lists.audiences.fix_cell(
        lists.campaign, row=3, column="email", value="bob@example.com", by=lists.ana
    )
    whole = ["bob@example.com", "", "Bobby", "left"]
    lists.audiences.fix_row(lists.campaign, row=3, cells=whole, by=lists.ana)
    for newest in list(lists.workspace._desk.audit.entries())[-2:]:
        assert newest.action in AUTHORING
        assert "@" not in newest.details


def test_people_left_out_by_a_decision_can_be_taken_back(lists: Lists) -> None:
    lists.read(BAD)
    pending = lists.audiences.leave_out(lists.campaign, "address.no_at", by=lists.ana)
    assert [(item.code, item.rows) for item in pending.left_out] == [("address.no_at", 1)]
    assert ("address.no_at", 1) not in codes(pending)
    (row,) = lists.audiences.rows(lists.campaign, [3], pending=True)
    assert row.state == "address.no_at"
    pending = lists.audiences.take_back(lists.campaign, "address.no_at", by=lists.ana)
    assert (pending.left_out, codes(pending)[0]) == ((), ("address.no_at", 1))
    with pytest.raises(UsageError):
        lists.audiences.leave_out(lists.campaign, "address.two", by=lists.ana)


def test_a_decision_holds_for_so_many_rows_and_more_block_again(lists: Lists) -> None:
    one = "email,locale,name,status\nann@example.com,,Ann,x\nbroken,,Bob,x\n"
    lists.read(one)
    lists.audiences.leave_out(lists.campaign, "address.no_at", by=lists.ana)
    lists.audiences.take_over(lists.campaign, by=lists.ana)
    assert lists.read(one).may_be_taken_over
    assert codes(lists.read(one + "worse,,Carl,x\n")) == [("address.no_at", 2)]


def test_a_pending_list_is_read_again_where_its_file_still_is(lists: Lists) -> None:
    lists.read("email;locale;name;status\nann@example.com;;Ann;x\n")
    file = lists.folder / "new.csv"
    file.write_bytes("email,locale,name,status\nann@example.com,,Zoë,x\n".encode("cp1252"))
    audiences, campaign = lists.audiences, lists.campaign
    guessed = audiences.read_again(campaign, by=lists.ana)
    assert not guessed.may_be_taken_over
    settings = lists.workspace.content(campaign).campaign.audience
    said = replace(settings, encoding="windows-1252")
    audiences.change_settings(campaign, said, by=lists.ana)
    assert audiences.pending_source(campaign) == file
    again = audiences.read_again(campaign, by=lists.ana)
    assert (again.people, again.may_be_taken_over) == (1, True)
    assert again.reading != guessed.reading
    assert cells(lists, 2)[2] == "Zoë"
    audiences.change_settings(campaign, replace(said, segment='status = "x"'), by=lists.ana)
    assert audiences.pending_source(campaign) == file, "rows judged anew are of the same file"
    file.unlink()
    assert audiences.pending_source(campaign) is None
    with pytest.raises(NotFound):
        audiences.read_again(campaign, by=lists.ana)


def test_bad_rows_go_out_and_come_back_to_their_own_rows(lists: Lists) -> None:
    lists.read(BAD)
    file = lists.folder / "bad.csv"
    assert lists.audiences.export_bad_rows(lists.campaign, file) == 5
    with file.open(newline="", encoding="utf-8-sig") as opened:
        rows = list(csv.reader(opened))
    assert rows[0] == ["row", "email", "locale", "name", "status", "reason", "list"]
    assert [row[0] for row in rows[1:]] == ["3", "4", "5", "6", "7"]
    corrected = [
        ["7", "eve@example.com", "", "Eve", "left", "", ""],
        ["3", "bob@example.com", "", "Bob", "left", "", ""],
    ]
    with file.open("w", newline="", encoding="utf-8") as opened:
        csv.writer(opened).writerows([rows[0], *corrected])
    pending = lists.audiences.bring_back(lists.campaign, file, by=lists.ana)
    assert [code for code, _count in codes(pending)] == [
        "address.empty", "audience.duplicate", "audience.short_row",
    ]  # fmt: skip
    assert cells(lists, 3)[:3] == ("bob@example.com", "", "Bob")
    assert cells(lists, 7)[:3] == ("eve@example.com", "", "Eve")


def test_bad_rows_of_one_list_do_not_come_back_into_another(lists: Lists) -> None:
    bad = BAD.replace("dora@example.com,,Dora\n", "dora@example.com,,Dora,\n")
    lists.read(bad)
    file = lists.folder / "bad.csv"
    lists.audiences.export_bad_rows(lists.campaign, file)
    file.write_text(file.read_text("utf-8-sig").replace("3,broken", "3,bob@example.com"))
    again = lists.read(bad)
    assert again.bad_rows == 4
    back = lists.audiences.bring_back(lists.campaign, file, by=lists.ana)
    assert back.bad_rows == 3, "the same rows were read again"
    before = lists.read(bad.replace(",,Carl", "carl.example.com,,Carl"))
    with pytest.raises(Blocked) as refused:
        lists.audiences.bring_back(lists.campaign, file, by=lists.ana)
    (found,) = refused.value.findings
    assert (found.code, dict(found.values)["row"]) == ("audience.other_rows", 4)
    assert lists.audiences.pending(lists.campaign) == before


RAGGED = (
    "email,locale,name,status\n"
    "ann@example.com,,Ann,admitted\n"
    "dora@example.com,Dora,left\n"
    "carl@example.com,,Carl,Senior,left\n"
    "gil@example.com,,Gil,left,\n"
    "hal@example.com,,Hal\n"
)


def test_a_row_of_another_length_is_mended_as_a_whole_and_put_back(lists: Lists) -> None:
    def fix(row: int, *written: str) -> PendingAudience:
        return lists.audiences.fix_row(lists.campaign, row=row, cells=written, by=lists.ana)

    lists.read(RAGGED)
    before = cells(lists, 3)
    assert before == ("dora@example.com", "Dora", "left"), "as written, nothing moved"
    pending = fix(3, "dora@example.com", "", "Dora", "left")
    assert codes(pending) == [("audience.long_row", 2), ("audience.short_row", 1)]
    assert pending.people == 2
    pending = fix(4, "ANN@example.com", "", "Carl, Senior", "left")
    assert ("audience.duplicate", 1) in codes(pending), "a mended row is judged like any other"
    pending = fix(3, *before)
    assert ("audience.short_row", 2) in codes(pending)
    assert cells(lists, 3) == before
    with pytest.raises(NotFound):
        fix(99, "a@example.com", "", "A", "left")


def test_rows_of_another_length_go_out_and_come_back_with_every_cell_in_its_place(
    lists: Lists,
) -> None:
    def saved() -> list[list[str]]:
        with file.open(newline="", encoding="utf-8-sig") as opened:
            return list(csv.reader(opened))

    def bring(rows: list[list[str]]) -> PendingAudience:
        with file.open("w", newline="", encoding="utf-8") as opened:
            csv.writer(opened).writerows(rows)
        return lists.audiences.bring_back(lists.campaign, file, by=lists.ana)

    file = lists.folder / "bad.csv"
    lists.read(RAGGED)
    lists.audiences.export_bad_rows(lists.campaign, file)
    head, dora, carl, gil, hal = saved()
    assert head[:6] == ["row", "email", "locale", "name", "status", "cell 5"]
    assert {len(row) for row in saved()} == {8}
    assert all(row[6].startswith(f"Cells in row {row[0]}:") for row in (dora, carl, gil, hal))
    assert bring([head, dora, carl, gil, hal]).bad_rows == 4, "nothing was corrected"
    dora[2:5] = ["", "Dora", "left"]
    carl[4:6] = ["left", ""]
    gil[6] = hal[6] = ""  # right as they stand
    assert bring([head, hal, gil, carl, dora]).bad_rows == 0
    assert [cells(lists, row) for row in (3, 4, 5, 6)] == [
        ("dora@example.com", "", "Dora", "left"),
        ("carl@example.com", "", "Carl", "left"),
        ("gil@example.com", "", "Gil", "left"),
        ("hal@example.com", "", "Hal", ""),
    ]


def test_columns_called_like_those_of_the_file_of_bad_rows_come_back(lists: Lists) -> None:
    lists.read("row,reason,list,email,name\n1,why,a,broken,Bo\n")
    file = lists.folder / "bad.csv"
    lists.audiences.export_bad_rows(lists.campaign, file)
    file.write_text(file.read_text("utf-8-sig").replace("broken", "bo@example.com"))
    assert lists.audiences.bring_back(lists.campaign, file, by=lists.ana).bad_rows == 0
    assert cells(lists, 2) == ("1", "why", "a", "bo@example.com", "Bo")


@pytest.mark.parametrize(
    "content",
    [
        "email,locale,name,status\nbob@example.com,,Bob,left\n",
        "row,email,locale,name\n3,bob@example.com,,Bob\n",
        "row,email,locale,name,status,reason\n99,bob@example.com,,Bob,left,\n",
        "row,email,locale,name,status,reason\nthree,bob@example.com,,Bob,left,\n",
        "row,email,locale,name,status,reason\n3,a@b.com,,B,,\n3,c@b.com,,C,,\n",
    ],
)
def test_a_file_that_does_not_name_its_rows_is_not_brought_back(lists: Lists, content: str) -> None:
    before = lists.read(BAD)
    with pytest.raises(Blocked):
        lists.audiences.bring_back(lists.campaign, lists.file(content, "back.csv"), by=lists.ana)
    assert lists.audiences.pending(lists.campaign) == before


def test_ids_stay_when_somebody_leaves_and_comes_back(lists: Lists) -> None:
    store = lists.workspace._desk.recipients
    before = store.by_address(lists.campaign, "bob@example.com")
    lists.use("email,locale,name,status\nann@example.com,,Ann,admitted\n")
    assert store.by_id(lists.campaign, before.id) == before
    lists.use("email,locale,name,status\nann@example.com,,A,x\nbob@example.com,,Bob,x\n")
    after = store.by_address(lists.campaign, "bob@example.com")
    assert (after.id, after.token, after.salt) == (before.id, before.token, before.salt)
    assert lists.tables == 4


def test_a_discarded_list_leaves_nothing_behind(lists: Lists) -> None:
    lists.read(BAD)
    lists.audiences.discard(lists.campaign, by=lists.ana)
    assert lists.audiences.pending(lists.campaign) is None
    assert lists.tables == 4
    with pytest.raises(NotFound):
        lists.audiences.take_over(lists.campaign, by=lists.ana)


def test_what_was_known_of_a_discarded_list_is_not_said_of_the_next(lists: Lists) -> None:
    lists.read(FIRST)
    assert lists.audiences.find_rows(lists.campaign, pending=True).total == 2
    lists.audiences.discard(lists.campaign, by=lists.ana)
    assert codes(lists.read(BAD))[0] == ("address.no_at", 1)
    assert lists.audiences.find_rows(lists.campaign, pending=True).total == 6
    assert not lists.audiences.take_over(lists.campaign, by=lists.ana).id


def test_nothing_is_done_to_another_list_than_the_one_that_was_looked_at(lists: Lists) -> None:
    seen = lists.read(BAD)
    other = lists.read(BAD.replace("broken", "also broken"))
    audiences, campaign, ana = lists.audiences, lists.campaign, lists.ana
    bad = lists.folder / "bad.csv"
    audiences.export_bad_rows(campaign, bad)
    tries = (
        lambda: audiences.fix_cell(
            campaign, row=3, column="email", value="b@b.org", by=ana, reading=seen.reading
        ),
        lambda: audiences.leave_out(campaign, "address.no_at", by=ana, reading=seen.reading),
        lambda: audiences.take_back(campaign, "address.no_at", by=ana, reading=seen.reading),
        lambda: audiences.bring_back(campaign, bad, by=ana, reading=seen.reading),
        lambda: audiences.discard(campaign, by=ana, reading=seen.reading),
        lambda: audiences.take_over(campaign, by=ana, reading=seen.reading),
    )
    for each in tries:
        with pytest.raises(Blocked) as refused:
            each()
        assert [item.code for item in refused.value.findings] == ["audience.other_list"]
    assert audiences.pending(campaign) == other
    audiences.discard(campaign, by=ana, reading=other.reading)
    with pytest.raises(Blocked):
        audiences.discard(campaign, by=ana, reading=other.reading)


def test_a_list_that_is_judged_anew_is_still_the_one_that_was_looked_at(lists: Lists) -> None:
    seen = lists.read(BAD)
    settings = lists.workspace.content(lists.campaign).campaign.audience
    wanted = replace(settings, segment='status = "left"')
    assert lists.audiences.change_settings(lists.campaign, wanted, by=lists.ana) == ()
    mended = lists.audiences.fix_cell(
        lists.campaign, row=3, column="email", value="b@b.org", by=lists.ana, reading=seen.reading
    )
    assert mended.reading == seen.reading


def test_the_promised_number_blocks_the_wrong_list(lists: Lists) -> None:
    lists.audiences.set_contract(
        lists.campaign, expected=300, tolerance=Decimal(0), rule="all", agreed="Bo", by=lists.ana
    )
    pending = lists.read(FIRST)
    assert "audience.wrong_count" in [item.code for item in pending.findings]
    assert not pending.may_be_taken_over
    lists.audiences.set_contract(
        lists.campaign, expected=2, tolerance=Decimal(0), rule="all", agreed="Bo", by=lists.ana
    )
    pending = lists.audiences.pending(lists.campaign) or pending
    assert pending.may_be_taken_over


def test_a_segment_is_judged_on_the_rows_that_are_here(lists: Lists) -> None:
    settings = lists.workspace.content(lists.campaign).campaign.audience
    wanted = replace(settings, segment='status = "admitted"')
    assert lists.audiences.change_settings(lists.campaign, wanted, by=lists.ana) == ()
    found = [item.code for item in lists.workspace.audience_findings(lists.campaign)]
    assert "audience.decided_otherwise" in found
    pending = lists.audiences.pending(lists.campaign)
    assert pending is not None
    assert [(item.code, item.rows) for item in pending.left_out] == [("segment", 1)]
    lists.audiences.take_over(lists.campaign, by=lists.ana)
    assert lists.people == ["ann@example.com"]
    found = [item.code for item in lists.workspace.audience_findings(lists.campaign)]
    assert "audience.decided_otherwise" not in found
    assert lists.audiences.count_segment(lists.campaign, 'status = "left"') == 0


def test_a_segment_with_an_unknown_column_is_not_stored(lists: Lists) -> None:
    settings = lists.workspace.content(lists.campaign).campaign.audience
    wanted = replace(settings, segment='state = "admitted"')
    found = lists.audiences.change_settings(lists.campaign, wanted, by=lists.ana)
    assert [item.code for item in found] == ["segment.no_column"]
    assert lists.workspace.content(lists.campaign).campaign.audience == settings
    with pytest.raises(Blocked):
        lists.audiences.count_segment(lists.campaign, 'state = "admitted"')


def test_people_of_another_campaign_and_inactive_ones_are_left_out(lists: Lists) -> None:
    other = lists.take_in("other", "email,locale,name,status\nbob@example.com,,Bob,x\n")
    settings = lists.workspace.content(lists.campaign).campaign.audience
    people = (
        "email,locale,name,seen\nann@example.com,,Ann,2026-01-01\n"
        "bob@example.com,,Bob,2026-01-01\ncarl@example.com,,Carl,2019-11-01\n"
    )
    wanted = replace(
        settings, exclude=(other,), inactive=Inactive(column="seen", before="2025-01-01")
    )
    pending = lists.audiences.read(
        lists.campaign, lists.file(people), settings=wanted, by=lists.ana
    )
    assert {item.code: item.rows for item in pending.left_out} == {"exclude": 1, "inactive": 1}
    assert pending.people == 1
    lists.audiences.take_over(lists.campaign, by=lists.ana)
    assert lists.people == ["ann@example.com"]
    assert lists.workspace.content(lists.campaign).campaign.audience == wanted
    assert lists.workspace.audience_counts(lists.campaign).total == 1


def test_an_audience_is_compared_with_the_one_in_use_and_with_the_last_of_its_source(
    lists: Lists,
) -> None:
    pending = lists.read(
        "email,locale,name,status\nann@example.com,,Anna,admitted\nnew@example.com,,N,x\n"
    )
    compared = pending.comparison
    assert compared is not None
    assert (compared.before, compared.added, compared.removed, compared.changed) == (2, 1, 1, 1)
    other = lists.take_in("other", FIRST)
    again = lists.audiences.read(
        other, lists.file(FIRST + "eve@example.com,,Eve,x\n", "audience.csv"), by=lists.ana
    )
    assert again.earlier is not None
    assert (again.earlier.of, again.earlier.before, again.earlier.added) == ("campaign", 2, 1)


def test_the_table_is_searched_sorted_and_counted(lists: Lists) -> None:
    lists.use(
        "email,locale,name,status\nzoe@example.com,,Ärne,b\nann@example.com,,ÅSA,a\n"
        "carl@example.com,,Ωmega,a\n"
    )
    find, campaign = lists.audiences.find_rows, lists.campaign
    for search, rows in [
        ("", [2, 3, 4]), ("äRNE", [2]), ("åsa", [3]), ("ω", [4]), ("ANN@", [3]),
        ("nobody", []), ('","', []),
    ]:  # fmt: skip
        assert list(find(campaign, search=search).positions) == rows, search
    assert list(find(campaign, sort="email").positions) == [3, 4, 2]
    assert list(find(campaign, sort="email", descending=True).positions) == [2, 4, 3]
    assert list(find(campaign, segment="status = a").positions) == [3, 4]
    assert lists.audiences.count_segment(campaign, "status = a") == 2
    found = lists.audiences.statistics(campaign, "status")
    assert (found.filled, found.distinct, found.top) == (3, 2, (("a", 2), ("b", 1)))
    assert lists.audiences.statistics(campaign, "locale").empty == 3


def test_cancelling_leaves_everything_as_it_was(lists: Lists) -> None:
    reports: list[ReadingProgress] = []
    many = FIRST + "".join(f"p{n}@example.com,,P,x\n" for n in range(30_000))
    with pytest.raises(Blocked) as stopped:
        lists.audiences.read(
            lists.campaign,
            lists.file(many),
            by=lists.ana,
            progress=reports.append,
            cancelled=lambda: bool(reports),
        )
    assert [item.code for item in stopped.value.findings] == ["audience.cancelled"]
    assert 0 < reports[0].share < 1
    assert lists.audiences.pending(lists.campaign) is None
    assert lists.people == ["ann@example.com", "bob@example.com"]
    lists.use(FIRST)
    assert lists.tables == 4


def test_cancelling_while_the_name_service_is_asked_keeps_nothing(
    lists: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, asked = lists.workspace._desk.mail_domains, threading.Event()
    known = store.known

    def ask(*domains: object, **named: object) -> dict[str, str]:
        asked.set()
        return known(*domains, **named)

    monkeypatch.setattr(store, "known", ask)
    settings = lists.workspace.content(lists.campaign).campaign.audience
    with pytest.raises(Blocked) as stopped:
        lists.audiences.read(
            lists.campaign,
            lists.file(FIRST),
            settings=replace(settings, mx=True),
            by=lists.ana,
            cancelled=asked.is_set,
        )
    assert [item.code for item in stopped.value.findings] == ["audience.cancelled"]
    assert lists.audiences.pending(lists.campaign) is None


def test_a_second_reading_while_one_runs_is_refused(lists: Lists) -> None:
    began, may_end = threading.Event(), threading.Event()

    def wait(_progress: ReadingProgress) -> None:
        began.set()
        may_end.wait(30)

    path = lists.file(FIRST)
    reader = threading.Thread(
        target=lambda: lists.audiences.read(lists.campaign, path, by=lists.ana, progress=wait)
    )
    reader.start()
    assert began.wait(30)
    with pytest.raises(Blocked) as refused:
        lists.audiences.read(lists.campaign, path, by=lists.ana)
    assert [item.code for item in refused.value.findings] == ["audience.busy"]
    may_end.set()
    reader.join()
    assert lists.audiences.pending(lists.campaign) is not None


READ = """
    import sys
    from pathlib import Path
    from composer.workspace import Workspace
    folder, campaign, step = Path(sys.argv[1]), sys.argv[2], sys.argv[3]

    def told(_progress):
        print("reading", flush=True)

    with_workspace = Workspace.open(folder / "workspace")
    ana = with_workspace.resolve_person("ana@example.com")
    if __name__ == "__main__":
        audiences = with_workspace.audiences
        audiences.read(campaign, folder / "many.csv", by=ana, progress=told)
        print("taking over", flush=True)
        audiences.take_over(campaign, by=ana)
        print("done", flush=True)
        sys.stdin.readline()
"""


@pytest.mark.parametrize("step", ["reading", "taking over", "done"])
def test_killed_at_any_step_the_old_or_the_new_people_are_in_use(lists: Lists, step: str) -> None:
    rows = [f"p{n}@example.com,,P,{'x' * 30}\n" for n in range(60_000)]
    lists.file("email,locale,name,status\n" + "".join(rows), "many.csv")
    script = lists.folder / "read.py"
    script.write_text(textwrap.dedent(READ))
    process = subprocess.Popen(
        [sys.executable, script, str(lists.folder), lists.campaign, step],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip() == step:
            break
    process.send_signal(signal.SIGKILL)
    process.communicate()
    count = lists.workspace.audience_counts(lists.campaign).total
    assert count in ({60_000} if step == "done" else {2, 60_000})
    store = lists.workspace._desk.recipients
    assert store.root(lists.campaign) == store.changes(lists.campaign)[-1].root
    lists.use(FIRST)
    assert lists.people == ["ann@example.com", "bob@example.com"]
    assert lists.tables == 4


def test_many_rows_go_through_a_process_of_their_own_with_the_same_result(lists: Lists) -> None:
    rows = [f"p{n}@example.com,,P{n % 7},{'x' * 90}\n" for n in range(30_000)]
    twins = ["P1@example.com,,Twin,x\n", "P2@example.com,,P2,x\n", "broken,,B,x\n"]
    pending = lists.read("email,locale,name,status\n" + "".join(rows + twins))
    assert codes(pending) == [("audience.duplicate", 2), ("address.no_at", 1)]
    assert (pending.rows, pending.people, pending.bad_rows) == (30_003, 30_000, 3)
    lists.audiences.leave_out(lists.campaign, "audience.duplicate", by=lists.ana)
    lists.audiences.leave_out(lists.campaign, "address.no_at", by=lists.ana)
    assert lists.audiences.take_over(lists.campaign, by=lists.ana).id == lists.campaign
    store = lists.workspace._desk.recipients
    assert store.root(lists.campaign) == store.changes(lists.campaign)[-1].root
    assert store.domain_counts(lists.campaign) == {"example.com": 30_000}


def test_tables_of_a_reading_that_was_cut_off_are_dropped_by_the_next(lists: Lists) -> None:
    desk = lists.workspace._desk
    prepare(desk.folder.database, "f" * 16, columns=("email",), email="email", known=None)
    prepare(desk.folder.database, lists.campaign, columns=("email",), email="email", known=None)
    assert lists.tables == 12
    lists.read(FIRST)
    assert lists.tables == 8
    assert lists.people == ["ann@example.com", "bob@example.com"]
