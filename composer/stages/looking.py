"""One look at the workspace asks the password store for each entry once.

The owner's pin is behind every signed list, and a status reads several: asked for each, a slow
store makes the window slow, and a locked one asks the person again and again. What was given, or
that it could not be, holds for this look only; the next one asks anew. A pin is read before the
lists that it is compared with, as ever: they can only be newer.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from composer.errors import KeychainError
from composer.keychain import Keychain
from composer.stages.desk import Desk

P = ParamSpec("P")
T = TypeVar("T")


class _AtDesk(Protocol):
    _desk: Desk


D = TypeVar("D", bound=_AtDesk)


class RememberedKeychain:
    """The password store during one look."""

    def __init__(self, store: Keychain) -> None:
        self._store = store
        self._known: dict[str, str | None] = {}
        self._refused: KeychainError | None = None

    def get(self, name: str) -> str | None:
        """Give a secret, asked for once; a store that refused is not asked again."""
        if self._refused is not None:
            raise self._refused
        if name not in self._known:
            try:
                self._known[name] = self._store.get(name)
            except KeychainError as error:
                self._refused = error
                raise
        return self._known[name]

    def set(self, name: str, secret: str) -> None:
        """Keep a secret."""
        self._known.pop(name, None)
        self._store.set(name, secret)

    def delete(self, name: str) -> None:
        """Forget a secret."""
        self._known.pop(name, None)
        self._store.delete(name)


def one_look(method: Callable[Concatenate[D, P], T]) -> Callable[Concatenate[D, P], T]:
    """Let a method that only looks ask the password store for each entry once."""

    @wraps(method)
    def look(self: D, /, *arguments: P.args, **named: P.kwargs) -> T:
        with self._desk.asking_once(RememberedKeychain):
            return method(self, *arguments, **named)

    return look
