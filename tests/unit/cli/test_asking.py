"""What `ask` prints for people: words, never the names that the program has for its states."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

import pytest

from composer.cli.asking import _ask
from composer.cli.context import Context
from composer.cli.output import Output
from composer.model.asked import AskOutcome
from composer.model.states import RecipientState


class Asked(Context):
    """A command line whose workspace asked two people and does not know of one."""

    def __init__(self, out: Output) -> None:
        self.out = out

    @property
    def workspace(self) -> Asked:
        return self

    def campaign(self, word: str) -> str:
        return word

    def person(self) -> None:
        return None

    def ask_by_mail(self, _campaign: str, *, people: list[str], by: None) -> list[AskOutcome]:
        at = datetime(2026, 6, 1, tzinfo=UTC)
        return [
            AskOutcome(person=name, name=name, email=f"{name}@acme.co", state=state, why="", at=at)
            for name, state in (("ben", RecipientState.ACCEPTED), ("cyd", RecipientState.UNKNOWN))
        ]


def test_each_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    options = argparse.Namespace(campaign="c1", readers="")
    assert _ask(Asked(Output(as_json=False)), options) == 1
    printed = capsys.readouterr().out
    assert "ben@acme.co  Handed over" in printed
    assert "cyd@acme.co  Unclear" in printed
    assert "accepted" not in printed
