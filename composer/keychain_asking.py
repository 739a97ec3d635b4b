"""How a window asks for the passphrase of the key file, on a computer without a password store.

Apart from `keychain.py` so that a window can say how before any key is needed: nothing is imported.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable

HANDED_VARIABLE = "COMPOSER_PASSPHRASE_HANDED"
"""Says to a process of this program that its input begins with the passphrase, in one line.

The passphrase itself never stands in the environment: while a process runs, every other program of
the same user can read that.
"""


class WindowQuestion:
    """The question; `ask` is told whether the passphrase is chosen now, and whether it was wrong.

    "" means that nobody gives one: then it is not asked for again until the program starts anew.
    `given` is what opened the keys: typed here, or handed on by the window that started this one.
    """

    def __init__(self) -> None:
        self.ask: Callable[[bool, bool], str] | None = None
        self.given = ""
        self.one_at_a_time = threading.Lock()
        self._taking = threading.Lock()
        self._is_declined = False

    def answer(self, *, is_new: bool, was_wrong: bool) -> str:
        """Ask, unless somebody has said that they give none."""
        if self.ask is None or self._is_declined:
            return ""
        given = self.ask(is_new, was_wrong)
        self._is_declined = not given
        return given

    def take_handed(self) -> str:
        """Give what is known; at first that may still be in the input of this process."""
        with self._taking:  # not the other lock, which is held for as long as somebody types
            if os.environ.pop(HANDED_VARIABLE, "") and sys.stdin is not None:
                handed = sys.stdin.buffer.readline()
                self.given = handed.decode("utf-8", "replace").removesuffix("\n")
        return self.given


WINDOW = WindowQuestion()
