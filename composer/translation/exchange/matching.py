"""Find which of our texts a unit of a file is, and what its codes stand for.

A text is ours when it is the same, or the same but for white space, which many tools do not keep,
or when it has the same words around as many codes, where a tool writes codes in its own way.
What a translation's codes stand for is told by its source alone: a code that the source has not is
foreign, whatever it says of itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from composer.translation.exchange.inline import codes_of, cut_inline, join_inline
from composer.translation.exchange.model import Code, CodeRole, ExchangeUnit, Inline

_Key = tuple[CodeRole, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A translation in our writing; `foreign` are codes that its source knows nothing of."""

    target: str
    foreign: tuple[str, ...] = ()


class OurTexts:
    """Our texts by what they look like in a file; `kinds` says of each how it is cut."""

    def __init__(self, kinds: Iterable[tuple[str, str]]) -> None:
        self._kinds = dict(kinds)
        self._loose: dict[str, str | None] = {}
        self._bare: dict[tuple[str, ...], str | None] = {}
        for source, kind in self._kinds.items():
            squeezed = _squeezed(source)
            self._loose[squeezed] = None if squeezed in self._loose else source
            bare = _bare(cut_inline(source, kind))
            self._bare[bare] = None if bare in self._bare else source

    def find(self, unit: ExchangeUnit) -> str | None:
        """Give the text of ours that a unit is, or None."""
        if join_inline(unit.source_runs or (unit.source,)) in self._kinds:
            return unit.source
        if (found := self._loose.get(_squeezed(unit.source))) is not None:
            return found
        if unit.source_runs:
            return self._bare.get(_bare(unit.source_runs))
        return None

    def match(self, unit: ExchangeUnit, source: str) -> Matched:
        """Give a unit's translation as a translation of a text of ours."""
        if not unit.target_runs:
            return Matched(target=_like(unit.target, source) if unit.is_loose else unit.target)
        is_ours = join_inline(unit.source_runs or (unit.source,)) == source
        meanings = self._meanings(unit, source, is_ours=is_ours)
        theirs = {(code.role, code.id): code.text for code in codes_of(unit.source_runs)}
        parts: list[str] = []
        foreign: list[str] = []
        unsure: list[str] = []
        for run in unit.target_runs:
            if isinstance(run, str):
                parts.append(run)
                continue
            meaning = _meaning(run, meanings, theirs)
            parts.append(meaning if meaning is not None else run.text or "")
            if meaning is None and run.text and _is_own(run, theirs) and is_ours:
                unsure.append(run.text)
            elif meaning is None:
                foreign.append(run.text or f"{run.role.value} {run.id}".strip())
        target = _like("".join(parts), source) if unit.is_loose else "".join(parts)
        written = {code.text for code in codes_of(cut_inline(target, self._kinds[source]))}
        foreign += [text for text in unsure if text not in written or text.startswith("{{")]
        return Matched(target=target, foreign=tuple(foreign))

    def _meanings(self, unit: ExchangeUnit, source: str, *, is_ours: bool) -> dict[_Key, str]:
        """Give what each code of a unit's source stands for: its own word, or ours at its place."""
        theirs = codes_of(unit.source_runs)
        ours = codes_of(cut_inline(source, self._kinds[source]))
        if not is_ours and len(theirs) == len(ours):
            pairs = zip(theirs, ours, strict=True)
            return {(code.role, code.id): mine.text or "" for code, mine in pairs}
        given = {(code.role, code.id): code.text or "" for code in theirs}
        return {(code.role, code.id): code.text or "" for code in ours} | given


def _meaning(code: Code, meanings: dict[_Key, str], theirs: dict[_Key, str | None]) -> str | None:
    """Give what a translation's code stands for; None for a foreign one.

    A tool may give new ids to codes that it copies: then what they say of themselves counts.
    """
    key = (code.role, code.id)
    said = theirs.get(key)
    is_told = code.text is not None and code.text != said and key in theirs and said is not None
    if key in meanings and not is_told and (key in theirs or code.text in {None, meanings[key]}):
        return meanings[key]
    by_text = {text: own for own, text in theirs.items() if text is not None}
    if code.text is not None and code.text in by_text:
        return meanings[by_text[code.text]]
    return code.text if code.text in meanings.values() else None


def _is_own(code: Code, theirs: dict[_Key, str | None]) -> bool:
    """Tell whether a code is new in a translation: emphasis added, not a field changed."""
    return (code.role, code.id) not in theirs


def _bare(runs: Inline) -> tuple[str, ...]:
    """Give what is read of a text, cut where codes are."""
    parts = [""]
    for run in runs:
        if isinstance(run, str):
            parts[-1] += run
        else:
            parts.append("")
    return tuple(_squeezed(part) for part in parts)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _like(text: str, source: str) -> str:
    """Give a text without the white space that an indented file has added."""
    if "\n" in source:
        return "\n".join(line.strip() for line in text.strip().split("\n"))
    return _squeezed(text) if "\n" in text else text.strip()
