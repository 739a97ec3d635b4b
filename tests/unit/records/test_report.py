"""The report that answers for a send: what it says, and what it never says."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from python_calamine import CalamineWorkbook

from composer.model.bounce import BounceCounts
from composer.model.states import Counts, RecipientState
from composer.records.dossier import Dossier, DossierDecision, DossierEvent, moment_words
from composer.records.report import (
    COLUMNS,
    ReportHead,
    ReportLine,
    batch_totals,
    csv_report,
    html_report,
)
from composer.records.report_workbook import xlsx_report

AT = datetime(2026, 5, 1, 6, 30, tzinfo=UTC)
PROOF, KEY = "d" * 64, "a" * 64

DOSSIER = Dossier(
    proof=PROOF,
    subject="New weights",
    earlier_proofs=0,
    sealed_by="Ana",
    sealed_at=AT,
    planned="",
    written_by=("Ana", "Dora"),
    translated=("German: Eva reviewed 30 parts.",),
    accepted=("Ana took on 1 warning: “The old site has no https.”",),
    tested=4,
    equal=4,
    mailboxes=3,
    differences=("The test message to seed1 arrived different: subject",),
    test_signed_by=("Ana",),
    kinds=9,
    approvals_needed=1,
    not_independent="",
    decisions=(
        DossierDecision(
            name="Ben", kind="approval", at=AT, expires_at=AT, shown=9, comment="<b>Fine</b>"
        ),
    ),
    events=(DossierEvent(at=AT, words="Ana stopped the send."),),
    owner="Ana",
    owner_key=KEY,
)
HEAD = ReportHead(
    name="Index weights",
    campaign_id="c" * 16,
    purpose="service",
    sender="Exchange <notices@example.com>",
    transport="smtp",
    proof=PROOF,
    approvals=(),
    started_at=AT,
    ended_at=AT,
    counts=Counts(accepted=1, unknown=1),
    seeds=(("accepted", 19), ("unknown", 1)),
    dossier=DOSSIER,
)
LINES = tuple(
    ReportLine(
        row=row, recipient_id="1" * 32, address=f"p{row}@example.net", locale="en",
        state=state, at=AT, batch=1, answer="", digest="",
    )
    for row, state in ((2, RecipientState.ACCEPTED), (3, RecipientState.UNKNOWN))
)  # fmt: skip


def report(**changes):
    return html_report(replace(HEAD, dossier=replace(DOSSIER, **changes)), LINES).decode()


def words(page):
    return re.sub(r"[\u2068\u2069]", "", re.sub(r"<[^>]+>", " ", page[page.index("<main>") :]))


@pytest.mark.parametrize(
    "said",
    [
        "1 + 0 + 1 + 0 + 0 + 0 = 2 people",
        "Ana, Dora",
        "New weights",
        "The test message to seed1 arrived different: subject",
        "German: Eva reviewed 30 parts.",
        "4 of 4 test messages arrived exactly as predicted",
        "Ben approved at 2026-05-01 06:30:00 UTC, having been shown 9 of 9 kinds of message.",
        "Ana stopped the send.",
        "composer verify FILE --owner KEY",
        PROOF,
        KEY,
        "Handed over: 19, Unclear: 1",
        "p3@example.net",
    ],
)
def test_it_answers(said):
    assert said in words(report())


def test_a_comment_is_shown_as_text():
    assert "&lt;b&gt;Fine&lt;/b&gt;" in report()


def test_a_team_of_one_is_said_first_and_strong():
    page = report(not_independent="Nobody else works here.")
    assert "<strong>Not independently reviewed: " in page
    assert "Not independently reviewed" not in report()


def test_delivered_stands_only_where_it_is_said_to_be_unknown():
    sentences = [text for text in words(report()).split(".") if "delivered" in text]
    assert sentences == [" Whether it was delivered or read is not known"]


CAME_BACK = BounceCounts(permanent=2, delayed=1, complaints=1)


def test_what_came_back_stands_beside_the_groups_and_not_in_them():
    bounced = replace(LINES[0], came_back=("permanent", "complaint"))
    page = words(html_report(replace(HEAD, bounces=CAME_BACK), [bounced, LINES[1]]).decode())
    assert "p2@example.net address takes no mail, reported as spam" in " ".join(page.split())
    assert "1 + 0 + 1 + 0 + 0 + 0 = 2 people" in page
    assert "2 messages came back: the addresses take no mail." in page
    assert "1 message is delayed; a server still tries." in page
    assert "1 person reported the message as spam." in page
    assert "Nothing came back that we know of." in words(report())


def test_each_person_has_what_came_back_in_the_table():
    bounced = replace(LINES[0], came_back=("permanent", "complaint"), batch=7)
    table = csv_report([bounced, LINES[1]]).decode("utf-8-sig").splitlines()
    assert table[0].endswith(",digest,came_back,proof")
    assert table[1].endswith(",permanent complaint,")
    assert table[2].endswith(",,")
    assert "<th><bdi>7</bdi></th><td class=n>1</td><td class=n>1</td>" in html_report(
        HEAD, [bounced]
    ).decode()  # fmt: skip


def test_the_workbook_says_the_whole_and_holds_everybody_without_a_formula():
    line = replace(LINES[0], answer="=1+1", locale="@x", came_back=("permanent",))
    made = xlsx_report(replace(HEAD, bounces=CAME_BACK), [line, LINES[1]])
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    whole, people = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    said = [cell for cells in whole for cell in cells]
    assert "2 messages came back: the addresses take no mail." in said
    assert ["Handed over", 1.0] in [cells[:2] for cells in whole]
    assert people[0] == list(COLUMNS)
    assert (people[1][2], people[1][7], people[1][9]) == ("p2@example.net", "'=1+1", "permanent")
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name]
    assert not [sheet for sheet in sheets if b"<f>" in sheet]


def test_whoever_was_left_out_before_the_freeze_is_told_with_the_reason():
    said = "Up to 14 people were left out: <no> first name"
    head = replace(HEAD, decided=(said,))
    assert said.replace("<no>", "&lt;no&gt;") in html_report(head, LINES).decode()
    assert said.replace("<no>", "&lt;no&gt;") in html_report(head, LINES[:1]).decode()
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_report(head, LINES)))
    told = [row[0] for row in sheet.get_sheet_by_index(0).to_python()]
    assert said in told
    assert told[told.index("What happened, in order") + 1] == "Ana stopped the send."


def test_batches_of_two_frozen_versions_are_not_added_up():
    later = AT.replace(hour=9)
    lines = [
        replace(LINES[0], proof="b" * 64, at=later),
        replace(LINES[0], proof="a" * 64, at=AT),
        replace(LINES[1], proof="a" * 64),
    ]
    assert batch_totals(lines) == [("1 · aaaaaaaa", 1, 2), ("1 · bbbbbbbb", 1, 1)]
    assert batch_totals(lines[1:]) == [(1, 1, 2)]
    assert batch_totals([replace(LINES[0], batch=0)]) == []


def test_a_moment_names_its_zone():
    assert moment_words(AT).endswith("UTC") or "UTC)" in moment_words(AT)
    assert moment_words(None) == "–"
