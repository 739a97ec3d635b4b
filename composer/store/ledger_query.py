"""Questions to the record of a send: counts, batches, whom to take up next, single rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy
from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select

from composer.model.identifiers import RecipientId
from composer.model.moves import Hold, JournalEntry, Kind
from composer.model.states import Counts, RecipientState
from composer.store.ledger_chain import EMPTY_HEAD
from composer.store.ledger_file import ChainHead
from composer.store.ledger_rows import Row
from composer.store.ledger_tables import facts, journal, recipients

_IDS_AT_ONCE = 500
_BY_IDS = select(recipients).where(recipients.c.recipient_id.in_(bindparam("ids", expanding=True)))
LONGEST_WAIT_S = 2 * 3600.0
"""A deferral further away than this was written by a clock that jumped; it is due."""

WAITING = (RecipientState.PLANNED, RecipientState.DEFERRED)
_OPEN_IN_BATCH = (RecipientState.PLANNED, RecipientState.CLAIMED, RecipientState.BRINK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whom to take up: a batch of the audience, or a run of seeds."""

    kind: Kind
    plan: int
    group: int
    now_s: float


def all_facts(connection: Connection) -> dict[str, str]:
    """Give everything that the record knows about itself."""
    return {row.name: row.value for row in connection.execute(select(facts))}


def fact(connection: Connection, name: str) -> str | None:
    """Give one fact."""
    found = connection.execute(select(facts.c.value).where(facts.c.name == name)).scalar()
    return None if found is None else str(found)


def set_facts(connection: Connection, **values: str) -> None:
    """Write facts in place of the ones before."""
    connection.execute(delete(facts).where(facts.c.name.in_(values)))
    rows = [{"name": name, "value": value} for name, value in values.items()]
    connection.execute(insert(facts), rows)


def hold_from(text: str) -> Hold | None:
    """Read the current hold."""
    if not text:
        return None
    found = json.loads(text)
    return Hold(
        code=found["code"], values=tuple(found["values"].items()), by=found["by"], at=found["at"]
    )


def chain_head(connection: Connection) -> ChainHead:
    """Give the end of the journal."""
    query = select(journal.c.seq, journal.c.hash).order_by(journal.c.seq.desc()).limit(1)
    row = connection.execute(query).first()
    return ChainHead(length=row.seq, head=row.hash) if row else ChainHead(length=0, head=EMPTY_HEAD)


def chain_contains(connection: Connection, head: ChainHead) -> bool:
    """Tell whether the journal has that head at that length; not so after a restore."""
    if head.length == 0:
        return True
    query = select(journal.c.hash).where(journal.c.seq == head.length)
    return connection.execute(query).scalar() == head.head


def row_of(
    connection: Connection, recipient_id: RecipientId
) -> sqlalchemy.Row[tuple[object, ...]] | None:
    """Give one row whole."""
    query = select(recipients).where(recipients.c.recipient_id == recipient_id)
    return connection.execute(query).first()


def rows_of(connection: Connection, ids: Sequence[RecipientId]) -> dict[str, Row]:
    """Give rows by recipient id."""
    found: dict[str, Row] = {}
    for start in range(0, len(ids), _IDS_AT_ONCE):
        some = ids[start : start + _IDS_AT_ONCE]
        for row in connection.execute(_BY_IDS, {"ids": some}):
            known = Row(*row)
            found[known.recipient_id] = known
    return found


def ids_in(connection: Connection, state: RecipientState) -> tuple[RecipientId, ...]:
    """Give everybody in a state, seeds included."""
    query = select(recipients.c.recipient_id).where(recipients.c.state == state.value)
    return tuple(RecipientId(value) for value in connection.execute(query).scalars())


def open_of_audience(connection: Connection) -> tuple[RecipientId, ...]:
    """Give everybody of the audience who was not handed over and may be still, in order."""
    states = [state.value for state in (*WAITING, RecipientState.HELD)]
    query = (
        select(recipients.c.recipient_id)
        .where(recipients.c.kind == Kind.AUDIENCE.value, recipients.c.state.in_(states))
        .order_by(recipients.c.position)
    )
    return tuple(RecipientId(value) for value in connection.execute(query).scalars())


def cancelled_of_audience(connection: Connection, reason: str) -> tuple[RecipientId, ...]:
    """Give everybody of the audience who was taken out for this reason, in order."""
    query = (
        select(recipients.c.recipient_id)
        .where(
            recipients.c.kind == Kind.AUDIENCE.value,
            recipients.c.state == RecipientState.CANCELLED.value,
            recipients.c.reason == reason,
        )
        .order_by(recipients.c.position)
    )
    return tuple(RecipientId(value) for value in connection.execute(query).scalars())


def waiting_of(connection: Connection, ids: Sequence[RecipientId]) -> tuple[RecipientId, ...]:
    """Give those of them who are planned or deferred."""
    return tuple(
        RecipientId(recipient_id)
        for recipient_id, row in rows_of(connection, ids).items()
        if row.state in {state.value for state in WAITING}
    )


