"""The record of a send, `ledger.db`: one row per recipient, and the journal they are a view of.

Guards rules 4, 5 and 6. Written only by the holder of its operating-system lock; each change is one
`BEGIN IMMEDIATE` transaction that is on the disk when the call returns. Every step is checked
against the table of allowed moves. What a server's answer means is not decided here.
"""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from composer.errors import LedgerError
from composer.i18n import _
from composer.model.clock import utc_now
from composer.model.identifiers import CampaignId, RecipientId
from composer.model.moves import (
    ENDED,
    HOLD_ENDED,
    LEFT_TO_CORRECTION,
    Claimed,
    Hold,
    Kind,
    Move,
    Mover,
    PlannedRecipient,
)
from composer.model.states import Counts, RecipientState
from composer.store import ledger_query as query
from composer.store.ledger_chain import JournalWriter, find_chain_findings
from composer.store.ledger_file import (
    ChainHead,
    OutsideHead,
    create_ledger_file,
    damaged,
    identity_of,
    ledger_engine,
    ledger_errors,
)
from composer.store.ledger_heads import SignHead, signed_head
from composer.store.ledger_plan import plan_audience, plan_seeds
from composer.store.ledger_reading import LedgerReading
from composer.store.ledger_rows import Row, RowsInHand, write_rows
from composer.store.ledger_steps import cancelling, moves_after_crash, rows_of_moves, stepped
from composer.store.ledger_tables import SCHEMA_VERSION
from composer.store.locks import OsLock

_AT_ONCE = 2000
_PLANNED = frozenset({"send.stopped", "send.batch_hold"})
_OUTSIDE_EVERY_S = 1.0
LOCK_WAIT_S = 1.0
"""Long enough for whoever only looks whether the record is locked."""


