"""The watch of a running send: what it does beside the mailboxes."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest

from composer.model.campaign import TransportKind
from composer.stages import watching
from composer.stages.complaints import Complaints
from composer.stages.watching import LiveWatch


class NoCopies:
    """A record of test messages with none in it."""

    def all(self, _proof: str) -> tuple[()]:
        return ()

    def receipts(self, _proof: str) -> tuple[()]:
        return ()


def way() -> SimpleNamespace:
    transport = SimpleNamespace(kind=TransportKind.SENDGRID, key="sendgrid-main")
    test = SimpleNamespace(every_batches=0)
    return SimpleNamespace(
        desk=SimpleNamespace(tests=NoCopies()),
        content=SimpleNamespace(campaign=SimpleNamespace(transport=transport, test=test)),
        stored=SimpleNamespace(digest="a" * 64),
    )


@pytest.mark.parametrize(
    ("count", "code", "told"),
    [(0, None, []), (2, None, ["send.complaints_seen"]), (3, "send.complaints", [])],
)
def test_complaints_are_asked_for_while_a_send_runs_and_stop_it_when_they_are_many(
    monkeypatch: pytest.MonkeyPatch, count: int, code: str | None, told: list[str]
) -> None:
    asked = threading.Semaphore(0)

    def answer(_way: object) -> Complaints:
        asked.release()
        return Complaints(count=count, handed_over=1000)

    monkeypatch.setattr(watching, "asked_quietly", answer)
    with LiveWatch(way(), ask_every_s=0.01) as watch:
        for _nth in range(2):  # the answer before the second one was judged
            assert asked.acquire(timeout=60)
        cause = watch.alarm()
    assert (cause.code if cause else None) == code
    assert [item.code for item in watch.findings] == told
