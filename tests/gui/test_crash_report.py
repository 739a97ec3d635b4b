"""What nobody caught is shown once, described without anybody's data, and can be copied."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QWidget

from composer.gui.uncaught import Uncaught
from composer.model.recipient import address_key

ADDRESS = "ann.example@customer.example"


def test_an_uncaught_error_is_shown_once_and_holds_no_address(
    qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for left in app.topLevelWidgets():  # another test's error would stand for this one
        if left.objectName() == "error":
            left.close()
    uncaught = Uncaught(app)
    with pytest.raises(TypeError) as caught:
        address_key({ADDRESS: 1})  # type: ignore[arg-type]
    error = ValueError(f"{ADDRESS} is wrong")
    error.__cause__ = caught.value
    for _times in range(2):
        uncaught.take(type(error), error, None)

    def sheets() -> list[QWidget]:
        every = (*app.topLevelWidgets(), *window.findChildren(QWidget, "error"))
        return [one for one in set(every) if one.objectName() == "error" and one.isVisible()]

    qtbot.waitUntil(lambda: bool(sheets()))
    (sheet,) = sheets()
    (written,) = (tmp_path / "state").rglob("crashes/*.txt")
    texts = [label.text() for label in sheet.findChildren(QWidget) if hasattr(label, "text")]
    assert any(str(written) in text for text in texts)
    (details,) = sheet.findChildren(QPlainTextEdit)
    copier = next(one for one in sheet.findChildren(QPushButton) if one.text() == "Copy")
    copier.click()
    copied = QGuiApplication.clipboard().text()
    assert "composer/model/recipient.py:" in copied
    told = (*texts, details.toPlainText(), copied, written.read_text("utf-8"), *capfd.readouterr())
    assert not [text for text in told if "customer.example" in text]
    sheet.close()
    uncaught.deleteLater()


def test_an_error_is_shown_where_no_error_stream_is(qtbot, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stderr", None)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    uncaught, told = Uncaught(app), []
    uncaught.arrived.disconnect()
    uncaught.arrived.connect(told.append)
    error = ValueError("wrong")
    uncaught.take(ValueError, error, None)
    qtbot.waitUntil(lambda: told == [error])
