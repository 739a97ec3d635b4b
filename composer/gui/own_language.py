"""The language of the program's own words: chosen in the window and remembered, or the system's.

Guards what every process of the program says: workers and the sender are started with
COMPOSER_LANGUAGE and word their findings themselves. Whoever sets that variable by hand overrides
the choice until the program ends.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from babel import Locale
from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from composer import i18n

AS_THE_SYSTEM = ""
_VARIABLE = "COMPOSER_LANGUAGE"
_KEY = "language"


class QtWords(QTranslator):
    """Qt's own buttons and menus in the words of the program's catalogue."""

    def translate(
        self,
        _context: str,
        source: str,
        _disambiguation: str | None = None,
        _count: int = -1,
    ) -> str:
        """Ask gettext; what it does not know stays as Qt says it."""
        known = i18n._(source) if source else ""
        return known if known != source else None  # type: ignore[return-value]  # a null string


def own_name(tag: str) -> str:
    """Name a language in itself, as whoever reads it looks for it.

    >>> own_name("de"), own_name("ja")
    ('Deutsch', '日本語')
    """
    name = Locale.parse(tag.replace("-", "_")).get_display_name() or tag
    return f"{name[:1].upper()}{name[1:]}"


def chosen() -> str:
    """Give the tag that was chosen, or `AS_THE_SYSTEM`."""
    stored = str(QSettings().value(_KEY, AS_THE_SYSTEM, type=str))
    return stored if stored in i18n.languages() else AS_THE_SYSTEM


def speak_as_chosen(app: QApplication) -> None:
    """Begin with the language of the environment, else the chosen one, else the system's."""
    _speak(app, os.environ.get(_VARIABLE) or chosen() or of_the_system())


def choose(app: QApplication, tag: str) -> None:
    """Speak another language from now on, remembered; windows that are open keep their words."""
    QSettings().setValue(_KEY, tag)
    _speak(app, tag or of_the_system())


def of_the_system(wishes: Iterable[str] | None = None) -> str:
    """Give the first of the system's languages (or of `wishes`) that there are words in.

    >>> of_the_system(["nl-NL", "de-AT", "en"])
    'de-AT'
    """
    known = i18n.languages()
    for wish in QLocale.system().uiLanguages() if wishes is None else wishes:
        if wish.split("-")[0].lower() in known:
            return wish
    return i18n.SOURCE_LANGUAGE


def _speak(app: QApplication, wish: str) -> None:
    os.environ[_VARIABLE] = wish
    i18n.use_language(wish)
    mirrored = i18n.is_right_to_left()
    app.setLayoutDirection(
        Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight
    )
    for former in app.findChildren(QTranslator):
        app.removeTranslator(former)
        former.deleteLater()
    of_qt = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if of_qt.load(f"qtbase_{i18n.language().replace('-', '_')}", folder):
        app.installTranslator(of_qt)
    app.installTranslator(QtWords(app))
