"""How a proof's audience enters the record: once per address, whatever proof covers it.

Guards rules 3 and 4: a new proof of the same campaign continues the record. Final states stay,
people taken out are cancelled, people added are planned, the others go into new batches.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, islice

from sqlalchemy import Connection, bindparam, func, insert, select, update

from composer.model.identifiers import RecipientId
from composer.model.moves import Kind, Mover, PlannedRecipient, require_allowed
from composer.model.states import RecipientState
from composer.store.ledger_chain import JournalWriter
from composer.store.ledger_file import damaged
from composer.store.ledger_tables import recipients

LEFT_OUT = "the proof no longer covers this recipient"
_ROWS_AT_ONCE = 2000
_OPEN = (RecipientState.PLANNED, RecipientState.DEFERRED, RecipientState.HELD)
Row = dict[str, object]


def batch_numbers(sizes: Sequence[int]) -> Iterator[int]:
    """Give each recipient's batch in turn; the last size repeats.

    >>> list(islice(batch_numbers((1, 2)), 6))
    [1, 2, 2, 3, 3, 4]
    """
    steps = sizes or (1000,)
    for number in count(1):
        for _nth in range(max(1, steps[min(number, len(steps)) - 1])):
            yield number


def plan_audience(
    connection: Connection,
    writer: JournalWriter,
    audience: Iterable[PlannedRecipient],
    *,
    proof: str,
    plan: int,
    batches: Sequence[int],
) -> None:
    """Bring the rows to a new proof, in the caller's transaction."""
    merge = _Merge(connection, writer, plan=plan, batches=batches)
    writer.add("proof", content={"proof": proof, "plan": plan, "batches": list(batches)})
    stream = iter(audience)
    while some := list(islice(stream, _ROWS_AT_ONCE)):
        known = _known_rows(connection, [person.key_digest for person in some])
        for person in some:
            row = known.pop(person.key_digest, None)
            if row is None:
                merge.add(person)
            else:
                merge.keep(person, row)
        merge.write()
    while rows := _left_behind(connection, plan=plan):
        for row in rows:
            merge.leave_out(row)
        merge.write()


def plan_seeds(
    connection: Connection,
    writer: JournalWriter,
    seed_ids: Sequence[RecipientId],
    *,
    label: str,
    run: int,
) -> None:
    """Add a run of messages to test mailboxes; open ones of earlier runs are cancelled."""
    merge = _Merge(connection, writer, plan=run, batches=(max(1, len(seed_ids)),))
    writer.add("seeds", content={"label": label, "run": run, "count": len(seed_ids)})
    earlier = select(recipients).where(
        recipients.c.kind == Kind.SEED.value,
        recipients.c.state.in_([state.value for state in _OPEN]),
    )
    for row in connection.execute(earlier).mappings():
        merge.leave_out(dict(row))
    for seed_id in seed_ids:
        key = hashlib.sha256(b"seed" + seed_id.encode()).hexdigest()
        merge.add(PlannedRecipient(recipient_id=seed_id, key_digest=key), kind=Kind.SEED)
    merge.write()


def _known_rows(connection: Connection, keys: Sequence[str]) -> dict[str, Row]:
    query = select(recipients).where(
        recipients.c.kind == Kind.AUDIENCE.value, recipients.c.key_digest.in_(keys)
    )
    return {row["key_digest"]: dict(row) for row in connection.execute(query).mappings()}


def _left_behind(connection: Connection, *, plan: int) -> list[Row]:
    """Give some of those who wait by an earlier proof only; whoever stayed has the new plan.

    Plans are numbered upwards: asked as "another one", each call would go over all who stayed.
    """
    query = (
        select(recipients)
        .where(
            recipients.c.kind == Kind.AUDIENCE.value,
            recipients.c.state.in_([state.value for state in _OPEN]),
            recipients.c.plan < plan,
        )
        .limit(_ROWS_AT_ONCE)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


class _Merge:
    """Collects new and changed rows, and journals each."""

    def __init__(
        self,
        connection: Connection,
        writer: JournalWriter,
        *,
        plan: int,
        batches: Sequence[int],
    ) -> None:
        self._connection = connection
        self._writer = writer
        self._plan = plan
        self._batches = batch_numbers(batches)
        highest = connection.execute(select(func.max(recipients.c.position))).scalar()
        self._positions = count((highest or 0) + 1)
        self._new: list[Row] = []
        self._changed: list[Row] = []

    def add(self, person: PlannedRecipient, *, kind: Kind = Kind.AUDIENCE) -> None:
        """Plan somebody new; whom the do-not-write list stops is planned, and taken out at once."""
        state = RecipientState.PLANNED
        row: Row = {
            "position": next(self._positions),
            "recipient_id": person.recipient_id,
            "key_digest": person.key_digest,
            "kind": kind.value,
            "plan": self._plan,
            "batch": 0 if person.suppressed else next(self._batches),
            "lane": person.lane,
            "state": state.value,
            "generation": 0,
            "tries": 0,
            "first_tried_at": 0.0,
            "not_before": 0.0,
            "code": 0,
            "answer": "",
            "provider_id": "",
            "reason": "",
            "changed_at": self._writer.at,
            "seq": self._writer.add(
                "planned",
                recipient_id=person.recipient_id,
                state=state.value,
                content={"key": person.key_digest},
            ),
        }
        self._new.append(row)
        if person.suppressed:
            self._move(row, RecipientState.SUPPRESSED, reason=person.suppressed)

    def keep(self, person: PlannedRecipient, row: Row) -> None:
        """Take over somebody whom an earlier proof covered too."""
        if row["recipient_id"] != person.recipient_id:
            raise damaged()
        if row["state"] == RecipientState.CANCELLED.value and row["reason"] == LEFT_OUT:
            self._move(row, RecipientState.PLANNED, reason="")
        is_open = row["state"] in {state.value for state in _OPEN}
        if is_open and person.suppressed:
            self._move(row, RecipientState.SUPPRESSED, reason=person.suppressed)
        elif is_open:
            row.update(plan=self._plan, batch=next(self._batches), lane=person.lane)
            self._changed.append(row)

    def leave_out(self, row: Row) -> None:
        """Cancel somebody whom the new proof does not cover, unless it is too late."""
        if row["state"] in {state.value for state in _OPEN}:
            self._move(row, RecipientState.CANCELLED, reason=LEFT_OUT)

    def write(self) -> None:
        """Put what was collected into the tables."""
        self._writer.write(self._connection)
        if self._new:
            self._connection.execute(insert(recipients), self._new)
        if self._changed:
            columns = ("plan", "batch", "lane", "state", "reason", "changed_at", "seq")
            self._connection.execute(
                update(recipients)
                .where(recipients.c.recipient_id == bindparam("b_id"))
                .values({name: bindparam(f"b_{name}") for name in columns}),
                [
                    {"b_id": row["recipient_id"]} | {f"b_{name}": row[name] for name in columns}
                    for row in self._changed
                ],
            )
        self._new, self._changed = [], []

    def _move(self, row: Row, state: RecipientState, *, reason: str) -> None:
        require_allowed(RecipientState(str(row["state"])), state, by=Mover.PROOF)
        row["seq"] = self._writer.add(
            "move",
            recipient_id=str(row["recipient_id"]),
            state=state.value,
            generation=int(str(row["generation"])),
            content={"by": Mover.PROOF.value, "reason": reason},
        )
        row.update(state=state.value, reason=reason, changed_at=self._writer.at)
        self._changed.append(row)
