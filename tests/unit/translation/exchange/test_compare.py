"""Each way in which what comes back differs from what went out, and from what is here."""

import pytest

from composer.findings import blocking, finding
from composer.model.identifiers import CampaignId
from composer.model.translation import UnitState
from composer.translation.exchange.belonging import find_other_origin
from composer.translation.exchange.compare import compare_units
from composer.translation.exchange.comparison import (
    Comparison,
    LineKind,
    SentUnit,
    Take,
    UnitHere,
)
from composer.translation.exchange.model import (
    ExchangeComment,
    ExchangeFile,
    ExchangeFormat,
    ExchangeUnit,
    Place,
    Stamp,
)

NEW, DRAFT, NEEDS_WORK, REVIEWED = (
    UnitState.NEW, UnitState.DRAFT, UnitState.NEEDS_WORK, UnitState.REVIEWED,
)  # fmt: skip


def here(target="", state=NEW, source="Fees", **more):
    return UnitHere(source=source, kind="paragraph", target=target, state=state, **more)


def back(target, state=REVIEWED, source="Fees", **more):
    return ExchangeUnit(
        id="u1", source=source, target=target, state=state, place=Place(line=7), **more
    )


def compare(theirs, ours, sent=None, check=lambda _unit, _target: ()):
    file = ExchangeFile(
        format=ExchangeFormat.PO, source_locale="en", locale="de", units=tuple(theirs)
    )
    return compare_units(file, ours, name="de.po", sent=sent, check=check)


def codes(line):
    return [item.code for item in line.findings]


@pytest.mark.parametrize(
    ("theirs", "ours", "sent", "kind", "state"),
    [
        (back("Preise"), here(), None, "taken", REVIEWED),
        (back("Preise", DRAFT), here("Gebühren", REVIEWED), None, "taken", DRAFT),
        (back("Preise", None), here("Gebühren", REVIEWED), None, "taken", DRAFT),
        (back("Gebühren"), here("Gebühren", REVIEWED), None, "unchanged", REVIEWED),
        (back("Gebühren"), here("Gebühren", DRAFT), None, "taken", REVIEWED),
        (back("Gebühren", DRAFT), here("Gebühren", REVIEWED), None, "unchanged", REVIEWED),
        (back("Gebühren", NEEDS_WORK), here("Gebühren", REVIEWED), None, "taken", NEEDS_WORK),
        (back("Gebühren", None), here("Gebühren", DRAFT), None, "unchanged", DRAFT),
        (back("Gebühren", DRAFT), here("Gebühren", NEEDS_WORK), ("Gebühren", DRAFT), "unchanged", NEEDS_WORK),
        (back("", NEW), here(), None, "unchanged", NEW),
        (back("", NEW), here("Gebühren", REVIEWED), None, "left_empty", REVIEWED),
        (back("Preise"), here("Gebühren", DRAFT), ("Gebühren", DRAFT), "taken", REVIEWED),
        (back("Preise"), here("Kosten", DRAFT), ("Gebühren", DRAFT), "newer_here", REVIEWED),
        (back("Gebühren"), here("Kosten", DRAFT), ("Gebühren", REVIEWED), "newer_here", REVIEWED),
        (back("Gebühren"), here(), ("Gebühren", REVIEWED), "taken", REVIEWED),
    ],
)  # fmt: skip
def test_a_translation_is_taken_kept_or_asked_about(theirs, ours, sent, kind, state):
    known = {"Fees": SentUnit(target=sent[0], state=sent[1])} if sent else None
    [line] = compare([theirs], [ours], known)
    assert (line.kind.value, line.state) == (kind, state)


@pytest.mark.parametrize(("state", "wanted"), [(REVIEWED, DRAFT), (NEEDS_WORK, NEEDS_WORK)])
def test_a_state_left_standing_beside_another_text_in_a_workbook_means_nothing(state, wanted):
    file = ExchangeFile(
        format=ExchangeFormat.XLSX, source_locale="", locale="", units=(back("Preise", state),)
    )
    sent = {"Fees": SentUnit(target="Gebühren", state=REVIEWED)}
    ours = [here("Gebühren", REVIEWED)]
    [line] = compare_units(file, ours, name="f", sent=sent, check=lambda _unit, _target: ())
    assert (line.kind, line.state) == (LineKind.TAKEN, wanted)


def test_a_translation_changed_on_both_sides_blocks_and_one_changed_here_alone_does_not():
    sent = {"Fees": SentUnit(target="Gebühren", state=REVIEWED)}
    [both] = compare([back("Preise")], [here("Kosten", DRAFT)], sent)
    [ours] = compare([back("Gebühren")], [here("Kosten", DRAFT)], sent)
    assert (codes(both), codes(ours)) == (["exchange.newer_here"], ["exchange.older_there"])
    assert (len(blocking(both.findings)), len(blocking(ours.findings))) == (1, 0)


def test_a_text_that_went_out_and_did_not_come_back_is_missing():
    ours = [here(), here(source="Welcome")]
    sent = {source: SentUnit(target="", state=NEW) for source in ("Fees", "Welcome")}
    [_fees, missing] = compare([back("Gebühren")], ours, sent)
    assert (missing.kind, missing.source, codes(missing)) == (
        LineKind.MISSING, "Welcome", ["exchange.missing"],
    )  # fmt: skip
    assert len(compare([back("Gebühren")], ours, {"Fees": sent["Fees"]})) == 1


