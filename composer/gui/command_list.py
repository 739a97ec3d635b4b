"""What can be done now, for the command search: pages, what the page offers, campaigns.

The commands of a page are its own buttons: what is on the page can be found by its words in the
person's language, and what is off says why, in the very sentence that stands beside it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractButton, QWidget
from shiboken6 import isValid

from composer.gui.pages.apart import Apart
from composer.gui.shortcuts import SHORTCUTS, Act
from composer.gui.stage_words import STAGES, stage_name
from composer.i18n import N_, _

if TYPE_CHECKING:
    from composer.gui.window import Window


class Kind(Enum):
    """Where a command comes from; the value is the word beside it."""

    RECENT = N_("Recent")
    PAGE = N_("On this page")
    PAGES = N_("Pages")
    WINDOW = N_("Window")
    CAMPAIGN = N_("Campaign")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One thing that can be done; with a `reason` it cannot be done now."""

    words: str
    kind: Kind
    run: Callable[[], object]
    reason: str = ""
    keys: str = ""


APART_NAMES = {
    Apart.NEW_CAMPAIGN: N_("New campaign"),
    Apart.PEOPLE: N_("People"),
    Apart.ACCOUNTS: N_("Accounts"),
    Apart.BRAND: N_("Brand"),
    Apart.SUPPRESSIONS: N_("Do-not-write list"),
    Apart.GLOSSARY: N_("Words of the team"),
    Apart.RULES: N_("Rules for sign-off"),
    Apart.SET_UP: N_("Set up"),
    Apart.HISTORY: N_("History"),
    Apart.SETTINGS: N_("Settings"),
}


def commands_of(window: Window) -> list[Command]:
    """Give everything but the campaigns: first what the page offers."""
    return [*_on_page(window), *_pages(window), *_of_window(window)]


def found(commands: Iterable[Command], typed: str) -> list[Command]:
    """Give the commands that hold every typed word: what can be done now, then the rest.

    Within either, those that begin with the first word come first.

    >>> found([], "any")
    []
    """
    words = plain(typed).split()
    fitting = [one for one in commands if all(word in plain(one.words) for word in words)]
    if not words:
        return sorted(fitting, key=lambda one: bool(one.reason))
    return sorted(
        fitting, key=lambda one: (bool(one.reason), not _begins(plain(one.words), words[0]))
    )


def plain(text: str) -> str:
    """Give a text as it is compared: without case, accents and the marks around values.

    >>> plain("Übersetzen"), plain("Señales…")
    ('ubersetzen', 'senales...')
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if unicodedata.category(char) not in {"Mn", "Cf"})


def _begins(text: str, word: str) -> bool:
    return any(part.startswith(word) for part in text.split())


def _keys_of(act: Act) -> str:
    return next(one.shown for one in SHORTCUTS if one.act is act)


def _pages(window: Window) -> list[Command]:
    closed = "" if window.session.campaign_id else _("Open a campaign first.")
    stages = [
        Command(
            words=stage_name(stage),
            kind=Kind.PAGES,
            run=partial(window.show_stage, stage),
            reason=closed,
            keys=f"Ctrl+{number}",
        )
        for number, stage in enumerate(STAGES, start=1)
    ]
    apart = [
        Command(
            words=_(APART_NAMES[which]),
            kind=Kind.PAGES,
            run=partial(window.show_apart, which),
        )
        for which in Apart
        if which in APART_NAMES
    ]
    campaigns = Command(words=_("Campaigns"), kind=Kind.PAGES, run=window.show_campaigns)
    return [*stages, campaigns, *apart]


def _of_window(window: Window) -> list[Command]:
    keys = window.keys
    stop = "" if window.session.sends.stoppable else _("Nothing is being sent.")
    findings = "" if window.page.findings.isVisible() else _("Nothing was found on this page.")
    return [
        Command(
            words=_("Stop sending"),
            kind=Kind.WINDOW,
            run=lambda: keys.run(Act.STOP),
            reason=stop,
            keys=_keys_of(Act.STOP),
        ),
        Command(
            words=_("Details beside the page"),
            kind=Kind.WINDOW,
            run=lambda: keys.run(Act.DETAILS),
            keys=_keys_of(Act.DETAILS),
        ),
        Command(
            words=_("What must be fixed or looked at"),
            kind=Kind.WINDOW,
            run=lambda: keys.run(Act.FINDINGS),
            reason=findings,
            keys=_keys_of(Act.FINDINGS),
        ),
        Command(
            words=_("Delete or archive this campaign…"),
            kind=Kind.WINDOW,
            run=lambda: window.session.shelf_requested.emit(window.session.campaign),
            reason="" if window.session.campaign_id else _("Open a campaign first."),
        ),
        Command(
            words=_("Keys"),
            kind=Kind.WINDOW,
            run=lambda: keys.run(Act.LIST_KEYS),
            keys=_keys_of(Act.LIST_KEYS),
        ),
    ]


def _on_page(window: Window) -> list[Command]:
    """Give the buttons that are to be seen on the page, the primary one first."""
    page, primary = window.page, window.page.footer.primary
    buttons = [part for part in page.findChildren(QAbstractButton) if part.isVisibleTo(page)]
    buttons.sort(key=lambda part: part is not primary)
    seen: set[str] = set()
    made = []
    for part in buttons:
        words = name_of(part)
        if words and words not in seen:
            seen.add(words)
            made.append(_pressing(part, words, keys=part is primary))
    return made


def _pressing(part: QAbstractButton, words: str, *, keys: bool) -> Command:
    reason = "" if part.isEnabled() else part.accessibleDescription() or _("Not possible now.")
    shown = _keys_of(Act.PRIMARY) if keys else part.shortcut().toString()

    def press() -> None:
        if isValid(part):  # the page may have been read again meanwhile
            part.click()

    return Command(words=words, kind=Kind.PAGE, run=press, reason=reason, keys=shown)


def name_of(part: QWidget) -> str:
    """Give what a control is called: its name for screen readers, else what stands on it."""
    text = part.text() if isinstance(part, QAbstractButton) else ""
    return (part.accessibleName() or text).replace("&", "").strip()


def offered(
    recent: Sequence[Command], commands: Sequence[Command], campaigns: Sequence[Command], typed: str
) -> list[Command]:
    """Give the lines of the search: nothing typed, first what was used last and can be done."""
    if not typed.strip():
        used = {one.words for one in recent}
        others = [one for one in (*commands, *campaigns) if one.words not in used]
        return [*recent, *sorted(others, key=lambda one: bool(one.reason))]
    return found([*commands, *campaigns], typed)
