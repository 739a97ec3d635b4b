"""Accepting a warning: by name and for a reason, about this text, and before whoever signs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import orjson
import pytest

from composer.errors import Blocked, UsageError
from composer.findings import finding
from composer.model.acceptance import Point
from composer.model.clock import utc_now
from composer.model.overview import StageMark
from composer.model.person import Role
from composer.model.stages import Stage
from composer.model.writing import MessageDraft
from composer.proofs.changes import describe_changes
from composer.stages import checking
from composer.stages.accepting import _text_about
from composer.stages.authorship import authors
from composer.stages.content import load_content
from composer.stages.reviewing import checked_sentences
from composer.stages.sealing import current_manifest
from composer.store.acceptances import AcceptanceRecord
from composer.workspace import Workspace
from tests.unit.checks.made_campaigns import made_context

SETTINGS = """
name = "Weights"
purpose = "service"
from = "Acme <notices@acme.co>"
locale = "en"
layout = "notice"
[audience]
file = "audience.csv"
[transport]
kind = "practice"
"""
MESSAGE = (
    "---\nsubject: Hello\npreheader: What is new\n---\n"
    "Hello {{ name }}, [one](http://acme.co/a) and [two](http://acme.co/b)\n"
)
PEOPLE = "email,locale,name\nann@acme.co,,Ann\nbob@acme.co,,test test\n"


def build(folder: Path) -> str:
    """Make a workspace whose campaign is checked; give the campaign."""
    workspace = Workspace.create(folder / "workspace", practice=True)
    roles = frozenset({Role.OWNER, Role.AUTHOR})
    ana = workspace.add_person(name="Ana", email="ana@acme.co", roles=roles, by=None)
    source = folder / "campaign"
    source.mkdir()
    for name, text in (
        ("campaign.toml", SETTINGS), ("message.md", MESSAGE), ("audience.csv", PEOPLE),
    ):  # fmt: skip
        (source / name).write_text(text)
    campaign = workspace.import_folder(source, by=ana).id
    workspace.check(campaign)
    workspace.close()
    return campaign


class Desk:
    def __init__(self, folder: Path, campaign: str) -> None:
        self.workspace = Workspace.open(folder)
        self.campaign = campaign
        self.ana = self.workspace.resolve_person("ana@acme.co")
        self.ben = replace(self.ana, name="Ben", roles=frozenset({Role.REVIEWER}))

    def point(self, code: str) -> Point:
        check = self.workspace.last_check(self.campaign)
        assert check is not None
        (point,) = [point for point in check.points if point.code == code]
        return point

    def accept(self, code: str, reason: str = "The old site has no https.") -> Point:
        point = self.point(code)
        return self.workspace.accept_warning(self.campaign, point.key, reason, by=self.ana)

    def save(self, **changes: str) -> None:
        message = self.workspace.content(self.campaign).message
        draft = MessageDraft(
            subject=message.subject, preheader=message.preheader, body=message.body
        )
        draft = replace(draft, **changes)
        self.workspace.save_message(self.campaign, draft, by=self.ana)
        self.workspace.check(self.campaign)

    def sealed(self) -> list[object]:
        desk = self.workspace._desk
        manifest = current_manifest(desk, load_content(desk, self.campaign))
        assert manifest is not None
        return orjson.loads(manifest.bytes)["accepted"]

    def told(self) -> tuple[str, ...]:
        desk = self.workspace._desk
        return checked_sentences(desk, load_content(desk, self.campaign))


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("checked")
    return folder / "workspace", build(folder)


@pytest.fixture
def desk(tmp_path: Path, checked: tuple[Path, str]) -> Iterator[Desk]:
    folder, campaign = checked
    shutil.copytree(folder, tmp_path / "workspace")
    made = Desk(tmp_path / "workspace", campaign)
    yield made
    made.workspace.close()


def test_two_links_of_one_kind_are_one_point_and_a_person_is_named_with_it(desk: Desk) -> None:
    point = desk.accept("content.http_link")
    assert point.count == len(point.findings) == 2
    assert point.accepted is not None
    assert (point.accepted.name, point.accepted.reason) == ("Ana", "The old site has no https.")
    assert desk.point("content.http_link") == point


def test_what_is_accepted_is_in_the_proof_and_before_whoever_signs(desk: Desk) -> None:
    assert desk.sealed() == []
    assert desk.told()[0] == "2 points that nobody has accepted"
    point = desk.accept("content.http_link")
    assert desk.sealed() == [
        {
            "key": point.key,
            "code": "content.http_link",
            "count": 2,
            "reason": "The old site has no https.",
            "name": "Ana",
            "person": desk.ana.public_key,
        }
    ]
    told = desk.told()
    assert told[0] == "1 point accepted by Ana"
    assert "The old site has no https." in told[1]
    assert told[2] == "1 point that nobody has accepted"
    assert desk.ana.public_key in authors(desk.workspace._desk, desk.campaign)


def test_taken_back_it_leaves_the_same_proof_as_before(desk: Desk) -> None:
    store = desk.workspace._desk
    before = current_manifest(store, load_content(store, desk.campaign))
    point = desk.accept("content.http_link")
    accepted = current_manifest(store, load_content(store, desk.campaign))
    assert before is not None
    assert accepted is not None
    (change,) = describe_changes(before, accepted)
    assert change.text.startswith(
        "A point of the check is now accepted. Ana: The old site has no https. ("
    )
    desk.workspace.withdraw_acceptance(desk.campaign, point.key, by=desk.ana)
    assert current_manifest(store, load_content(store, desk.campaign)) == before


def test_another_text_voids_it_and_the_same_text_brings_it_back(desk: Desk) -> None:
    desk.accept("content.http_link")
    stored = desk.workspace.content(desk.campaign).message
    desk.save(body=stored.body + "\nOne more line.\n")
    assert desk.point("content.http_link").accepted is None
    assert desk.sealed() == []
    desk.save(body=stored.body)
    assert desk.point("content.http_link").accepted is not None


def test_what_was_looked_at_before_a_change_cannot_be_accepted_after_it(desk: Desk) -> None:
    key = desk.point("content.http_link").key
    desk.save(subject="Hello again")
    with pytest.raises(Blocked, match="no longer as it was"):
        desk.workspace.accept_warning(desk.campaign, key, "Fine.", by=desk.ana)


def test_it_needs_a_reason_a_point_and_somebody_who_may(desk: Desk) -> None:
    key = desk.point("content.field_test").key
    for reason in ("", " \n", "x" * 501):
        with pytest.raises(UsageError, match="reason"):
            desk.workspace.accept_warning(desk.campaign, key, reason, by=desk.ana)
    with pytest.raises(Blocked, match="no longer as it was"):
        desk.workspace.accept_warning(desk.campaign, "0" * 64, "Fine.", by=desk.ana)
    with pytest.raises(Blocked):
        desk.workspace.accept_warning(desk.campaign, key, "Fine.", by=desk.ben)
    assert desk.sealed() == []


def test_what_is_accepted_is_nothing_to_look_at_any_more(desk: Desk) -> None:
    def mark() -> StageMark:
        states = desk.workspace.status(desk.campaign).stages
        return next(state.mark for state in states if state.stage is Stage.PREVIEW)

    desk.workspace.add_seed("seed1@acme.co", by=desk.ana)
    desk.workspace.add_seed("seed2@acme.co", by=desk.ana)
    desk.workspace.seal(desk.campaign, by=desk.ana)
    assert mark() is StageMark.LOOK
    desk.workspace.unseal(desk.campaign, by=desk.ana)
    desk.accept("content.http_link")
    desk.accept("content.field_test", "Test is this person's name.")
    desk.workspace.seal(desk.campaign, by=desk.ana)
    assert mark() is StageMark.DONE


def test_nobody_is_made_to_have_accepted_anything_by_writing_the_database(desk: Desk) -> None:
    point = desk.point("content.http_link")
    record = AcceptanceRecord(
        key=point.key, code=point.code, reason="Forged.", by=desk.ana.public_key, at=utc_now()
    )
    desk.workspace._desk.acceptances.accept(desk.campaign, record)
    assert desk.point("content.http_link").accepted is None
    desk.accept("content.http_link", "Ask ana@acme.co about it.")
    accepted = desk.point("content.http_link").accepted
    assert accepted is not None
    assert accepted.reason == "Ask ana@acme.co about it."


def test_a_point_in_several_languages_is_bound_to_the_text_of_each() -> None:
    def bound(warned: tuple[str, ...], **translated: str) -> list[object]:
        entries = {tag: {"News from Acme": text} for tag, text in translated.items()}
        message = made_context(translations=entries).message
        warnings = [
            finding("content.http_link", where={"locale": tag, "part": "body"}, link="http://a.co")
            for tag in warned
        ]
        return list(_text_about(message, warnings))

    first = bound(("en", "de"), de="Neues", fr="Nouvelles")
    assert bound(("en", "de"), de="Neues!", fr="Nouvelles") != first
    assert bound(("en", "de"), de="Neues", fr="Nouvelles !") == first


def test_whoever_asks_how_it_stands_reads_no_text_that_the_check_has_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = desk.workspace._desk
    content = load_content(inner, desk.campaign)
    read_anew = checking.writing_findings(inner, content)
    asked: list[object] = []
    monkeypatch.setattr(checking, "writing_findings", lambda *read: asked.append(read) or ())
    assert read_anew
    assert checking.known_writing_findings(inner, content) == read_anew
    assert asked == []
    inner.now = lambda: utc_now() + timedelta(days=1)
    checking.known_writing_findings(inner, content)
    assert len(asked) == 1, "what is said of dates was judged for another day"