def test_a_text_is_only_said_not_to_be_in_a_file_that_nobody_knows():
    [_fees, missing] = compare([back("Gebühren")], [here(), here(source="Welcome")])
    assert (codes(missing), blocking(missing.findings)) == (["exchange.not_in_file"], [])


def test_a_text_that_we_have_changed_since_is_told_from_one_that_they_changed():
    sent = {"Fee": SentUnit(target="", state=NEW), "Fees": SentUnit(target="", state=NEW)}
    [ours, _missing] = compare([back("Gebühr", source="Fee")], [here()], sent)
    assert (ours.kind, codes(ours)) == (LineKind.CHANGED_SOURCE, ["exchange.changed_source"])
    [before, _missing] = compare([back("Gebühr", source="Fee")], [here(previous="Fee")])
    assert before.kind is LineKind.CHANGED_SOURCE
    [theirs, _missing] = compare([back("Gebühr", source="Fess")], [here()], sent)
    assert (theirs.kind, codes(theirs)) == (LineKind.UNKNOWN, ["exchange.unknown_source"])
    assert theirs.findings[0].place_of("line") == 7


def test_white_space_alone_makes_no_other_text_unless_two_of_ours_would_be_it():
    [line] = compare([back("Alle  Preise", source="All\nthe  fees")], [here(source="All the fees")])
    assert (line.kind, line.source, line.target) == (
        LineKind.TAKEN, "All the fees", "Alle  Preise",
    )  # fmt: skip
    two = [here(source="All the fees"), here(source="All  the fees")]
    assert compare([back("Preise", source="All the  fees")], two)[0].kind is LineKind.UNKNOWN


def test_what_the_checks_find_blocks_the_line_and_names_its_place():
    found = finding("translation.syntax", where={"locale": "de"}, part="Fees", locale="de")
    [line] = compare([back("{{ ")], [here()], check=lambda _unit, _target: (found,))
    assert line.kind is LineKind.BLOCKED
    assert line.findings[0].where == (("file", "de.po"), ("line", 7), ("locale", "de"))


def test_a_translation_that_is_here_already_is_not_judged_again():
    found = finding("translation.syntax", where={"locale": "de"}, part="Fees", locale="de")
    [line] = compare([back("x")], [here("x", REVIEWED)], check=lambda _unit, _target: (found,))
    assert line.kind is LineKind.UNCHANGED


def test_only_comments_and_remarks_that_are_new_come():
    said = ExchangeComment(text="short", by="Ana")
    brought = ExchangeComment(text="Acme: long", by="Ben")
    ours = here(comments=(said, brought), notes=("seen",))
    theirs = (said, ExchangeComment(text="long", by="Acme"), ExchangeComment(text="new", by="Acme"))
    [line] = compare([back("x", comments=theirs, notes=("seen", "again"))], [ours])
    assert [item.text for item in line.comments] == ["new"]
    assert (line.here_notes, line.notes) == (("seen",), ("again",))


@pytest.mark.parametrize(
    ("locale", "source", "campaign", "code"),
    [
        ("de", "en", "c1", None), ("de_DE", "en-US", "c1", None), ("", "", "c1", None),
        ("DE-de", "EN", "c1", None), ("fr", "en", "c1", "exchange.other_language"),
        ("de-AT", "en", "c1", "exchange.other_language"),
        ("nonsense!", "en", "c1", "exchange.other_language"),
        ("de", "fr", "c1", "exchange.other_source_language"),
        ("de", "en", "c2", "exchange.other_campaign"),
    ],
)  # fmt: skip
def test_a_file_of_another_language_or_campaign_is_told(locale, source, campaign, code):
    stamp = Stamp(campaign=campaign, export="e", digest="0" * 16)
    file = ExchangeFile(
        format=ExchangeFormat.PO, source_locale=source, locale=locale, units=(), stamp=stamp
    )
    found = find_other_origin(
        file, name="f", campaign="c1", source_locale="en", locales=("de", "de-AT", "fr")
    )
    assert [item.code for item in found] == ([code] if code else [])


def comparison(*kinds, findings=()):
    lines = compare([back("Preise"), back("x", source="Fess")], [here()])
    assert [line.kind.value for line in lines] == list(kinds)
    return Comparison(
        campaign=CampaignId("c1"), locale="de", file="f", format="po", revision=1, export="",
        lines=lines, findings=findings,
    )  # fmt: skip


def test_one_thing_against_a_file_keeps_all_of_it_out():
    made = comparison("taken", "unknown")
    assert not made.is_clear
    assert made.chosen(Take.ALL_OR_NOTHING) == frozenset()
    assert made.chosen(Take.MATCHING) == {0}


def test_no_choice_takes_a_file_of_another_language_over():
    found = finding("exchange.other_language", file="f", found="fr", locale="de")
    made = comparison("taken", "unknown", findings=(found,))
    assert {made.chosen(take) for take in Take} == {frozenset()}


def test_only_theirs_takes_what_changed_on_both_sides():
    sent = {"Fees": SentUnit(target="Gebühren", state=REVIEWED)}
    lines = compare([back("Preise")], [here("Kosten", DRAFT)], sent)
    made = Comparison(
        campaign=CampaignId("c1"), locale="de", file="f", format="po", revision=1, export="e",
        lines=lines,
    )  # fmt: skip
    assert [len(made.chosen(take)) for take in Take] == [0, 0, 1]
