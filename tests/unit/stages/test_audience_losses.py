"""What a change of the pending list must not lose: a file's findings, an exclusion, others' work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from composer.errors import Blocked, FileRefused
from composer.model.audience import PendingAudience, ReadingProgress
from composer.model.campaign import Inactive
from composer.stages.revising import save_files
from composer.store.people_tables import PeopleTables
from tests.unit.stages.test_audiences import FIRST, Lists, codes

FAILED = (
    "email,locale,name,status\nann@example.com,,Ann,x\nbroken,,#N/A,x\nbob@example.com,,#N/A,y\n"
)


@pytest.fixture
def lists(tmp_path: Path, home: Path) -> Iterator[Lists]:
    made = Lists(tmp_path)
    yield made
    made.workspace.close()


def fix(lists: Lists, row: int, column: str, value: str) -> PendingAudience:
    return lists.audiences.fix_cell(
        lists.campaign, row=row, column=column, value=value, by=lists.ana
    )


def read(lists: Lists, people: str, **decided: object) -> PendingAudience:
    settings = lists.workspace.content(lists.campaign).campaign.audience
    wanted = replace(settings, **decided)  # type: ignore[arg-type]  # names of fields
    return lists.audiences.read(lists.campaign, lists.file(people), settings=wanted, by=lists.ana)


def test_a_failed_formula_is_still_told_when_another_cell_of_its_row_is_mended(
    lists: Lists,
) -> None:
    lists.read(FAILED)
    pending = fix(lists, 3, "email", "carl@example.com")
    assert codes(pending) == [("audience.error_value", 2)]
    assert pending.people == 1
    assert codes(fix(lists, 3, "name", "Carl")) == [("audience.error_value", 1)]


def test_a_failed_formula_is_still_told_when_its_people_are_taken_back(lists: Lists) -> None:
    before = lists.read(FAILED)
    lists.audiences.leave_out(lists.campaign, "audience.error_value", by=lists.ana)
    pending = lists.audiences.take_back(lists.campaign, "audience.error_value", by=lists.ana)
    assert (codes(pending), pending.people) == (codes(before), before.people)


def test_a_failed_formula_is_still_told_when_another_filter_brings_its_row_back(
    lists: Lists,
) -> None:
    kept = read(lists, FAILED.replace("broken", "carl@example.com"), segment="name != '#N/A'")
    assert (codes(kept), kept.people) == ([], 1)
    settings = lists.workspace.content(lists.campaign).campaign.audience
    lists.audiences.change_settings(
        lists.campaign, replace(settings, segment="locale is empty"), by=lists.ana
    )
    pending = lists.audiences.pending(lists.campaign)
    assert pending is not None
    assert (codes(pending), pending.people) == ([("audience.error_value", 2)], 1)


def test_people_of_an_excluded_campaign_stay_out_whatever_is_mended(lists: Lists) -> None:
    other = lists.take_in("other", FIRST.replace("ann@", "carl@") + "dora@example.com,,Dora,x\n")
    people = FIRST + "broken,,Carl,x\n"
    pending = read(lists, people, exclude=(other,))
    assert pending.people == 1
    assert fix(lists, 3, "name", "Bobby").people == 1
    pending = fix(lists, 4, "email", "Carl@example.com")
    assert (pending.people, codes(pending)) == (1, [])
    assert {item.code: item.rows for item in pending.left_out} == {"exclude": 2}
    assert fix(lists, 4, "email", "new@example.com").people == 2


def test_half_a_character_is_refused_and_nothing_is_changed(lists: Lists) -> None:
    before = lists.read(FAILED)
    with pytest.raises(Blocked):
        fix(lists, 3, "name", "\ud800")
    assert lists.audiences.pending(lists.campaign) == before


def test_what_is_saved_while_a_list_is_taken_over_stays(
    lists: Lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, campaign = lists.workspace._desk, lists.campaign
    read(lists, FIRST, segment="status = admitted")
    carry_along = desk.recipients.carry_along
    written = b"---\nsubject: Another\n---\nAnother text\n"

    def saved_meanwhile(tables: PeopleTables) -> None:
        carry_along(tables)
        save_files(desk, campaign, {"message.md": written}, by=lists.ana)

    monkeypatch.setattr(desk.recipients, "carry_along", saved_meanwhile)
    assert lists.audiences.take_over(campaign, by=lists.ana).id == campaign
    assert desk.campaigns.tree(campaign)["message.md"] == written
    assert lists.workspace.content(campaign).campaign.audience.segment == "status = admitted"
    assert lists.people == ["ann@example.com"]


def test_a_promise_holds_for_the_pending_list_though_the_campaign_has_it_already(
    lists: Lists,
) -> None:
    promise = {"tolerance": Decimal(0), "rule": "", "agreed": "", "by": lists.ana}
    lists.audiences.set_contract(lists.campaign, expected=2, **promise)
    assert not read(lists, FIRST, expected=300).may_be_taken_over
    lists.audiences.set_contract(lists.campaign, expected=2, **promise)
    pending = lists.audiences.pending(lists.campaign)
    assert pending is not None
    assert pending.may_be_taken_over


@pytest.mark.parametrize(
    "decided",
    [
        {"encoding": "no such"},
        {"no_locale": "klingon"},
        {"inactive": Inactive(column="status", before="yesterday")},
        {"rule": "a\x01b"},
    ],
)
def test_a_decision_that_could_not_be_read_again_is_refused_before_anything_is_stored(
    lists: Lists, decided: dict[str, object]
) -> None:
    before = lists.workspace.content(lists.campaign).campaign.audience
    wanted = replace(before, **decided)  # type: ignore[arg-type]  # names of fields
    with pytest.raises(FileRefused):
        lists.audiences.change_settings(lists.campaign, wanted, by=lists.ana)
    with pytest.raises(FileRefused):
        read(lists, FIRST, **decided)
    assert lists.workspace.content(lists.campaign).campaign.audience == before
    assert lists.audiences.pending(lists.campaign) is None


def test_a_filter_that_nobody_or_everybody_fits_by_a_typing_mistake_is_told_of_the_list(
    lists: Lists,
) -> None:
    for segment, told in [
        ('status = "admited"', {"segment.typo", "segment.keeps_nobody"}),
        ('status != "admited"', {"segment.typo", "segment.keeps_everybody"}),
        ("status = admitted", set()),
    ]:
        pending = read(lists, FIRST, segment=segment)
        found = {item.code for item in pending.findings if item.code.startswith("segment.")}
        assert found == told, segment
        assert pending.may_be_taken_over is not bool(told), segment


def test_addresses_that_change_places_are_no_duplicates(lists: Lists) -> None:
    lists.read(FIRST + "broken,,Carl,x\n")
    swapped = lists.file(
        "row,email,locale,name,status\n2,bob@example.com,,Ann,x\n3,ANN@example.com,,Bob,x\n"
        "4,carl@example.com,,Carl,x\n",
        "back.csv",
    )
    pending = lists.audiences.bring_back(lists.campaign, swapped, by=lists.ana)
    assert (codes(pending), pending.people) == ([], 3)


@pytest.mark.parametrize("spelt", ["bob@b\u00fccher.de", "bob@xn--bcher-kva.de"])
@pytest.mark.parametrize("mended", ["BOB@B\u00dcCHER.de", "Bob@XN--bcher-kva.de"])
def test_a_mailbox_in_either_spelling_is_one_person_and_stays_excluded(
    lists: Lists, spelt: str, mended: str
) -> None:
    lists.read(f"email,locale,name,status\n{spelt},,Bob,x\nann@example.com,,Ann,x\n")
    pending = fix(lists, 3, "email", mended)
    assert (codes(pending), pending.people) == ([("audience.duplicate", 1)], 1)
    other = lists.take_in("other", f"email,locale,name,status\n{spelt},,Bob,x\n")
    pending = read(lists, f"email,locale,name,status\n{mended},,B,x\n", exclude=(other,))
    assert ([item.code for item in pending.left_out], pending.people) == (["exclude"], 0)
    pending = read(lists, FIRST, exclude=(other,))
    assert fix(lists, 2, "email", mended).people == 1


def test_a_cell_that_a_decision_cannot_compare_is_told(lists: Lists) -> None:
    rule = Inactive(column="status", before="2025-01-01")
    assert codes(read(lists, FIRST, inactive=rule)) == [("inactive.no_day", 2)]
    assert codes(read(lists, FIRST, segment="status > 5")) == [("segment.not_comparable", 2)]


def test_many_people_are_taken_back_together(lists: Lists) -> None:
    rows = "".join(f"p{number}@example.com,,#N/A,x\n" for number in range(1500))
    lists.read("email,locale,name,status\n" + rows + "p7@example.com,,P,x\n")
    lists.audiences.leave_out(lists.campaign, "audience.error_value", by=lists.ana)
    pending = lists.audiences.take_back(lists.campaign, "audience.error_value", by=lists.ana)
    assert (codes(pending), pending.people) == ([("audience.error_value", 1500)], 1)
    find = lists.audiences.find_rows
    assert find(lists.campaign, search="p1499@", pending=True).positions.tolist() == [1501]


def test_a_reading_is_cancelled_in_the_midst_and_also_when_all_rows_are_read(
    lists: Lists,
) -> None:
    many = FIRST + "".join(f"p{number}@example.com,,P,x\n" for number in range(30_000))
    file, reports = lists.file(many), list[ReadingProgress]()
    for share in (0.0, 0.79999):
        reports.clear()
        with pytest.raises(Blocked) as stopped:
            lists.audiences.read(
                lists.campaign,
                file,
                by=lists.ana,
                progress=reports.append,
                cancelled=lambda wanted=share: bool(reports) and reports[-1].share > wanted,
            )
        assert [item.code for item in stopped.value.findings] == ["audience.cancelled"]
        assert (reports[-1].rows < 30_000) is (share == 0.0)
    assert lists.audiences.pending(lists.campaign) is None
    assert lists.people == ["ann@example.com", "bob@example.com"]
