"""One locale's translations: read from a PO file and written as one, looked up, and their states.

A translation without the mark of a draft or of open work counts as reviewed, by the word of whoever
brought the file. Writing is deterministic: the same catalogue always gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from composer.model.message import Catalogue, CatalogueEntry
from composer.model.translation import UnitState
from composer.translation.po_file import entry_lines, po_blocks


def translator(catalogue: Catalogue | None) -> Callable[[str], str]:
    """Give the look-up of a locale: the translation, or the source where there is none.

    What needs work is shown too, so that translators see it; the gate keeps it from being sent.
    """
    entries = catalogue.entries if catalogue else ()
    targets = {entry.source: entry.target for entry in entries if entry.target.strip()}
    return lambda source: targets.get(source, source)


def entry_state(entry: CatalogueEntry | None) -> UnitState:
    """Say how far an entry is; one that is not there is new."""
    if entry is None or not entry.target.strip():
        return UnitState.NEW
    if not entry.fuzzy:
        return UnitState.REVIEWED
    return UnitState.DRAFT if entry.is_draft else UnitState.NEEDS_WORK


def entry_in_state(entry: CatalogueEntry, state: UnitState) -> CatalogueEntry:
    """Give an entry in another state; what is new has no translation.

    What it was translated from before is forgotten once the translation counts.
    """
    is_open = state in {UnitState.DRAFT, UnitState.NEEDS_WORK}
    return CatalogueEntry(
        source=entry.source,
        target="" if state is UnitState.NEW else entry.target,
        fuzzy=is_open,
        is_draft=state is UnitState.DRAFT,
        previous=entry.previous if is_open else "",
        notes=entry.notes,
    )


def is_copy(entry: CatalogueEntry, known: Mapping[str, CatalogueEntry]) -> bool:
    """Whether an entry is only another's translation, put here because its source was changed.

    What somebody has worked on since is more than that. `known` are the entries beside it.
    """
    former = known.get(entry.previous) if entry.previous else None
    is_same = former is not None and former.target == entry.target
    return is_same and entry_state(entry) is UnitState.NEEDS_WORK


def merge(sources: Iterable[str], catalogue: Catalogue) -> Catalogue:
    """Bring a catalogue in line with the message's units, in their order.

    Translations are kept, new units are empty. Translations of units that are gone stay at the end
    where somebody worked on them, so that undoing an edit of the source loses nothing.
    """
    known = {entry.source: entry for entry in catalogue.entries}
    ordered = dict.fromkeys(sources)
    entries = [known.pop(text, CatalogueEntry(source=text, target="")) for text in ordered]
    every = {entry.source: entry for entry in catalogue.entries}
    left = [entry for entry in known.values() if entry.target and not is_copy(entry, every)]
    return Catalogue(locale=catalogue.locale, entries=(*entries, *left))


def read_po(content: bytes, *, locale: str, file: str) -> Catalogue:
    """Read a PO file; `file` is named in findings. Of one source written twice, the first counts.

    Raises:
        FileRefused: it is too large, not UTF-8, not PO, or holds what this program cannot use.
    """
    entries: dict[str, CatalogueEntry] = {}
    for block in po_blocks(content, file=file):
        if block.entry is None:
            continue
        known = entries.setdefault(block.entry.source, block.entry)
        if block.entry.fuzzy and not known.fuzzy and known.target:
            entries[known.source] = entry_in_state(known, UnitState.NEEDS_WORK)
    return Catalogue(locale=locale, entries=tuple(entries.values()))


def write_po(catalogue: Catalogue) -> bytes:
    """Write a catalogue as a PO file in UTF-8."""
    language = catalogue.locale.replace("-", "_")
    lines = [
        'msgid ""',
        'msgstr ""',
        f'"Language: {language}\\n"',
        '"MIME-Version: 1.0\\n"',
        '"Content-Type: text/plain; charset=UTF-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
    ]
    for entry in catalogue.entries:
        lines += ["", *entry_lines(entry)]
    return ("\n".join(lines) + "\n").encode("utf-8")
