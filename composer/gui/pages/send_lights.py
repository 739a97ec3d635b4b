"""Lights for the test mailboxes during a send: what arrived there, and whether it was right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from composer.gui.numbers import number
from composer.gui.pages.wording import short_address
from composer.gui.parts import IconLabel, label, row
from composer.i18n import _, isolate_ltr, ngettext, place
from composer.model.overview import ReceiptState

STATE_LOOKS = {
    "equal": ("circle-check", "done"),
    "different": ("octagon-x", "danger"),
    "missing": ("circle-dashed", "muted"),
    "attested": ("user-check", "look"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedLight:
    """One test mailbox: how many copies went there, how many arrived right or wrong."""

    seed: str
    sent: int
    equal: int
    different: int

    @property
    def state(self) -> str:
        """The worst that is known."""
        if self.different:
            return "different"
        return "equal" if self.equal == self.sent else "missing"

    @property
    def text(self) -> str:
        """The state in words."""
        if self.different:
            words = ngettext(
                "{count} message differs from the approved one",
                "{count} messages differ from the approved ones",
                self.different,
            )
            return place(words, count=number(self.different))
        words = ngettext(
            "{equal} of {count} message arrived, correct",
            "{equal} of {count} messages arrived, correct",
            self.sent,
        )
        return place(words, equal=number(self.equal), count=number(self.sent))


def seed_lights(receipts: Sequence[ReceiptState]) -> tuple[SeedLight, ...]:
    """Sum the copies up by mailbox, in the order of their first copy."""
    seeds = dict.fromkeys(receipt.seed for receipt in receipts)
    lights = []
    for seed in seeds:
        states = [receipt.state for receipt in receipts if receipt.seed == seed]
        light = SeedLight(
            seed=seed,
            sent=len(states),
            equal=states.count("equal"),
            different=states.count("different"),
        )
        lights.append(light)
    return tuple(lights)


class SeedLights(QWidget):
    """One line for each mailbox; nothing before the first copy."""

    def __init__(self) -> None:
        super().__init__()
        self._lights: tuple[SeedLight, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.hide()

    @property
    def lights(self) -> tuple[SeedLight, ...]:
        """What is shown."""
        return self._lights

    @property
    def arrived(self) -> tuple[tuple[str, int, int], ...]:
        """What has arrived by mailbox: how many right, and how many wrong."""
        return tuple((light.seed, light.equal, light.different) for light in self._lights)

    def show_receipts(self, receipts: Sequence[ReceiptState]) -> None:
        """Show how the copies arrived."""
        lights = seed_lights(receipts)
        if lights == self._lights:
            return
        self._lights = lights
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        for light in lights:
            self._column.addWidget(_line(light))
        self.setVisible(bool(lights))


def _line(light: SeedLight) -> QWidget:
    shown = QWidget()
    sentence, seed = _("{seed}: {state}"), light.seed
    text = label(
        place(sentence, seed=isolate_ltr(short_address(seed)), state=light.text), wraps=True
    )
    text.setAccessibleName(place(sentence, seed=seed, state=light.text))
    text.setToolTip(seed)
    shown.setLayout(row(IconLabel(*STATE_LOOKS[light.state]), text, stretch=1))
    return shown
