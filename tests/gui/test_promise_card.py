"""The promise about a list: what was said of it stands apart from who agreed."""

from __future__ import annotations

from composer.gui.audience.promise_card import PromiseCard
from composer.gui.audience.promise_words import Promise


def test_the_rule_and_who_agreed_stand_apart(qtbot):
    card = PromiseCard()
    qtbot.addWidget(card)
    promise = Promise(expected=3, rule="customers with an open account", agreed="Ben")
    card.show_promise(promise, count=3, may_edit=True)
    said = card.more.accessibleName().replace("\u2068", "").replace("\u2069", "")
    assert said == "customers with an open account · Agreed by Ben."
