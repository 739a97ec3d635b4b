"""The password store while nobody sits at the computer: a question that nobody answers ends.

A store that was locked in the meantime asks for its password in a window of the system, and waits
for an answer without end. In the night nobody gives one: whoever asked must be told so and may ask
again later. The window stays open, and what is typed into it in the morning counts.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from composer.keychain import Keychain, store_unusable

ANSWER_S = 60.0


class UnattendedKeychain:
    """Another place for secrets, asked for so long and no longer; one question at a time."""

    def __init__(self, store: Keychain, *, answer_s: float = ANSWER_S) -> None:
        self._store = store
        self._answer_s = answer_s
        self._one_at_a_time = threading.Lock()
        self._open: threading.Thread | None = None

    def get(self, name: str) -> str | None:
        """Give a secret, or None when there is none of that name."""
        return self._ask(lambda: self._store.get(name))

    def set(self, name: str, secret: str) -> None:
        """Keep a secret, in place of a former one."""

        def put() -> None:
            self._store.set(name, secret)

        self._ask(put)

    def delete(self, name: str) -> None:
        """Forget a secret; one that is not there is forgotten already."""

        def drop() -> None:
            self._store.delete(name)

        self._ask(drop)

    def _ask(self, question: Callable[[], str | None]) -> str | None:
        with self._one_at_a_time:
            if self._open is not None and self._open.is_alive():
                raise store_unusable()  # one window of the system is enough
            answer = _Answer(question)
            self._open = threading.Thread(target=answer.find, name="password store", daemon=True)
            self._open.start()
            self._open.join(self._answer_s)
            if self._open.is_alive():
                raise store_unusable()
        return answer.give()


class _Answer:
    def __init__(self, question: Callable[[], str | None]) -> None:
        self._question = question
        self._found: str | None = None
        self._error: BaseException | None = None

    def find(self) -> None:
        try:
            self._found = self._question()
        except BaseException as error:  # noqa: BLE001 - it is raised where the question was asked
            self._error = error

    def give(self) -> str | None:
        if self._error is not None:
            raise self._error
        return self._found
