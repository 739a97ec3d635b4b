"""The watch of a running send: the test mailboxes are read while it runs, and a copy can stop it.

Each mailbox has a thread and a connection of its own in the sending process, so that a slow one
keeps no other from being read. What a copy shows is raised before it is written down: after a crash
in between it is read, and raised, again. Nothing leaves before every mailbox was looked into once,
so that what came while nobody was sending counts, too.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import deque
from contextlib import suppress
from types import TracebackType
from typing import Self

from composer.delivery.verdicts import HoldCause
from composer.delivery.watch import (
    TWICE,
    Judged,
    cause_of,
    copy_number,
    difference_cause,
    judge_copy,
)
from composer.errors import AccountRefused, ComposerError, LockHeld, Unreachable
from composer.findings import Finding, finding
from composer.model.campaign import TransportKind
from composer.proofs.evidence import Verdict
from composer.proofs.permit import FIRST_COPY_SLOT, nonce_hash
from composer.proofs.receipts import Difference
from composer.stages.complaints import (
    ASK_EVERY_S,
    NO_COMPLAINTS,
    asked_quietly,
    can_be_asked,
)
from composer.stages.dispatching import Way, open_ledger
from composer.stages.receipts import hidden, predicted_message
from composer.stages.received_copies import keep_received
from composer.stages.resuming import held_by
from composer.stages.seed_test import SeedMailboxReader, mailboxes_of
from composer.store.test_sends import ReceiptRecord, TestSend
from composer.transports.mailboxes import Mailbox, Received

CLOCK_SLACK_S = 60
FIRST_LOOK_S = 5.0
"""How long a send waits for the first look; a mailbox that answers later is read beside it."""
LOOK_EVERY_S = 1.0
LOOK_AT_FILES_EVERY_S = 0.25
AFTER_TROUBLE_S = 5.0
MOST_FAILURES = 4
"""What came and cannot be taken in so often is not taken for right: the send stops."""


class LiveWatch:
    """Reads the test mailboxes of a send until it is closed; ask `alarm` as often as you like."""

    def __init__(self, way: Way, *, ask_every_s: float = ASK_EVERY_S) -> None:
        self._way = way
        self._ask_every_s = ask_every_s
        self._complaints = NO_COMPLAINTS
        self._cause: HoldCause | None = None
        self._raised = threading.Lock()
        self._ended = threading.Event()
        self._boxes: list[Mailbox] = []
        self._threads: list[threading.Thread] = []
        self._first_looks = threading.Semaphore(0)
        self._pause_s = LOOK_EVERY_S

    def __enter__(self) -> Self:
        self._raise_unrecorded()
        content = self._way.content
        unread = self._unread()
        if unread or content.campaign.test.every_batches:
            sent = [line.sent_at.timestamp() for line in unread if line.sent_at]
            since_s = min(sent, default=self._way.desk.now().timestamp()) - CLOCK_SLACK_S
            self._boxes = mailboxes_of(self._way.desk, content, since_s=since_s, watched=True)
        at_home = {TransportKind.PRACTICE, TransportKind.EML}
        if content.campaign.transport.kind in at_home:
            self._pause_s = LOOK_AT_FILES_EVERY_S
        for number, box in enumerate(self._boxes):
            thread = threading.Thread(
                target=self._watch, args=(box,), name=f"watch {number}", daemon=True
            )
            thread.start()
            self._threads.append(thread)
        if can_be_asked(self._way):
            thread = threading.Thread(target=self._ask_complaints, name="complaints", daemon=True)
            thread.start()
            self._threads.append(thread)
        until = time.monotonic() + FIRST_LOOK_S
        for _box in self._boxes:
            self._first_looks.acquire(timeout=max(0.0, until - time.monotonic()))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join(FIRST_LOOK_S)  # one that hangs at a server ends with this process
        for box in self._boxes:
            if isinstance(box, SeedMailboxReader):
                box.close()

    def alarm(self) -> HoldCause | None:
        """Say what was seen that must stop the send; never waits."""
        return self._cause

    def await_copies(self, wait_s: float) -> None:
        """Wait until every copy that left was read, or one raised an alarm, or the time is over."""
        until = time.monotonic() + wait_s
        while self._can_be_read and self._cause is None and self._unread():
            left = until - time.monotonic()
            if left <= 0 or self._ended.wait(min(LOOK_AT_FILES_EVERY_S, left)):
                return

    @property
    def _can_be_read(self) -> bool:
        return any(
            not isinstance(box, SeedMailboxReader) or box.trouble is None for box in self._boxes
        )

    @property
    def findings(self) -> list[Finding]:
        """What was seen and is to be told, though it stops nothing."""
        unread = [
            finding("send.mailbox_unread", where={}, **dict(box.trouble.values))
            for box in self._boxes
            if isinstance(box, SeedMailboxReader) and box.trouble is not None
        ]
        return [*self._complaints.findings, *unread]

    def _ask_complaints(self) -> None:
        try:
            while not self._ended.wait(self._ask_every_s):
                told = asked_quietly(self._way)
                self._complaints = told if told.handed_over else self._complaints
                if self._complaints.cause is not None:
                    self._raise(self._complaints.cause)
        except BaseException:
            self._raise(HoldCause(code="send.broken_off"))  # as with a watch that died
            raise

    def _watch(self, box: Mailbox) -> None:
        """Look, take in what came, wait, and look again; what could not be taken in is kept."""
        waiting: deque[Received] = deque()
        has_looked, failures = False, 0
        try:
            while not self._ended.is_set():
                pause_s = self._pause_s
                try:
                    waiting.extend(box.look())
                    while waiting:
                        self._take_in(waiting[0])
                        waiting.popleft()
                    failures = 0
                except (AccountRefused, Unreachable):
                    pause_s = AFTER_TROUBLE_S
                except ComposerError:  # the workspace is busy: it is taken in at the next look
                    failures += 1
                    if failures >= MOST_FAILURES:
                        self._raise(HoldCause(code="send.broken_off"))
                if not has_looked:
                    has_looked = True
                    self._first_looks.release()
                self._ended.wait(pause_s)
        except BaseException:
            self._raise(HoldCause(code="send.broken_off"))  # a watch that died watches nothing
            raise

    def _take_in(self, received: Received) -> None:
        tests = self._way.desk.tests
        line = tests.find_by_nonce_hash(nonce_hash(received.nonce))
        proof = self._way.stored.digest
        if line is None or line.proof != proof or line.slot < FIRST_COPY_SLOT:
            return
        earlier = [item for item in tests.receipts(proof) if item.test_send_id == line.id]
        sha256 = hashlib.sha256(received.content).hexdigest()
        if any(item.received_sha256 == sha256 for item in earlier):
            return
        judged = _judged(line, received, is_first=not earlier)
        if judged.cause is not None:
            self._raise(judged.cause)
        keep_received(
            self._way.desk,
            self._way.content.record.id,
            line,
            received.content,
            differs=bool(judged.differences),
        )
        verdict = Verdict.DIFFERENT if judged.differences else Verdict.EQUAL
        tests.add_receipt(
            ReceiptRecord(
                test_send_id=line.id,
                received_sha256=sha256,
                state=verdict.value,
                differences=tuple(
                    {"part": item.part, "expected": item.expected, "found": item.found}
                    for item in judged.differences
                ),
                received_at=self._way.desk.now(),
                how="watch",
            )
        )

    def _raise_unrecorded(self) -> None:
        """Raise what was read and never held the send: its process died before it could."""
        tests, proof = self._way.desk.tests, self._way.stored.digest
        different: dict[str, list[str]] = {}
        for item in tests.receipts(proof):
            if item.state == Verdict.DIFFERENT.value:
                parts = [str(found["part"]) for found in item.differences]
                different.setdefault(item.test_send_id, []).extend(parts)
        lines = [line for line in tests.all(proof) if line.id in different]
        copies = [line for line in lines if line.slot >= FIRST_COPY_SLOT]
        if copies:
            held = held_by(self._way.desk, self._way.content.record.id, proof)
            for line in copies:
                if copy_number(line.slot) not in held.copies:
                    self._raise(difference_cause(different[line.id], slot=line.slot))

    def _raise(self, cause: HoldCause) -> None:
        with self._raised:
            self._cause = self._cause or cause

    def _unread(self) -> list[TestSend]:
        """Name the copies that left and were not read yet."""
        tests, proof = self._way.desk.tests, self._way.stored.digest
        read = {receipt.test_send_id for receipt in tests.receipts(proof)}
        return [
            line
            for line in tests.all(proof)
            if line.slot >= FIRST_COPY_SLOT and line.sent_at is not None and line.id not in read
        ]


def hold_for(way: Way, cause: HoldCause | None) -> list[Finding]:
    """Hold a campaign for what was seen after its run had ended.

    Where another process sends by now, that one has seen it, too, or will at its first look.
    """
    if cause is None:
        return []
    values = dict(cause.values)
    with suppress(LockHeld), open_ledger(way.desk, way.content) as ledger:
        ledger.set_hold(cause.code, by="", **values)
    return [finding("send.held"), finding(cause.code, where={}, **values)]


def _judged(line: TestSend, received: Received, *, is_first: bool) -> Judged:
    predicted = hidden(predicted_message(line), received.nonce)
    judged = judge_copy(predicted=predicted, received=received.content, slot=line.slot)
    if is_first or judged.cause is not None:
        return judged
    again = Difference(part="copies", expected="1", found="2")
    return Judged(differences=(again,), cause=cause_of(TWICE, slot=line.slot))
