"""The report that answers for a send: what it says, and what it never says."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from composer.model.states import Counts, RecipientState
from composer.records.dossier import Dossier, DossierDecision, DossierEvent, moment_words
from composer.records.report import ReportHead, ReportLine, html_report

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


def test_a_moment_names_its_zone():
    assert moment_words(AT).endswith("UTC") or "UTC)" in moment_words(AT)
    assert moment_words(None) == "–"
