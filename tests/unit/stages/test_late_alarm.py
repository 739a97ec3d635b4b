"""What is read in a test mailbox after the dispatch looked last still holds the send."""

from __future__ import annotations

from types import SimpleNamespace, TracebackType
from typing import Self

import pytest

from composer.delivery.verdicts import HoldCause
from composer.findings import Finding, finding
from composer.model.identifiers import CampaignId
from composer.model.states import Counts
from composer.stages import sending

CAUSE = HoldCause(code="send.copy_twice", values=(("count", 1), ("copy", 3)))


class Watch:
    """A watch that reads a copy at one moment of a run."""

    findings = ()

    def __init__(self, moment: str) -> None:
        self._moment = moment
        self._cause: HoldCause | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.passes("closing")

    def alarm(self) -> HoldCause | None:
        return self._cause

    def await_copies(self, _wait_s: float) -> None:
        self.passes("waiting")

    def passes(self, moment: str) -> None:
        self._cause = CAUSE if moment == self._moment else self._cause


def run(monkeypatch: pytest.MonkeyPatch, moment: str, *told: Finding) -> tuple[list[str], int]:
    """Send with everything around it played; give the codes, and how often it was held."""
    watch, held = Watch(moment), []

    def nothing(*_some: object, **_more: object) -> SimpleNamespace:
        return SimpleNamespace(proof="a" * 64, manifest=b"", digest="a" * 64, binding="")

    def hand_over(*_some: object, **_more: object) -> SimpleNamespace:
        watch.passes("ending")
        return SimpleNamespace(counts=Counts(accepted=3), finished=True, batch=1, findings=told)

    def hold_for(_way: object, cause: HoldCause | None) -> list[Finding]:
        if cause is not None:
            held.append(cause)
        return [finding(cause.code, where={}, **dict(cause.values))] if cause else []

    for name in (
        "require_known_role", "require_original", "load_content", "_require_unstopped",
        "require_cleared", "_require_right_people", "_require_true_audience", "read_manifest",
        "is_begun", "known_messages", "require_same_key", "beginning", "_log_tripwires",
        "require_begun_nowhere_else", "claim_sending",
    ):  # fmt: skip
        monkeypatch.setattr(sending, name, nothing)
    monkeypatch.setattr(sending.signing, "release", nothing)
    monkeypatch.setattr(sending, "LiveWatch", lambda _way: watch)
    monkeypatch.setattr(sending, "hand_over", hand_over)
    monkeypatch.setattr(sending, "hold_for", hold_for)
    desk = SimpleNamespace(
        proofs=SimpleNamespace(proof=nothing),
        audit=SimpleNamespace(append=nothing),
        checks=None,
    )
    by = SimpleNamespace(public_key="c" * 64)
    outcome = sending.send(desk, CampaignId("c1"), sending.Wanted(), by=by)
    return [item.code for item in outcome.findings], len(held)


@pytest.mark.parametrize("moment", ["ending", "waiting", "closing"])
def test_a_copy_that_is_read_after_the_last_look_holds_the_send(
    monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    assert run(monkeypatch, moment) == ([CAUSE.code], 1)


def test_what_the_dispatch_has_held_for_is_not_recorded_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = finding(CAUSE.code, where={}, **dict(CAUSE.values))
    assert run(monkeypatch, "ending", told) == ([CAUSE.code], 0)
