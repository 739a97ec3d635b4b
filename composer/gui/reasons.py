"""Switches a control off together with its reason, so that no control is off without one.

The reason stands in the tooltip below the control's own words, and is what a screen reader says.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

_TIP = "usual_tip"
_DESCRIPTION = "usual_description"


def allow(control: QWidget, *, unless: str) -> None:
    """Let a control be used, unless there is a reason why not."""
    tip = _usual(control, _TIP, control.toolTip())
    described = _usual(control, _DESCRIPTION, control.accessibleDescription())
    control.setEnabled(not unless)
    control.setToolTip("\n".join(line for line in (tip, unless) if line))
    control.setAccessibleDescription(unless or described)


def rename(control: QWidget, words: str) -> None:
    """Give a control another tooltip and name; a shortcut in brackets is no part of the name."""
    control.setProperty(_TIP, words)
    control.setToolTip(words)
    control.setAccessibleName(words.partition(" (")[0])


def _usual(control: QWidget, name: str, now: str) -> str:
    """Give what a control says by itself, noted when it is first asked for."""
    if control.property(name) is None:
        control.setProperty(name, now)
    return str(control.property(name))
