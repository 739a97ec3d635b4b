"""Another version of the program: what waits frozen by the former one is named, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composer.model.identifiers import CampaignId, Digest
from composer.model.writing import MessageDraft
from composer.proofs.fingerprint import program_fingerprint
from composer.stages import program_notes
from tests.flow.conftest import make_practice


@pytest.fixture(scope="module")
def frozen(tmp_path_factory):
    practice = make_practice(tmp_path_factory.mktemp("other"), people=3)
    practice.seal()
    return practice


@pytest.fixture
def newer(monkeypatch):
    """This program as another version of it would name itself."""
    other = replace(program_fingerprint(), source=Digest("a" * 64))
    monkeypatch.setattr(program_notes, "program_fingerprint", lambda: other)


def found(practice) -> list[str]:
    with practice.here() as workspace:
        return [item.text for item in workspace.program.other_program_findings()]


def test_the_program_that_froze_it_says_nothing(frozen):
    assert found(frozen) == []


def test_another_program_names_what_waits_frozen(frozen, newer):
    assert found(frozen) == [
        "“Index weighting update” was frozen by another program (version 0.1.0) than this one (0.1.0)."
    ]


def test_what_was_changed_since_the_freeze_waits_no_more(frozen, newer):
    with frozen.here() as workspace:
        workspace.change_frozen_too()
        author = workspace.resolve_person(frozen.author)
        draft = MessageDraft(subject="Another subject", preheader="", body="Another text")
        workspace.save_message(CampaignId(frozen.campaign), draft, by=author)
    assert found(frozen) == []


def test_about_names_version_fingerprint_and_licences(frozen):
    told = frozen.run("about").record
    assert told["source"] == program_fingerprint().source
    licences = {item["name"]: item["licence"] for item in told["distributions"]}
    assert licences["orjson"].startswith("MPL-2.0")
    assert "LGPL-3.0-only" in licences["PySide6"]
    assert told["findings"] == []
