"""Lets the binding forget the items of layouts that are put into other layouts.

When a filled layout is put into another, PySide looks at each of its items and keeps what it saw by
the item's address. Qt ends an item with its widget and tells nobody. Whatever is made at that
address later, an item or a whole widget, is then taken for the item that is gone, and the program
ends. So what was seen is forgotten at once; nobody here holds items of Qt's own layouts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout

_QTS_OWN = (QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout)
"""Layouts whose items Qt makes; ours make their own (`flow_layout`)."""


def forget_items_of_added_layouts() -> None:
    """From now on forget what is seen of a layout's items while it is put into another."""
    for kind, name in (
        (QBoxLayout, "addLayout"),
        (QBoxLayout, "insertLayout"),
        (QGridLayout, "addLayout"),
    ):
        method = getattr(kind, name)
        if not hasattr(method, "forgets"):
            setattr(kind, name, _forgetting(method))


def forget_items(layout: QLayout) -> None:
    """Forget the items of a layout and of those in it."""
    if type(layout) not in _QTS_OWN:
        return
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if isinstance(item, QLayout):
            forget_items(item)
        elif item is not None:
            shiboken6.invalidate(item)


def _forgetting(method: Callable[..., None]) -> Callable[..., None]:
    def add(parent: QLayout, *given: Any) -> None:
        method(parent, *given)
        for one in given:
            if isinstance(one, QLayout):
                forget_items(one)

    add.forgets = True  # type: ignore[attr-defined]
    return add
