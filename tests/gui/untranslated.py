"""Finds words of the window that are not in the language it is shown in.

Every value that is placed into a sentence is isolated while a right-to-left language is in use; so
a Latin word outside isolates is either a proper name, or was never translated. A value inside them
is a fault when it is, word for word, a text that the catalogue knows in another language. In other
languages that is asked of each text as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel.messages.pofile import read_po
from layout_faults import visible_parts
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QCheckBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QWidget,
)

from composer import paths
from composer.i18n import is_right_to_left

ISOLATED = re.compile("[\u2066\u2067\u2068]([^\u2066-\u2069]*)\u2069")
LATIN = re.compile(r"[A-Za-z]{2,}")
FINGERPRINT = re.compile(r"\b[0-9a-f]{8,64}\b")
KEYS = re.compile(r"(?<![A-Za-z])(?:Ctrl|Alt|Shift|Enter|Space|Tab|Esc|F\d+)(?![A-Za-z0-9])")
ADDRESS = re.compile(r"[^\s,;:()]+@[^\s,;:()]+|\b[\w-]+(?:\.[\w-]+)+\b")
SAMPLE = re.compile(r"https://|#[0-9A-F]{6}$")  # a link or a colour: the same in every language
NAMES = frozenset(
    [
        "Composer",
        "HTML",
        "CSV",
        "TSV",
        "EML",
        "SMTP",
        "IMAP",
        "SendGrid",
        "SpamAssassin",
        "rspamd",
        "Gmail",
        "DSN",
        "MIME",
        "UTF",
        "UTC",
        "URL",
        "To",
        "From",
        "Cc",
        "Bcc",
        "Subject",
        "Markdown",
        "MJML",
        "PNG",
        "JPEG",
        "GIF",
        "List",
        "Id",
        "Feedback",
        "ID",
        "Auto",
        "Submitted",
    ]
)


class Catalogue:
    """What is translated, to tell a proper name from a forgotten word."""

    def __init__(self, language: str) -> None:
        self.is_mirrored = is_right_to_left(language)
        path = paths.resources() / "locale" / language / "LC_MESSAGES" / "composer.po"
        with path.open("rb") as stream:
            entries = list(read_po(stream, locale=language))
        patterns = set()
        for entry in entries:
            sources = entry.id if isinstance(entry.id, tuple) else (entry.id,)
            targets = entry.string if isinstance(entry.string, tuple) else (entry.string,)
            patterns.update(pattern(text) for text in sources if text and text not in targets)
        self._differing = re.compile("|".join(sorted(patterns)), re.DOTALL)

    def knows(self, text: str) -> bool:
        """Whether a text is, word for word, one that is said differently in this language."""
        return bool(LATIN.search(text)) and self._differing.fullmatch(text) is not None


def pattern(text: str) -> str:
    """Turn a catalogue's text into an expression that fits whatever stands in its places."""
    parts = re.split(r"\{\w+\}", text)
    words = LATIN.findall(" ".join(parts))
    wordless = all(word in {"and", "or", "In"} for word in words)  # fits any words of a message
    return r"(?!)" if wordless else ".+?".join(re.escape(part) for part in parts)


def untranslated(window: QWidget, catalogue: Catalogue, *, known: frozenset[str]) -> list[str]:
    """Name every text of a window with a word that should be in another language.

    `known` are the campaign's own words: names of people and of the campaign.
    """
    found = []
    for where, text in texts(window):
        if catalogue.is_mirrored:
            words = foreign_words(text, catalogue, known)
        else:
            rest = KEYS.sub("", text).strip("+ ")
            words = [text] if rest and text not in known and catalogue.knows(text) else []
        if words:
            found.append(f"{where}: {' '.join(words)} in {text!r}")
    return sorted(set(found))


def foreign_words(text: str, catalogue: Catalogue, known: frozenset[str]) -> list[str]:
    """Give the words of a text that were not translated."""
    if plain(text) in known:
        return []
    placed: list[str] = []
    rest = text
    while values := ISOLATED.findall(rest):
        placed += [value for value in values if value not in known and catalogue.knows(value)]
        rest = ISOLATED.sub(" ", rest)
    for one in sorted(known, key=len, reverse=True):
        rest = rest.replace(one, " ")
    rest = KEYS.sub(" ", FINGERPRINT.sub(" ", ADDRESS.sub(" ", rest)))
    return placed + [word for word in LATIN.findall(rest) if word not in NAMES]


def plain(text: str) -> str:
    """Take isolates away."""
    return re.sub("[\u200f\u2066-\u2069]", "", text)


def texts(window: QWidget) -> Iterator[tuple[str, str]]:
    """Give every text that a person sees or hears, with where it stands."""
    yield "title", window.windowTitle()
    for widget in visible_parts(window):
        kind = type(widget).__name__
        yield f"{kind} name", widget.accessibleName()
        yield f"{kind} description", widget.accessibleDescription()
        yield f"{kind} tooltip", widget.toolTip()
        if isinstance(widget, QLabel | QAbstractButton | QCheckBox):
            if not is_data(widget):
                yield kind, widget.text()
        elif isinstance(widget, QLineEdit | QPlainTextEdit):
            if not SAMPLE.match(widget.placeholderText()):
                yield f"{kind} hint", widget.placeholderText()
        elif isinstance(widget, QTabBar):
            yield from ((kind, widget.tabText(at)) for at in range(widget.count()))
        elif isinstance(widget, QAbstractItemView):
            yield from item_texts(widget)


def is_data(widget: QWidget) -> bool:
    """Whether a label holds somebody's own data: only such text can be selected and copied."""
    selectable = Qt.TextInteractionFlag.TextSelectableByMouse
    return isinstance(widget, QLabel) and bool(widget.textInteractionFlags() & selectable)


def item_texts(view: QAbstractItemView) -> Iterator[tuple[str, str]]:
    """Give the texts of a list; of a table its header, because its cells are people's own data."""
    model = view.model()
    if model is None:
        return
    if isinstance(view, QTableView):
        across = Qt.Orientation.Horizontal
        for column in range(model.columnCount()):
            yield "column", str(model.headerData(column, across) or "")
    elif isinstance(view, QListView):
        roles = (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        )
        for row in range(min(model.rowCount(), 50)):
            for role in roles:
                yield "item", str(model.index(row, 0).data(role) or "")
