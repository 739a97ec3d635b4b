"""What changed between two texts, as lines: kept, added with "+", removed with "−"."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextBrowser

from composer.gui import theme
from composer.i18n import _

AROUND = 1


def changed_lines(then: str, now: str) -> Iterator[tuple[str, str]]:
    r"""Give (mark, line) pairs: changed lines, one line around each, "…" where some are left out.

    >>> list(changed_lines("a\nb", "a\nc"))
    [(' ', 'a'), ('−', 'b'), ('+', 'c')]
    """
    before, after = then.splitlines(), now.splitlines()
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for number, group in enumerate(matcher.get_grouped_opcodes(AROUND)):
        if number:
            yield "…", ""
        for kind, one, two, three, four in group:
            if kind == "equal":
                yield from ((" ", line) for line in before[one:two])
                continue
            yield from (("−", line) for line in before[one:two])
            yield from (("+", line) for line in after[three:four])


class TextChanges(QTextBrowser):
    """The changed lines; removed ones are struck, added ones underlined."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("What changed in the text"))
        self.setOpenLinks(False)

    def show_changes(self, then: str, now: str) -> None:
        """Show what changed from one text to another."""
        self.clear()
        cursor = QTextCursor(self.document())
        for number, (mark, line) in enumerate(changed_lines(then, now)):
            kind = QTextCharFormat()
            match mark:
                case "+":
                    kind.setForeground(theme.colour("done"))
                    kind.setFontUnderline(True)
                case "−":
                    kind.setForeground(theme.colour("danger"))
                    kind.setFontStrikeOut(True)
                case _:
                    kind.setForeground(theme.colour("muted"))
            plain = QTextCharFormat(kind)
            plain.setFontUnderline(False)
            plain.setFontStrikeOut(False)
            if number:
                cursor.insertBlock()
            cursor.insertText(f"{mark} ", plain)
            cursor.insertText(line, kind)
        self.moveCursor(QTextCursor.MoveOperation.Start)
