"""What was seen of kinds of message so far, as JSON values, for a check that goes on later."""

from __future__ import annotations

from typing import Any

from composer.checks.variants_shapes import Collected, Extreme, Person, Shape, ShapeStore
from composer.model.identifiers import Digest, RecipientId


def kinds_record(store: ShapeStore) -> dict[str, object]:
    """Give JSON values; `kinds_from_record` gives them as one part."""
    return {
        "fields": list(store.fields),
        "shapes": [_shape_record(shape) for shape in store.shapes],
        "extremes": [
            [which, name, extreme.length, [_shape_record(shape) for shape in extreme.holders]]
            for (which, name), extreme in store.extremes.items()
        ],
        "people": [list(one) for one in store.people.items()],
        "declared": sorted(store.declared),
    }


def kinds_from_record(record: object) -> Collected:
    """Read them back.

    Raises:
        ValueError: it is not such a record.
    """
    match record:
        case {
            "fields": list(fields),
            "shapes": list(shapes),
            "extremes": list(extremes),
            "people": list(people),
            "declared": list(declared),
        }:
            return Collected(
                fields=tuple(map(str, fields)),
                shapes=tuple(map(_shape, shapes)),
                extremes=tuple(
                    ((str(which), str(name)), Extreme(int(length), tuple(map(_shape, holders))))
                    for which, name, length, holders in extremes
                ),
                people=tuple((str(trait), int(count)) for trait, count in people),
                declared=frozenset(map(str, declared)),
            )
        case _:
            raise ValueError("not the record of kinds of message")


def _shape_record(shape: Shape) -> list[object]:
    return [f"{shape.rank:x}", list(shape.traits), shape.people, list(shape.person)]


def _shape(record: Any) -> Shape:
    rank, traits, people, (row, recipient_id, address, locale, digest, sizes) = record
    return Shape(
        rank=int(rank, 16),
        traits=tuple(map(str, traits)),
        people=int(people),
        person=Person(
            row=int(row),
            recipient_id=RecipientId(recipient_id),
            address=str(address),
            locale=str(locale),
            digest=Digest(digest),
            sizes=tuple(map(int, sizes)),
        ),
    )
