"""The workspace's glossary: the team's words, how each is said, who said so and when.

A word is there once for each language it is written in. Whoever changes one names the version that
they have seen, so that nobody overwrites what somebody else has just written.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, and_, delete, insert, select, update

from composer.errors import Blocked, NotFound
from composer.findings import finding
from composer.i18n import _
from composer.model.glossary import GlossaryLine, GlossaryTerm, Saying
from composer.store.database import Database
from composer.store.memory_tables import glossary_state, glossary_target, glossary_term


class GlossaryStore:
    """The glossary of one workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def version(self) -> int:
        """Tell the glossary's version: another one means other words."""
        with self._database.read() as connection:
            return _version(connection)

    def lines(self) -> tuple[GlossaryLine, ...]:
        """Give every word, in the order of the alphabet."""
        with self._database.read() as connection:
            return tuple(_lines(connection))

    def add(self, term: GlossaryTerm, *, by: str, at: datetime) -> int:
        """Add a word and give its number.

        Raises:
            Blocked: it is there already.
        """
        with self._database.write() as connection:
            if _find(connection, term) is not None:
                raise Blocked([finding("glossary.known", term=term.source)])
            return _insert(connection, term, by=by, at=at)

    def change(self, line: GlossaryLine, term: GlossaryTerm, *, by: str, at: datetime) -> None:
        """Put a word in place of the one that somebody has seen.

        Raises:
            Blocked: it was changed meanwhile, or another word reads the same.
            NotFound: it was taken out meanwhile.
        """
        with self._database.write() as connection:
            _require_unchanged(connection, line)
            same = _find(connection, term)
            if same is not None and same != line.number:
                raise Blocked([finding("glossary.known", term=term.source)])
            _update(connection, line.number, term, by=by, at=at)

    def remove(self, line: GlossaryLine) -> None:
        """Take out a word that somebody has seen.

        Raises:
            Blocked: it was changed meanwhile.
            NotFound: it was taken out meanwhile.
        """
        with self._database.write() as connection:
            _require_unchanged(connection, line)
            _drop_targets(connection, line.number)
            connection.execute(delete(glossary_term).where(glossary_term.c.number == line.number))
            _move_on(connection)

    def take_over(self, terms: Sequence[GlossaryTerm], *, seen: int, by: str, at: datetime) -> None:
        """Add words, or put them in place of those that read the same: all of them, or none.

        Raises:
            Blocked: the glossary is no longer at the version that was `seen`.
        """
        with self._database.write() as connection:
            if _version(connection) != seen:
                raise Blocked([finding("glossary.moved_on")])
            for term in terms:
                number = _find(connection, term)
                if number is None:
                    _insert(connection, term, by=by, at=at)
                else:
                    _update(connection, number, term, by=by, at=at)


def term_key(source: str) -> str:
    """Give what two ways of writing the same word share.

    >>> term_key(" Index  Weight ") == term_key("index weight")
    True
    """
    return " ".join(unicodedata.normalize("NFC", source).casefold().split())


def _lines(connection: Connection) -> Iterable[GlossaryLine]:
    targets: dict[int, list[RowMapping]] = {}
    ordered = select(glossary_target).order_by(glossary_target.c.locale, glossary_target.c.position)
    for row in connection.execute(ordered).mappings():
        targets.setdefault(row["term"], []).append(row)
    query = select(glossary_term).order_by(glossary_term.c.key, glossary_term.c.number)
    for row in connection.execute(query).mappings():
        yield GlossaryLine(
            number=row["number"],
            version=row["version"],
            by=row["by"],
            at=row["at"],
            term=GlossaryTerm(
                source=row["source"],
                source_locale=row["source_locale"],
                is_fixed=row["is_fixed"],
                note=row["note"],
                sayings=_sayings(targets.get(row["number"], ())),
            ),
        )


def _sayings(rows: Iterable[RowMapping]) -> tuple[Saying, ...]:
    found: dict[str, tuple[list[str], list[str]]] = {}
    for row in rows:
        wanted, forbidden = found.setdefault(row["locale"], ([], []))
        (forbidden if row["is_forbidden"] else wanted).append(row["text"])
    return tuple(
        Saying(locale=locale, targets=tuple(wanted), forbidden=tuple(forbidden))
        for locale, (wanted, forbidden) in found.items()
    )


def _find(connection: Connection, term: GlossaryTerm) -> int | None:
    query = select(glossary_term.c.number).where(
        and_(
            glossary_term.c.source_locale == term.source_locale,
            glossary_term.c.key == term_key(term.source),
        )
    )
    found = connection.execute(query).scalar()
    return None if found is None else int(found)


def _require_unchanged(connection: Connection, line: GlossaryLine) -> None:
    query = select(glossary_term.c.version, glossary_term.c.at).where(
        glossary_term.c.number == line.number
    )
    found = connection.execute(query).first()
    if found is None:
        raise NotFound(
            _("This word is not in the glossary any more."),
            advice=_("Somebody took it out meanwhile. Add it again if it is needed."),
        )
    if (found.version, found.at) != (line.version, line.at):
        raise Blocked([finding("glossary.changed", term=line.term.source)])


def _insert(connection: Connection, term: GlossaryTerm, *, by: str, at: datetime) -> int:
    values = {**_values(term), "version": 1, "by": by, "at": at}
    done = connection.execute(insert(glossary_term).values(values))
    assert done.inserted_primary_key is not None
    number = int(done.inserted_primary_key[0])
    _write_targets(connection, number, term)
    _move_on(connection)
    return number


def _update(
    connection: Connection, number: int, term: GlossaryTerm, *, by: str, at: datetime
) -> None:
    values = {**_values(term), "version": glossary_term.c.version + 1, "by": by, "at": at}
    connection.execute(update(glossary_term).where(glossary_term.c.number == number).values(values))
    _drop_targets(connection, number)
    _write_targets(connection, number, term)
    _move_on(connection)


def _values(term: GlossaryTerm) -> dict[str, object]:
    return {
        "source_locale": term.source_locale,
        "key": term_key(term.source),
        "source": term.source,
        "is_fixed": term.is_fixed,
        "note": term.note,
    }


def _write_targets(connection: Connection, number: int, term: GlossaryTerm) -> None:
    rows = [
        {
            "term": number,
            "locale": saying.locale,
            "position": position,
            "text": text,
            "is_forbidden": position >= len(saying.targets),
        }
        for saying in term.sayings
        for position, text in enumerate((*saying.targets, *saying.forbidden))
    ]
    if rows:
        connection.execute(insert(glossary_target), rows)


def _drop_targets(connection: Connection, number: int) -> None:
    connection.execute(delete(glossary_target).where(glossary_target.c.term == number))


def _version(connection: Connection) -> int:
    return int(connection.execute(select(glossary_state.c.version)).scalar() or 0)


def _move_on(connection: Connection) -> None:
    version = _version(connection)
    if version:
        connection.execute(update(glossary_state).values(version=version + 1))
    else:
        connection.execute(insert(glossary_state).values(id=1, version=1))
