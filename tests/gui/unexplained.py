"""Finds controls that are off and do not say why, to eyes and to screen readers."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

CONTROLS = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit)


def unexplained(root: QWidget) -> list[str]:
    """Name what is off without a reason, menus included."""
    controls = [
        control
        for kind in CONTROLS
        for control in root.findChildren(kind)
        if control.isVisibleTo(root) and not control.isEnabled()
    ]
    lines = [
        action
        for menu in root.findChildren(QMenu)
        for action in menu.actions()
        if not action.isEnabled() and not action.isSeparator()
    ]
    return [
        control.accessibleName() or getattr(control, "text", str)() or repr(control)
        for control in controls
        if not control.accessibleDescription()
        or control.accessibleDescription() not in said(control)
    ] + [
        line.text()
        for line in lines
        if not line.text().endswith(".") and line.toolTip() == line.text()
    ]


def said(control: QWidget) -> str:
    """Give what eyes can read about a control: its tooltip, and the labels in its window."""
    labels = (words.text() for words in control.window().findChildren(QLabel) if words.isVisible())
    elided = (
        words._whole for words in control.window().findChildren(QLabel) if hasattr(words, "_whole")
    )
    return "\n".join((control.toolTip(), *labels, *elided))
