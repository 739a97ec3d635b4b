"""The signed heads of the record's chain: how far it went when somebody vouched for it."""

from __future__ import annotations

import json
from collections.abc import Callable

from sqlalchemy import Connection, func, insert, select

from composer.store.ledger_file import ChainHead
from composer.store.ledger_tables import signed_heads as heads

SignHead = Callable[[bytes], bytes]
"""Signs a statement about the chain's head with the sender's key; gives the envelope."""


def signed_head(connection: Connection, head: ChainHead, *, occasion: str, sign: SignHead) -> str:
    """Sign a head and keep it, once for each length; gives the envelope.

    It names the length of the one signed before, so that none can be taken out.
    """
    before = connection.execute(
        select(func.max(heads.c.seq)).where(heads.c.seq < head.length)
    ).scalar()
    statement = {
        "length": head.length,
        "head": head.head,
        "occasion": occasion,
        "before": before or 0,
    }
    envelope = sign(json.dumps(statement, sort_keys=True).encode()).decode("utf-8")
    known = select(heads.c.seq).where(heads.c.seq == head.length)
    if not connection.execute(known).first():
        values = {"seq": head.length, "head": head.head, "occasion": occasion}
        connection.execute(insert(heads).values(**values, envelope=envelope))
    return envelope
