"""What changed between two proofs, in whole sentences.

Names of fields stay in the code: `change_sentences` has words for each. A manifest holds digests of
texts, so the two texts themselves, where they are known, say more (`Known`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from composer.i18n import _, place
from composer.model.changes import Area, Change
from composer.proofs.canonical import JsonValue, canonical_bytes
from composer.proofs.change_sentences import is_one_field, said_of
from composer.proofs.manifest import Manifest
from composer.proofs.said import Said

AREAS = list(Area)
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known beyond two manifests.

    `instead` are changes that say more than the manifest's own about these fields; an empty tuple
    says nothing of a field.
    """

    instead: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)


def describe_changes(
    old: Manifest, new: Manifest, *, known: Known | None = None
) -> tuple[Change, ...]:
    """List what differs between two proofs, the text first, each thing once."""
    known = known or Known()
    before, after = dict(_leaves(old.content)), dict(_leaves(new.content))
    differing = [
        path for path in {**before, **after} if before.get(path, "") != after.get(path, "")
    ]
    found: list[Change] = []
    for path in differing:
        told = known.instead.get(".".join(path))
        if told is not None:
            found += told
            continue
        said = said_of(path)
        follows = _follows(path, said, differing)
        found += [
            Change(area=said.area, text=text, follows=follows)
            for text in _sentences(path, said, before.get(path, ""), after.get(path, ""))
        ]
    return tuple(sorted(dict.fromkeys(found), key=lambda change: AREAS.index(change.area)))


def _leaves(value: JsonValue, path: Path = ()) -> Iterator[tuple[Path, JsonValue]]:
    """Give what is compared as one thing: numbers, strings, whole lists, with their paths."""
    if isinstance(value, dict) and not is_one_field(path):
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
    else:
        yield path, value


def _follows(path: Path, said: Said, differing: list[Path]) -> bool:
    """Whether something that caused this differs as well."""
    if said.causes == ("*",):
        return any(not said_of(other).causes for other in differing)
    others = {".".join(other) for other in differing if other != path}
    return any(
        name == cause or name.startswith(f"{cause}.") for cause in said.causes for name in others
    )


def _sentences(path: Path, said: Said, before: JsonValue, after: JsonValue) -> Iterator[str]:
    name = said.name(path[-1])
    if said.is_list:
        yield from _list_sentences(said, before, after, name=name)
        return
    shown = {"before": said.show(before), "after": said.show(after)}
    if said.added and _is_nothing(before):
        words = said.added
    elif said.removed and _is_nothing(after):
        words = said.removed
    elif said.same and shown["before"] == shown["after"]:
        words = said.same
    else:
        words = said.changed
    yield place(_(words), name=name, **shown)


def _list_sentences(said: Said, before: JsonValue, after: JsonValue, *, name: str) -> Iterator[str]:
    """Say what came and what went; the same things in another order are said to be that."""
    came, went = _only_in(after, before), _only_in(before, after)
    if not came and not went:
        yield place(_(said.changed), name=name)
    for words, key, items in ((said.removed, "before", went), (said.added, "after", came)):
        shown = [said.show(item) for item in items]
        for value in shown if said.each else [", ".join(shown)][: len(shown)]:
            yield place(_(words), name=name, **{key: value})


def _only_in(value: JsonValue, other: JsonValue) -> list[JsonValue]:
    known = {_key(item) for item in other} if isinstance(other, list) else set()
    return [item for item in value if _key(item) not in known] if isinstance(value, list) else []


def _key(item: JsonValue) -> bytes:
    return canonical_bytes({"": item})


def _is_nothing(value: JsonValue) -> bool:
    return value in ("", 0, [], {})