def claimable(connection: Connection, wanted: Wanted, *, lane: int, limit: int) -> list[Row]:
    """Give those who may be taken up now: of this batch, then deferred ones that are due."""
    if limit <= 0:
        return []
    is_seed = wanted.kind is Kind.SEED
    values: dict[str, object] = {
        "b_kind": wanted.kind.value,
        "b_lane": lane,
        "b_plan": wanted.group if is_seed else wanted.plan,
        "b_batch": 1 if is_seed else wanted.group,
        "b_most": limit,
    }
    found = [Row(*row) for row in connection.execute(_FRESH, values)]
    if len(found) < limit and not is_seed:
        values |= {
            "b_most": limit - len(found),
            "b_now_s": wanted.now_s,
            "b_too_far_s": wanted.now_s + LONGEST_WAIT_S,
        }
        found += [Row(*row) for row in connection.execute(_DUE, values)]
    return found


_MINE = (
    (recipients.c.kind == bindparam("b_kind"))
    & (recipients.c.lane == bindparam("b_lane"))
    & (recipients.c.plan == bindparam("b_plan"))
)
_FRESH = (
    select(recipients)
    .where(
        _MINE,
        recipients.c.state == RecipientState.PLANNED.value,
        recipients.c.batch == bindparam("b_batch"),
    )
    .order_by(recipients.c.position)
    .limit(bindparam("b_most"))
)
_DUE = (
    select(recipients)
    .where(
        _MINE,
        recipients.c.state == RecipientState.DEFERRED.value,
        or_(
            recipients.c.not_before <= bindparam("b_now_s"),
            recipients.c.not_before > bindparam("b_too_far_s"),
        ),
    )
    .order_by(recipients.c.not_before, recipients.c.position)
    .limit(bindparam("b_most"))
)


def tally(connection: Connection, *, kind: Kind, run: int | None = None) -> Counter[str]:
    """Count lines by their own state, of one run of seeds if so asked."""
    query = (
        select(recipients.c.state, func.count())
        .where(recipients.c.kind == kind.value)
        .group_by(recipients.c.state)
    )
    if run is not None:
        query = query.where(recipients.c.plan == run)
    return Counter({state: number for state, number in connection.execute(query)})  # noqa: C416


def counts_of(tally: Counter[str], *, on_hold: bool = False) -> Counts:
    """Give the counts; while the campaign is held, planned and deferred count as held.

    >>> counts_of(Counter(planned=2, held=1, accepted=4), on_hold=True).held
    3
    """
    found = Counter(tally)
    if on_hold:
        for waiting in WAITING:
            found[RecipientState.HELD.value] += found.pop(waiting.value, 0)
    return Counts(**found)


def current_batch(connection: Connection, *, plan: int) -> int:
    """Tell the first batch with somebody to write to, or 0."""
    query = select(func.min(recipients.c.batch)).where(
        recipients.c.kind == Kind.AUDIENCE.value,
        recipients.c.plan == plan,
        recipients.c.state.in_([state.value for state in _OPEN_IN_BATCH]),
    )
    return int(connection.execute(query).scalar() or 0)


def last_batch(connection: Connection, *, plan: int) -> int:
    """Tell the last batch of a plan; at least 1."""
    query = select(func.max(recipients.c.batch)).where(
        recipients.c.kind == Kind.AUDIENCE.value, recipients.c.plan == plan
    )
    return int(connection.execute(query).scalar() or 1)


def batch_sizes(connection: Connection, *, plan: int) -> tuple[int, ...]:
    """Give the number of people in each batch, in order."""
    query = (
        select(func.count())
        .where(
            recipients.c.kind == Kind.AUDIENCE.value,
            recipients.c.plan == plan,
            recipients.c.batch > 0,  # 0: taken out before the first batch was made
        )
        .group_by(recipients.c.batch)
        .order_by(recipients.c.batch)
    )
    return tuple(connection.execute(query).scalars())


def left_by_batch(connection: Connection, *, plan: int) -> dict[tuple[int, int], int]:
    """Count who is still to be written to, by batch and lane."""
    states = [state.value for state in (*_OPEN_IN_BATCH, RecipientState.DEFERRED)]
    query = (
        select(recipients.c.batch, recipients.c.lane, func.count())
        .where(
            recipients.c.kind == Kind.AUDIENCE.value,
            recipients.c.plan == plan,
            recipients.c.state.in_(states),
        )
        .group_by(recipients.c.batch, recipients.c.lane)
    )
    return {(batch, lane): count for batch, lane, count in connection.execute(query)}


def next_due_s(connection: Connection, *, now_s: float) -> float | None:
    """Tell the seconds until the first deferred recipient may be tried."""
    query = select(func.min(recipients.c.not_before)).where(
        recipients.c.kind == Kind.AUDIENCE.value,
        recipients.c.state == RecipientState.DEFERRED.value,
    )
    first = connection.execute(query).scalar()
    if first is None:
        return None
    wait = float(first) - now_s
    return 0.0 if wait > LONGEST_WAIT_S else max(0.0, wait)


def all_rows(connection: Connection, *, kind: Kind) -> Iterator[sqlalchemy.Row[tuple[object, ...]]]:
    """Give every row in the order of the plan, streaming."""
    query = (
        select(recipients).where(recipients.c.kind == kind.value).order_by(recipients.c.position)
    )
    yield from connection.execute(query.execution_options(yield_per=1000))


def turns(connection: Connection) -> tuple[JournalEntry, ...]:
    """Give the journal's entries about the send as a whole, in order."""
    query = (
        select(journal).where(journal.c.kind.in_(["proof", "hold", "lift"])).order_by(journal.c.seq)
    )
    rows = connection.execute(query).mappings()
    return tuple(JournalEntry(**row) for row in rows)
