"""Compares emphasis, code and HTML elements of a translation with those of its source.

Emphasis that is missing changes no statement and may be meant. An element that begins and does not
end must be fixed: it takes in what stands behind the unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from composer.i18n import N_, _
from composer.translation.checks.parts import Part, PartKind
from composer.translation.checks.reading import Flaw, Pair, Reading, listed
from composer.translation.units import UnitKind

_NAMES = {
    PartKind.BOLD: N_("bold"),
    PartKind.ITALIC: N_("italic"),
    PartKind.CODE: N_("code"),
}
# No letters lean in these languages, so their translators leave it out.
_UPRIGHT = frozenset({"ar", "fa", "he", "hi", "ja", "km", "ko", "my", "th", "ur", "zh"})
_VOID = frozenset({"br", "img", "wbr", "!"})


def find_markup_flaws(pair: Pair) -> Iterator[Flaw]:
    """Find marks that are missing, added, or left open."""
    if not pair.source.parts and not pair.target.parts:
        return
    if pair.kind is UnitKind.HTML and _is_broken(pair.target) and not _is_broken(pair.source):
        yield "html_broken", {}
    wanted, given = _marks(pair.source.parts), _marks(pair.target.parts)
    missing, added = wanted - given, given - wanted
    if pair.target.language in _UPRIGHT:
        del missing[PartKind.ITALIC, ""]
    if missing or added:
        yield (
            "marks_differ",
            {"missing": listed(_said(missing)), "added": listed(_said(added))},
        )


def _marks(parts: Sequence[Part]) -> Counter[tuple[PartKind, str]]:
    return Counter(
        (part.kind, part.text if part.kind is PartKind.TAG else "")
        for part in parts
        if not part.is_end and (part.kind in _NAMES or _is_seen(part))
    )


def _is_seen(part: Part) -> bool:
    return part.kind is PartKind.TAG and not part.text.startswith("<!")


def _said(marks: Counter[tuple[PartKind, str]]) -> list[str]:
    return [_(_NAMES[kind]) if kind in _NAMES else text for kind, text in marks.elements()]


def _is_broken(reading: Reading) -> bool:
    open_names: list[str] = []
    for part in reading.parts:
        name = _element(part)
        if not name or name in _VOID:
            continue
        if not part.is_end:
            open_names.append(name)
        elif not open_names or open_names.pop() != name:
            return True
    return bool(open_names)


def _element(part: Part) -> str:
    match part.kind:
        case PartKind.TAG:
            return "!" if part.text.startswith("<!") else part.value
        case PartKind.LINK:
            return "a"
        case _:
            return ""
