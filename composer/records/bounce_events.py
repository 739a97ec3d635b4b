"""Events of a mail service about single messages, as exported: SendGrid's event records in JSON.

An event names our message by the opaque id that we gave it (`composer_id`); one without it, or of
another kind, says nothing. Events come more than once; `sg_event_id` tells them apart.

Source: SendGrid event webhook reference.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import orjson

from composer.model.bounce import BounceKind, BounceNote, ReadBounce
from composer.records.bounce_fields import LONGEST_ANSWER
from composer.records.bounce_reasons import best_status, failure_kind

MOST_BYTES = 256 * 1024 * 1024
OUR_ID = "composer_id"


def read_events(content: bytes) -> Iterator[ReadBounce]:
    """Read events: one JSON list, or one object on each line; what is no event is passed over."""
    for item in _items(content[:MOST_BYTES]):
        if isinstance(item, dict):
            yield _event(item)


def _items(content: bytes) -> Iterator[object]:
    text = content.removeprefix(b"\xef\xbb\xbf").strip()
    if text.startswith(b"["):
        try:
            found = orjson.loads(text)
        except orjson.JSONDecodeError:
            return
        yield from found if isinstance(found, list) else ()
        return
    for line in text.splitlines():
        try:
            yield orjson.loads(line)
        except orjson.JSONDecodeError:
            continue


def _event(item: Mapping[str, object]) -> ReadBounce:
    own = _text(item, OUR_ID)
    if not own:
        for name in ("custom_args", "unique_args"):
            inner = item.get(name)
            own = own or (_text(inner, OUR_ID) if isinstance(inner, dict) else "")
    answer = " ".join((_text(item, "reason") or _text(item, "response")).split())[:LONGEST_ANSWER]
    status = best_status(_text(item, "status"), answer)
    kind = _kind(_text(item, "event"), _text(item, "type"), status, answer)
    address = _text(item, "email")
    note = BounceNote(
        kind=kind, addresses=(address,) if address else (), status=status, answer=answer
    )
    named = _text(item, "sg_event_id") or orjson.dumps(item, option=orjson.OPT_SORT_KEYS).decode()
    return ReadBounce(
        notes=(note,) if kind is not BounceKind.NONE else (),
        mark=hashlib.sha256(f"event\n{named}".encode()).hexdigest(),
        at=_moment(item.get("timestamp")),
        recipient_ids=(own,) if own else (),
    )


def _kind(event: str, sort: str, status: str, answer: str) -> BounceKind:
    match event, sort:
        case "bounce" | "bounced", "blocked":
            return BounceKind.REFUSED
        case "bounce" | "bounced", _:
            return failure_kind(status, answer)
        case "blocked", _:
            return BounceKind.REFUSED
        case "deferred", _:
            return BounceKind.DELAYED
        case "spamreport" | "spam_report", _:
            return BounceKind.COMPLAINT
        case _:
            return BounceKind.NONE


def _text(item: Mapping[str, object], name: str) -> str:
    value = item.get(name)
    return value.strip() if isinstance(value, str) else ""


def _moment(value: object) -> datetime | None:
    if not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, ValueError, OSError):
        return None
