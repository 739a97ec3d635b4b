"""What a crash leaves of a draft."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composer.model.campaign import AttachmentSettings
from composer.model.writing import MessageDraft
from composer.stages.recovery import FOLDER
from tests.flow.authoring.desk import Desk


def test_a_kept_draft_is_offered_until_it_is_saved(desk: Desk) -> None:
    draft = replace(
        desk.draft,
        subject="Typed before the crash",
        headers=(("X-A", "b"),),
        attachments=(AttachmentSettings(path="files/terms.pdf"),),
    )
    assert desk.authoring.kept_draft(desk.campaign) is None
    desk.authoring.keep_draft(desk.campaign, draft, revision=desk.revision)
    kept = desk.authoring.kept_draft(desk.campaign)
    assert kept is not None
    assert (kept.draft, kept.revision) == (draft, desk.revision)
    desk.save(subject="Typed before the crash")
    assert desk.authoring.kept_draft(desk.campaign) is None


def test_a_draft_that_says_what_is_stored_is_not_offered(desk: Desk) -> None:
    stored = desk.draft
    for draft in (
        stored,
        MessageDraft(subject=stored.subject, preheader=stored.preheader, body=stored.body),
    ):
        desk.authoring.keep_draft(desk.campaign, draft, revision=desk.revision)
        assert desk.authoring.kept_draft(desk.campaign) is None


def test_a_draft_that_nobody_wants_is_forgotten(desk: Desk) -> None:
    desk.authoring.keep_draft(desk.campaign, replace(desk.draft, body="x"), revision=1)
    desk.authoring.drop_draft(desk.campaign)
    desk.authoring.drop_draft(desk.campaign)
    assert desk.authoring.kept_draft(desk.campaign) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"[]",
        b'{"draft": {"subject": "x"}, "revision": 1, "at": "2026-01-01T00:00:00+00:00"}',
        b'{"draft": {"subject": 1, "preheader": "", "body": ""}, "revision": 1, "at": "2026-01-01"}',
        b'{"draft": {"other": "x"}, "revision": 1, "at": "2026-01-01T00:00:00+00:00"}',
        b'{"draft": {"subject": "", "preheader": "", "body": "", "attachments": [{}]}, "revision": 1, "at": "2026-01-01"}',
        b'{"draft": {"subject": "", "preheader": "", "body": "", "headers": [["a"]]}, "revision": 1, "at": "2026-01-01"}',
        b'{"draft": {"subject": "", "preheader": "", "body": "", "headers": [1]}, "revision": 1, "at": "2026-01-01"}',
        b'{"draft": {"subject": "", "preheader": "", "body": "", "headers": "x"}, "revision": 1, "at": "2026-01-01"}',
        b'{"draft": {"subject": null, "preheader": "", "body": ""}, "revision": 1, "at": "2026-01-01"}',
        b'{"draft": {"subject": "", "preheader": "", "body": "x"}, "revision": 1, "at": "yesterday"}',
    ],
)
def test_a_damaged_draft_is_not_offered_and_stays_on_the_disk(desk: Desk, content: bytes) -> None:
    desk.authoring.keep_draft(desk.campaign, replace(desk.draft, body="x"), revision=1)
    path = desk.workspace.path / FOLDER / f"{desk.campaign}.json"
    path.write_bytes(content)
    assert desk.authoring.kept_draft(desk.campaign) is None
    assert path.read_bytes() == content


def test_a_draft_of_a_message_with_letters_of_every_kind_comes_back(desk: Desk) -> None:
    draft = replace(desk.draft, body="مرحبا 👋 \u2028 {{ x }}", subject="🎉\ttab")
    desk.authoring.keep_draft(desk.campaign, draft, revision=3)
    kept = desk.authoring.kept_draft(desk.campaign)
    assert kept is not None
    assert kept.draft == draft
