"""No finding speaks of several where its figure may be one: tables of findings know no plurals."""

from __future__ import annotations

import re

import pytest

from composer.finding_texts.table import FINDING_TEXTS

COUNTED_NOUN = re.compile(r"\{(?:count|kept|hours)\} (?:people|[a-z]+s)\b")
SEVERAL = re.compile(r"\b(?:them|these)\b", re.IGNORECASE)
NEVER_ONE = {
    "approval_file.not_all_shown": "who must see one kind only has seen it or none",
    "attachment.used_twice": "by two people at least",
    "audience.example_people": "the example has two thousand",
    "campaign.ambiguous": "two at least have the name",
    "link.answering": "its “them” are other links",
    "overlap.drafted": "small audiences are not compared",
    "overlap.reason": "small audiences are not compared",
    "overlap.sent": "small audiences are not compared",
    "send.refused_alike": "three at least",
    "send.unclear_in_a_row": "three at least",
    "send.unreachable": "five at least, or said of a service that was asked several times",
    "send.without_id_in_a_row": "three at least",
    "signoff.not_shown": "one of one kind was seen or not",
    "suppress.everybody": "everybody",
    "suppress.sync_old": "more than a day",
    "test.passed": "a test needs two mailboxes",
}


@pytest.mark.parametrize("code", sorted(set(FINDING_TEXTS) - set(NEVER_ONE)))
def test_a_count_stands_apart_so_that_one_reads_well_too(code: str) -> None:
    text = FINDING_TEXTS[code]
    assert COUNTED_NOUN.search(text.text) is None, text.text
    if "{count}" in text.text:
        assert SEVERAL.search(text.advice) is None, text.advice
        assert SEVERAL.search(text.text) is None, text.text
