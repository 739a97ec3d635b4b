"""What the JSON in a file's entries holds may be of any kind: it is judged, and nothing breaks."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from composer.model.acts import AUTHORING, FOLLOWED, PARTED
from composer.model.moves import JournalEntry
from composer.records.log_lines import ShownEntry
from composer.records.verify_journal import follow
from composer.records.verify_signoff import makers_in
from composer.store.audit import BEGINNING, AuditEntry
from composer.store.ledger_chain import EMPTY_HEAD, entry_hash


@pytest.mark.parametrize("code", [[], {}, None, 1])
def test_a_hold_whose_code_is_no_text_is_followed(code):
    bare = JournalEntry(
        seq=1,
        at="2026-01-01T00:00:00+00:00",
        kind="hold",
        recipient_id="",
        state="",
        generation=0,
        content=json.dumps({"code": code}),
        hash="",
    )
    entry = replace(bare, hash=entry_hash(bare, before=EMPTY_HEAD))
    followed = follow(SimpleNamespace(heads=(), journal=(entry,)))
    assert followed.findings == []
    assert followed.differences == {}


def logged(action, *, by="ana", **details):
    entry = AuditEntry(
        number=1,
        at=datetime(2026, 1, 1, tzinfo=UTC),
        person=by,
        action=action,
        details=json.dumps(details),
        previous=BEGINNING,
        hash="",
    )
    return ShownEntry(entry=entry)


@pytest.mark.parametrize("translated", [[5], [None], ["de"], [["de"]], 7, {"de": "key"}])
def test_translators_that_are_no_pairs_are_nobody(translated):
    entry = logged(min(AUTHORING), campaign="c", wrote=3, translated=translated)
    found = makers_in(SimpleNamespace(campaign="c", log=(entry,)))
    assert found.authors == {"ana"}
    assert found.translators == frozenset()


def test_whoever_wrote_a_campaign_wrote_what_was_made_out_of_it_however_often():
    log = (
        logged("campaign.save", campaign="first"),
        logged(PARTED, by="ben", campaign="first", linked="second"),
        logged(FOLLOWED, by="cem", campaign="second", linked="third"),
    )
    found = makers_in(SimpleNamespace(campaign="third", log=log))
    assert found.authors == {"ana", "ben", "cem"}
