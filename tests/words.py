"""Gather the program's own words, renew every language's catalogue, and compile it.

`dev.py words` runs this file after a sentence was added or changed; it prints what still lacks a
translation. `resources/locale/composer.pot` holds the English sentences, `<tag>/LC_MESSAGES` a
translation (`composer.po`, edited by people) and what the program reads (`composer.mo`). All three
are committed, so that a checkout, a wheel and a frozen build have their words without a build step.
A sentence whose English changed loses its translation: an old one could say something else.
References name files without lines, and headers have no dates, so that moving code changes nothing.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "resources" / "locale"
TEMPLATE = LOCALE / "composer.pot"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
# Forms by CLDR, without "many" of Spanish and French, which stands at a million and more only.
# Arabic has six: 0 · 1 · 2 · 3 to 10 · 11 to 99 · 100, 101, 102 and so on.
PLURALS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 :"
    " n%100>=11 && n%100<=99 ? 4 : 5);",
    "de": "nplurals=2; plural=(n != 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "ja": "nplurals=1; plural=0;",
}
_NOT_SAID = (
    '"Project-Id-Version:', '"Report-Msgid-Bugs-To:', '"POT-Creation-Date:', '"PO-Revision-Date:',
    '"Last-Translator:', '"Language-Team:', '"Generated-By:',
)  # fmt: skip
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)
Key = tuple[str, ...]


def key(message: Message) -> Key:
    """Give a message's English: one sentence, or singular and plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def targets(message: Message) -> tuple[str, ...]:
    """Give a message's translation: one sentence, or every plural form; empty where it lacks."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def messages(catalogue: Catalog) -> Iterator[Message]:
    """Give the messages of a catalogue, its header left out."""
    return (message for message in catalogue if message.id)


HEAD = re.compile(r"\{#\s*(?:title|description):\s*(.+?)\s*#\}")
"""What the picker of layouts shows, at the head of each."""


def extract() -> Catalog:
    """Gather every sentence that the program marks for translation."""
    found = _empty(None)
    folder = str(ROOT / "composer")
    for name, line, sentence, comments, context in extract_from_dir(
        folder, [("**.py", "python")], keywords=KEYWORDS
    ):
        place = [(f"composer/{name}", line)]
        found.add(sentence, None, place, auto_comments=comments, context=context)
    for path in sorted((ROOT / "templates").glob("*.html")):
        for sentence in HEAD.findall(path.read_text(encoding="utf-8")):
            found.add(sentence, None, [(f"templates/{path.name}", 1)])
    return found


def languages() -> tuple[str, ...]:
    """Give the languages that have a catalogue, and those that should."""
    return tuple(sorted({*PLURALS, *(path.parts[-3] for path in LOCALE.glob("*/*/composer.po"))}))


def po_file(tag: str) -> Path:
    """Give the file that a translator edits."""
    return LOCALE / tag / "LC_MESSAGES" / "composer.po"


def read_catalogue(path: Path, tag: str | None = None) -> Catalog:
    """Read a catalogue or the template; a catalogue that is not there yet is empty."""
    if not path.exists():
        return _empty(tag)
    return read_po(io.BytesIO(path.read_bytes()), locale=tag, abort_invalid=True)


def _empty(tag: str | None) -> Catalog:
    header = "# Composer's own words."
    made = Catalog(
        locale=tag, project="Composer", version="", charset="utf-8", header_comment=header
    )
    made.fuzzy = False
    if tag in PLURALS:
        made.mime_headers = [*made.mime_headers, ("Plural-Forms", PLURALS[tag])]
    return made


def po_bytes(catalogue: Catalog) -> bytes:
    """Write a catalogue as text, in the order of the sources, without what changes by itself."""
    buffer = io.BytesIO()
    write_po(
        buffer, catalogue, width=98, sort_by_file=True, ignore_obsolete=True, include_lineno=False
    )
    lines = buffer.getvalue().decode("utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(_NOT_SAID)).encode("utf-8")


def mo_bytes(catalogue: Catalog) -> bytes:
    """Compile a catalogue into what the program reads."""
    catalogue.creation_date = catalogue.revision_date = _NO_DATE
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def untranslated(catalogue: Catalog) -> list[Key]:
    """List what has no translation, or not every plural form."""
    return [key(message) for message in messages(catalogue) if not all(targets(message))]


def main() -> int:
    """Renew the template and every catalogue."""
    found = extract()
    _save(TEMPLATE, po_bytes(found))
    for tag in languages():
        path = po_file(tag)
        catalogue = read_catalogue(path, tag)
        catalogue.update(found, no_fuzzy_matching=True)
        _save(path, po_bytes(catalogue))
        _save(path.with_suffix(".mo"), mo_bytes(catalogue))
        missing = untranslated(catalogue)
        print(f"{tag}: {len(catalogue)} sentences, {len(missing)} without a translation")
        for sentence in missing:
            print(f"    {sentence[0]}")
    return 0


def _save(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_bytes() != content:
        path.write_bytes(content)


if __name__ == "__main__":
    sys.exit(main())
