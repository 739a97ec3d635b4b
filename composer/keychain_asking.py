"""How a window asks for the passphrase of the key file, on a computer without a password store.

Apart from `keychain.py` so that a window can say how before any key is needed: nothing is imported.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

ASKED_VARIABLE = "COMPOSER_PASSPHRASE_ASKED"
"""What a person was asked for, for the window's own processes; it makes nothing a practice one."""


class WindowQuestion:
    """The question; `ask` is told whether the passphrase is chosen now, and whether it was wrong.

    "" means that nobody gives one: then it is not asked for again until the program starts anew.
    """

    def __init__(self) -> None:
        self.ask: Callable[[bool, bool], str] | None = None
        self.one_at_a_time = threading.Lock()
        self._is_declined = False

    def answer(self, *, is_new: bool, was_wrong: bool) -> str:
        """Ask, unless somebody has said that they give none."""
        if self.ask is None or self._is_declined:
            return ""
        given = self.ask(is_new, was_wrong)
        self._is_declined = not given
        return given


WINDOW = WindowQuestion()