class SqliteLedger(LedgerReading):
    """The record, open for writing; make it with `open`, end it with `close`.

    Its methods may be called from different threads, one after the other.
    """

    def __init__(
        self, path: Path, *, lock: OsLock, outside: OutsideHead, now: Callable[[], datetime]
    ) -> None:
        self.path = path
        self._lock = lock
        self._outside = outside
        self._now = now
        super().__init__(ledger_engine(path, writes=True))
        self._head = ChainHead(length=0, head="")
        self._outside_at = 0.0
        self._hold: Hold | None = None
        self._campaign_id = CampaignId("")
        self._last = -1, 1
        self._tally: Counter[str] = Counter()
        self._in_hand = RowsInHand()
        self._is_sound = False

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        campaign_id: CampaignId,
        outside: OutsideHead,
        now: Callable[[], datetime] = utc_now,
    ) -> Self:
        """Take the lock, verify the whole chain, and settle what a crash left behind.

        A copied or restored record opens held. After a crash, claimed falls back to planned and
        brink becomes unknown.

        Raises:
            LockHeld: another process sends, tests or settles on this campaign.
            LedgerError: the record is damaged or belongs to another campaign; nothing was changed.
        """
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = OsLock(path.with_suffix(".lock"))  # each record in the folder has its own
        lock.acquire(LOCK_WAIT_S)
        try:
            if not path.exists():
                create_ledger_file(path, campaign_id=campaign_id)
            ledger = cls(path, lock=lock, outside=outside, now=now)
        except BaseException:
            lock.release()
            raise
        try:
            ledger._take_over(campaign_id)
        except BaseException:
            ledger.close()
            raise
        return ledger

    @property
    def campaign_id(self) -> CampaignId:
        """Whose record it is."""
        return self._campaign_id

    @property
    def hold(self) -> Hold | None:
        """Why nobody more is written to, or None."""
        return self._hold

    @property
    def head(self) -> ChainHead:
        """The end of the journal."""
        return self._head

    def plan(
        self, proof: str, audience: Iterable[PlannedRecipient], *, batches: Sequence[int]
    ) -> None:
        """Take over a proof's audience; the same proof again changes nothing.

        Final states stay; people taken out become cancelled, people added planned; those still
        open are put into new batches from the first size on.
        """
        with self._write() as (connection, writer):
            if query.fact(connection, "proof") == proof:
                return
            self._plan += 1
            plan_audience(
                connection, writer, audience, proof=proof, plan=self._plan, batches=batches
            )
            query.set_facts(connection, proof=proof, plan=str(self._plan))
            self._tally = query.tally(connection, kind=Kind.AUDIENCE)

    def add_seeds(self, seed_ids: Sequence[RecipientId], *, label: str, batch: int = 0) -> int:
        """Plan messages to test mailboxes and give their run's number for `claim`.

        What an earlier run left planned is cancelled: its nonces died with their process. `batch`
        is the batch whose copies these are, so that a restart does not send them again.
        """
        with self._write() as (connection, writer):
            run = int(query.fact(connection, "runs") or "0") + 1
            plan_seeds(connection, writer, seed_ids, label=label, run=run)
            query.set_facts(connection, runs=str(run))
            if batch:
                query.set_facts(connection, copied=f"{self._plan}:{batch}")
        return run

    def claim(
        self, kind: Kind, *, group: int, limits: Mapping[int, int], now_s: float
    ) -> tuple[Claimed, ...]:
        """Take up recipients of a batch (or a run of seeds), and deferred ones that are due.

        `limits` says how many at most in each lane. Gives nobody of the audience while the campaign
        is held; a test's messages to seeds may go.
        """
        if kind is Kind.AUDIENCE and self._hold is not None:
            return ()
        found: list[Row] = []
        with self._write() as (connection, writer):
            wanted = query.Wanted(kind=kind, plan=self._plan, group=group, now_s=now_s)
            for lane, limit in limits.items():
                found += query.claimable(connection, wanted, lane=lane, limit=limit)
            claimed = tuple(row.claimed for row in found)
            moves = [Move(recipient_id=x.recipient_id, to=RecipientState.CLAIMED) for x in claimed]
            self._step(connection, writer, moves, rows={row.recipient_id: row for row in found})
        return claimed

    def apply(self, moves: Sequence[Move]) -> None:
        """Make moves durable, all of them or none.

        Raises:
            LedgerError: a move is not allowed, or the disk refused; nothing was changed.
        """
        if moves:
            with self._write() as (connection, writer):
                self._step(connection, writer, moves)

    def suppress(self, reasons: Mapping[RecipientId, str]) -> None:
        """Take out those of them who wait; whoever is further, or was never planned, stays."""
        with self._read() as connection:
            waiting = query.waiting_of(connection, tuple(reasons))
        self.apply(
            [
                Move(recipient_id=one, to=RecipientState.SUPPRESSED, reason=reasons[one])
                for one in waiting
            ]
        )

    def set_hold(self, code: str, *, by: str, **values: str | int) -> None:
        """Hold the campaign: planned and deferred count as held until a person lifts it.

        A hold that nobody planned takes the place of a planned one, or of a person's stop; any
        other hold stays, and the journal tells of both.
        """
        with self._write() as (connection, writer):
            content: dict[str, object] = {"code": code, "values": values, "by": by}
            writer.add("hold", content=content)
            if self._hold is None or (self._hold.code in _PLANNED and code not in _PLANNED):
                self._hold = Hold(code=code, values=tuple(values.items()), by=by, at=writer.at)
                query.set_facts(connection, hold=json.dumps({**content, "at": writer.at}))
            if code == "send.batch_hold":
                query.set_facts(connection, passed=f"{self._plan}:{values['batch']}")

    def lift_hold(self, *, by: str, reason: str) -> None:
        """Lift the hold; recipients held after too many tries are planned again.

        A copied record is taken to be the one from now on: a person decided so.

        Raises:
            LedgerError: the send was ended, which is for ever.
        """
        if self._hold is not None and self._hold.code == HOLD_ENDED:
            raise LedgerError(
                _("This send was ended for good."),
                advice=_("Nobody of it can be written to any more. Look at the report."),
            )
        with self._write() as (connection, writer):
            identity = identity_of(self.path)
            writer.add("lift", content={"by": by, "reason": reason, "identity": identity})
            held = query.ids_in(connection, RecipientState.HELD)
            self._step(
                connection,
                writer,
                [Move(recipient_id=x, to=RecipientState.PLANNED, by=Mover.PERSON) for x in held],
            )
            self._hold = None
            query.set_facts(connection, hold="", identity=identity)
        self._remember()

    def end(self, *, by: str, reason: str, linked: str = "") -> int:
        """End the send for everybody who waits, for ever and in one step, and count them.

        They become cancelled; no new proof plans them again. `linked` names the campaign that is
        left to write to them. The hold that says so is never lifted.
        """
        with self._write() as (connection, writer):
            waiting = query.open_of_audience(connection)
            why = LEFT_TO_CORRECTION if linked else ENDED
            for at in range(0, len(waiting), _AT_ONCE):
                self._step(connection, writer, cancelling(waiting[at : at + _AT_ONCE], why))
                writer.write(connection)
            values: dict[str, str | int] = {
                "count": len(waiting),
                "reason": reason,
                "linked": linked,
            }
            content: dict[str, object] = {"code": HOLD_ENDED, "values": values, "by": by}
            writer.add("hold", content=content)
            self._hold = Hold(code=HOLD_ENDED, values=tuple(values.items()), by=by, at=writer.at)
            query.set_facts(connection, hold=json.dumps({**content, "at": writer.at}))
        return len(waiting)

    def counts(self) -> Counts:
        """Count the audience by state; the sum is always the audience."""
        return query.counts_of(self._tally, on_hold=self._hold is not None)

    def set_speed(self, speed: float, answer: str) -> None:
        """Record that another share of the pace is used, and what the mail service said."""
        with self._write() as (connection, writer):
            writer.add("speed", content={"share": f"{speed:.4f}", "answer": answer})
            query.set_facts(connection, speed=f"{speed:.4f}")

    def sign(self, occasion: str, *, sign_head: SignHead | None) -> None:
        """Sign the chain's head and remember it outside; at each batch, stop, end and decision.

        Each names the length of the one signed before, so that none can be taken out.
        """
        envelope = ""
        if sign_head is not None:
            with ledger_errors(), self._engine.begin() as connection:
                envelope = signed_head(connection, self._head, occasion=occasion, sign=sign_head)
        self._remember(envelope)

    def close(self) -> None:
        """Close the file and give the lock back."""
        try:
            if self._is_sound:  # a refused record must not become what is remembered
                self._remember()
        finally:
            self._engine.dispose()
            if self._lock.is_held:
                self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _remember(self, envelope: str = "") -> None:
        """Write the head outside, durably."""
        try:
            self._outside.write(self._head, envelope=envelope)
        except OSError as error:
            raise LedgerError(
                _("The end of the record could not be remembered outside the workspace."),
                advice=_("Check that your user folder can be written and has free space."),
            ) from error

    @contextmanager
    def _write(self) -> Iterator[tuple[Connection, JournalWriter]]:
        """Give a transaction; what is remembered here changes only when it is on the disk."""
        before = self._hold, self._plan, self._tally.copy()
        now = self._now()
        try:
            with ledger_errors(), self._engine.begin() as connection:
                writer = JournalWriter(self._head, at=now.isoformat(timespec="milliseconds"))
                yield connection, writer
                writer.write(connection)
        except BaseException:
            self._hold, self._plan, self._tally = before
            self._in_hand.forget()
            raise
        is_longer, self._head = writer.head != self._head, writer.head
        if is_longer and abs(now.timestamp() - self._outside_at) >= _OUTSIDE_EVERY_S:
            self._outside_at = now.timestamp()
            with suppress(OSError):  # it is written again, durably, at the end of the batch
                self._outside.write(self._head, durable=False)

    def _step(
        self,
        connection: Connection,
        writer: JournalWriter,
        moves: Sequence[Move],
        *,
        rows: Mapping[str, Row] | None = None,
    ) -> None:
        """Make moves; `rows` are those concerned, where they were read in this transaction."""
        if moves:
            changed = stepped(
                rows_of_moves(connection, moves, in_hand=self._in_hand) if rows is None else rows,
                moves,
                writer=writer,
                last_batch=(self._plan, self._last_batch(connection)),
            )
            write_rows(connection, changed.rows)
            self._in_hand.keep([row for row, _was in changed.rows])
            self._tally = self._tally + changed.gained - changed.lost

    def _last_batch(self, connection: Connection) -> int:
        """Tell the last batch of this proof; it changes with the proof only."""
        if self._last[0] != self._plan:
            self._last = self._plan, query.last_batch(connection, plan=self._plan)
        return self._last[1]

    def _take_over(self, campaign_id: CampaignId) -> None:
        self._campaign_id = campaign_id
        with self._read() as connection:
            known = query.all_facts(connection)
            self._tally = query.tally(connection, kind=Kind.AUDIENCE)
            if known.get("schema") != SCHEMA_VERSION or known.get("campaign") != campaign_id:
                raise LedgerError(_("This record of a send belongs to something else."))
            if find_chain_findings(connection):
                raise damaged()
            self._head = query.chain_head(connection)
            outside = self._outside.read()
            cut = outside is not None and not query.chain_contains(connection, outside)
        self._plan = int(known.get("plan") or "0")
        self._hold = query.hold_from(known.get("hold", ""))
        if cut:
            self.set_hold("send.restored", by="")
        elif known.get("identity") not in (None, identity_of(self.path)):
            self.set_hold("send.copied", by="")
        self._settle_crash(first=not known.get("identity"))
        self._is_sound = True

    def _settle_crash(self, *, first: bool) -> None:
        with self._write() as (connection, writer):
            writer.add("opened", content={"owner": secrets.token_hex(8)})
            if first:
                query.set_facts(connection, identity=identity_of(self.path))
            claimed = query.ids_in(connection, RecipientState.CLAIMED)
            brink = query.ids_in(connection, RecipientState.BRINK)
            self._step(connection, writer, moves_after_crash(claimed=claimed, brink=brink))
