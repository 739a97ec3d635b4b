"""How long sending takes at this pace, what decides that, and what would be faster safely.

Shown before anybody signs: whoever finds out in the midst of a send that it takes ten hours is
tempted to change what was tested. Nothing is changed here; the settings are on another page.
"""

from __future__ import annotations

from collections.abc import Iterator

from composer.gui.numbers import number
from composer.gui.parts import Card, IconLabel, label, row
from composer.gui.times import full_moment, span
from composer.i18n import _, isolate, isolate_ltr, ngettext, place
from composer.model.campaign import Pace
from composer.model.check_summary import CheckSummary, FasterWay

SHOWN_FROM_S, LONG_S = 600, 3600
"""From when on the card is worth its room, and the time is something to look at."""


class EtaCard(Card):
    """The time of a send; hidden while nobody knows it, and where it is short."""

    def __init__(self) -> None:
        super().__init__()
        self._mark = IconLabel("clock", "muted", 20)
        self.time = label(role="strong", wraps=True)
        self.more = label(wraps=True)
        self.body.setSpacing(4)
        self.body.addLayout(row(self._mark, self.time, stretch=1))
        self.body.addWidget(self.more)
        self.hide()

    def show_check(self, check: CheckSummary | None, pace: Pace | None = None) -> None:
        """Show what the check of everybody says about the time, and until when that is."""
        is_long = check is not None and not check.sampled and check.eta_total_s >= SHOWN_FROM_S
        self.setVisible(is_long)
        if check is None or not is_long:
            return
        self._mark.show_icon("clock", "look" if check.eta_total_s >= LONG_S else "muted")
        self.time.setText(place(_("At this pace it takes {time}."), time=span(check.eta_total_s)))
        lines = [*eta_sentences(check), window_sentence(check, pace or Pace())]
        self.more.setText("\n".join(lines))


def eta_sentences(check: CheckSummary) -> Iterator[str]:
    """Say what decides the time, and each safe way to less of it."""
    limit = check.eta_limit
    if limit is not None:
        yield place(
            _("{percent} % of the addresses are at {domain}, limited to {rate} a second."),
            percent=number(limit.percent),
            domain=isolate_ltr(limit.domain),
            rate=f"{limit.per_second.normalize():f}",
        )
    for way in check.faster:
        yield place(
            _("Faster and safe: {change}, {time}."), change=_change(way), time=span(way.total_s)
        )
    if check.faster:
        yield _("That makes a new version to check, test and sign.")


def window_sentence(check: CheckSummary, pace: Pace) -> str:
    """Say what a longer window is: the same pace for longer, and nothing to sign anew."""
    if pace.planned is None:
        words = _(
            "A longer window: start at least {time} before it must be done. The pace stays, and "
            "nothing is signed anew."
        )
        return place(words, time=span(check.eta_total_s))
    words = _(
        "A longer window: started as planned, it ends {moment}. Up to an hour earlier nothing is "
        "signed anew; another plan makes a new version to check, test and sign."
    )
    return place(
        words, moment=isolate(full_moment(pace.ends_at(pace.planned.at, check.eta_total_s)))
    )


def _change(way: FasterWay) -> str:
    rate = f"{way.per_second.normalize():f}"
    match way.what:
        case "connections":
            words = ngettext(
                "{count} connection and {rate} a second",
                "{count} connections and {rate} a second",
                way.connections,
            )
            return place(words, count=number(way.connections), rate=rate)
        case "batches":
            return place(_("batches of {size} after the first ones"), size=number(way.batches[-1]))
        case _:
            return place(_("{rate} a second over the same connections"), rate=rate)
