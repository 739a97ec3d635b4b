"""The glossary: looked at, changed, and taken from and written into tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from composer.audience.sources.source import Source, SourceOptions, open_source
from composer.errors import Blocked, NotFound
from composer.findings import Finding, finding
from composer.i18n import _, place
from composer.model.glossary import GlossaryLine, GlossaryTaken, GlossaryTerm
from composer.model.person import Person
from composer.model.translation import Term
from composer.stages.desk import Desk
from composer.stages.people import WRITERS, load_roster, require_role
from composer.store.glossary import term_key
from composer.translation.glossary import find_term_problems, may_hold, terms_for, tidy_term
from composer.translation.glossary_file import (
    WORDS,
    merged,
    read_rows,
    write_glossary_csv,
    write_glossary_xlsx,
)

MOST_TERMS = 20_000
_TEXTS_KEPT = 5_000


def lines(desk: Desk) -> tuple[GlossaryLine, ...]:
    """List the words, each with the name of who changed it last."""
    roster = load_roster(desk)
    names = {person.public_key: person.name for person in roster.people} if roster else {}
    return tuple(
        replace(line, by=names.get(line.by, line.by[:8])) for line in desk.glossary.lines()
    )


def terms_of(desk: Desk, *, source_locale: str, locale: str) -> tuple[Term, ...]:
    """Give what the glossary says for one language; read once for each state of it."""
    version = desk.glossary.version()
    known = desk.kept(("terms", source_locale, version), dict[str, tuple[Term, ...]])
    found = known.get(locale)
    if found is None:
        terms = [line.term for line in _stored(desk, version)]
        known[locale] = found = terms_for(terms, source_locale=source_locale, locale=locale)
    return found


def terms_finder(
    desk: Desk, *, source_locale: str, locale: str
) -> Callable[[str], tuple[Term, ...]]:
    """Give what finds the words that a text may hold, for one language.

    The same texts are judged in every language of a message: whether a word can stand in one of
    them is asked once.
    """
    version = desk.glossary.version()
    known = desk.kept(("words of texts", "", version), dict[str, tuple[str, ...]])
    sources = dict.fromkeys(line.term.source for line in _stored(desk, version))
    terms: dict[str, list[Term]] = {}
    for term in terms_of(desk, source_locale=source_locale, locale=locale):
        terms.setdefault(term.source, []).append(term)

    def find(text: str) -> tuple[Term, ...]:
        held = known.get(text)
        if held is None:
            if len(known) >= _TEXTS_KEPT:
                known.clear()
            known[text] = held = may_hold(text, sources)
        return tuple(term for source in held for term in terms.get(source, ()))

    return find


def save_term(
    desk: Desk, term: GlossaryTerm, *, seen: GlossaryLine | None, by: Person
) -> GlossaryLine:
    """Add a word, or put it in place of the one that was seen.

    Raises:
        Blocked: the entry contradicts itself, is there already, or was changed meanwhile.
        NotFound: it was taken out meanwhile.
    """
    require_role(by, *WRITERS)
    tidy = tidy_term(term)
    problems = find_term_problems(tidy)
    if problems:
        raise Blocked(problems)
    at = desk.now()
    if seen is None:
        number = desk.glossary.add(tidy, by=by.public_key, at=at)
    else:
        number = seen.number
        desk.glossary.change(seen, tidy, by=by.public_key, at=at)
    _log(desk, "glossary.save", by, term=number)
    version = seen.version + 1 if seen else 1
    return GlossaryLine(number=number, term=tidy, version=version, by=by.name, at=at)


def remove_term(desk: Desk, seen: GlossaryLine, *, by: Person) -> None:
    """Take out a word that was seen.

    Raises:
        Blocked: it was changed meanwhile.
        NotFound: it was taken out meanwhile.
    """
    require_role(by, *WRITERS)
    desk.glossary.remove(seen)
    _log(desk, "glossary.remove", by, term=seen.number)


def import_terms(desk: Desk, file: Path, *, source_locale: str, by: Person) -> GlossaryTaken:
    """Take over a table: every row, or none when one of them has a finding that blocks.

    Raises:
        NotFound: there is no such file.
    """
    require_role(by, *WRITERS)
    if not file.is_file():
        raise NotFound(place(_("{file} is not a file."), file=str(file)))
    version = desk.glossary.version()
    known = {_key(line.term): line.term for line in desk.glossary.lines()}
    columns, cells, findings = _cells(file)
    if findings:
        return GlossaryTaken(findings=tuple(findings))
    rows, problems = read_rows(columns, cells, source_locale=source_locale, file=file.name)
    if problems:
        return GlossaryTaken(findings=problems)
    before = [known.get((row.source_locale, term_key(row.source))) for row in rows]
    after = [merged(row, former) for row, former in zip(rows, before, strict=True)]
    wrong = [item for term in after for item in find_term_problems(term, {"file": file.name})]
    if wrong:
        return GlossaryTaken(findings=tuple(wrong))
    changed = [term for term, former in zip(after, before, strict=True) if term != former]
    if changed:
        desk.glossary.take_over(changed, seen=version, by=by.public_key, at=desk.now())
    added = before.count(None)
    done = GlossaryTaken(added=added, changed=len(changed) - added, known=len(rows) - len(changed))
    _log(desk, "glossary.import", by, added=done.added, changed=done.changed)
    return done


def export_terms(desk: Desk, file: Path) -> int:
    """Write the glossary; give how many words."""
    terms = [line.term for line in desk.glossary.lines()]
    write = write_glossary_xlsx if file.suffix.lower() == ".xlsx" else write_glossary_csv
    file.write_bytes(write(terms))
    return len(terms)


def _stored(desk: Desk, version: int) -> tuple[GlossaryLine, ...]:
    return desk.kept(("glossary", "", version), desk.glossary.lines)


def _cells(file: Path) -> tuple[tuple[str, ...], list[tuple[int, list[str]]], list[Finding]]:
    source = open_source(file, options=SourceOptions())
    if not source.found.sheet and WORDS in source.found.sheets:
        source = open_source(file, options=SourceOptions(sheet=WORDS))
    findings = _opening_findings(source)
    rows: list[tuple[int, list[str]]] = []
    if not findings:
        for batch in source.batches():
            rows += batch.rows
            findings += [item for _row, _cells, item in batch.ragged]
            findings += [item for _row, item in batch.cells if item.blocks]
            findings += [item for item in batch.findings if item.blocks]
            if len(rows) > MOST_TERMS:
                names: dict[str, str | int] = {"file": file.name}
                findings.append(finding("glossary.too_many", where=names, **names))
                break
    return source.columns, rows, findings


def _opening_findings(source: Source) -> list[Finding]:
    """Say why a table cannot be read; words in letters that were guessed are not taken."""
    where: dict[str, str | int] = {"file": source.file}
    return [
        finding("glossary.encoding", where=where, file=source.file)
        if item.code == "audience.encoding_guess"
        else item
        for item in source.findings
        if item.blocks
    ]


def _key(term: GlossaryTerm) -> tuple[str, str]:
    return term.source_locale, term_key(term.source)


def _log(desk: Desk, action: str, by: Person, **details: int) -> None:
    desk.audit.append(person=by.public_key, action=action, details=details)
