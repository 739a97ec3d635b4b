"""Before a send: the launch card of six lines, the plan, and who must stay at the computer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from composer.gui.numbers import number
from composer.gui.pages.fact_lines import Fact, FactLines
from composer.gui.pages.pace_words import (
    hours_words,
    needed_words,
    rate_words,
    starts_at_words,
    takes_words,
)
from composer.gui.pages.plan_bar import PlanBar
from composer.gui.pages.wording import listed, people_words, sender_words, way_words
from composer.gui.parts import Button, Card, IconLabel, label, row
from composer.gui.times import full_moment, planned_for_reader, span
from composer.i18n import _, isolate, isolate_ltr, ngettext, place
from composer.model.check_summary import CheckSummary
from composer.model.overview import CampaignContent
from composer.model.planned_time import PlannedTime
from composer.translation.locale_names import language_name
from composer.translation.locales import resolve_locale

DOMAINS_SHOWN = 8


def launch_facts(
    content: CampaignContent, check: CheckSummary | None, *, waits: bool = False
) -> tuple[Fact, ...]:
    """Say in six lines what pressing the button will do; `waits` for the planned time first."""
    campaign = content.campaign
    languages = [language_name(tag) for tag in served_languages(content)]
    who = people_words(content.audience)
    if campaign.audience.rule:
        rule = _("{people}: {rule}")
        who = place(rule, people=who, rule=campaign.audience.rule)
    return (
        Fact(name=_("To"), value=who),
        Fact(name=_("Languages"), value=listed(languages)),
        Fact(name=_("From"), value=sender_words(campaign), middle=True),
        Fact(name=_("By"), value=way_words(campaign)),
        Fact(name=_("When"), value=when_words(campaign.pace.planned, waits=waits)),
        Fact(name=_("Takes"), value=_time_words(content, check)),
    )


def served_languages(content: CampaignContent) -> tuple[str, ...]:
    """Give the languages in which messages leave, most people first; not those that rows name.

    Who asks for a language that nobody wrote is named as asked: the check will say so, too.
    """
    campaign = content.campaign
    available = [catalogue.locale for catalogue in content.message.catalogues]
    people: Counter[str] = Counter()
    for wish, count in content.locale_counts:
        served = resolve_locale(
            wish,
            available=available,
            fallback=campaign.stated_fallbacks,
            source=campaign.locale,
        )
        people[served or wish] += count
    return tuple(tag for tag, _count in people.most_common())


def when_words(planned: PlannedTime | None, *, waits: bool = False) -> str:
    """Say when it is planned, and whether a person starts it then."""
    if planned is None:
        return _("As soon as you say so; the button asks once more.")
    if waits:
        return starts_at_words(planned)
    words = _("Planned for {moment}. It does not start by itself: a sender must be here then.")
    return place(words, moment=planned_for_reader(planned))


def _time_words(content: CampaignContent, check: CheckSummary | None) -> str:
    pace = content.campaign.pace
    if check is None or check.sampled:
        return takes_words(pace, check)
    words = _("{time}, at {pace}, and the time you take to look")
    rates = isolate(listed(rate_words(pace)))
    takes = place(words, time=span(check.eta_total_s), pace=rates)
    if pace.planned is None or pace.window is None:
        return takes
    ends = pace.ends_at(pace.planned.at, check.eta_total_s)
    done = place(_("Started as planned, it is done {moment}."), moment=isolate(full_moment(ends)))
    return f"{takes}. {done}"


def domain_lines(per_domain: Sequence[tuple[str, int]]) -> str:
    """Say how long each domain takes, the slowest first."""
    lines = [
        place(_("{domain}: {time}"), domain=isolate_ltr(domain), time=span(seconds))
        for domain, seconds in per_domain[:DOMAINS_SHOWN]
    ]
    more = len(per_domain) - DOMAINS_SHOWN
    if more > 0:
        words = ngettext("and {count} more domain", "and {count} more domains", more)
        lines.append(place(words, count=number(more)))
    return "\n".join(lines)


class LaunchView(QWidget):
    """The launch card and the plan."""

    def __init__(self) -> None:
        super().__init__()
        self.facts = FactLines()
        self.plan = PlanBar()
        self.stay = label(wraps=True)
        self.hours = label(wraps=True)
        self.night = QWidget()
        self.at_plan = QCheckBox(_("Wait for the planned time and start then by itself"))
        self.at_plan.toggled.connect(self._show_facts)
        self._shown: tuple[CampaignContent, CheckSummary | None] | None = None
        self.domains = label(wraps=True)
        self.domains.hide()
        self.by_domain = Button(_("By domain"), kind="link", checkable=True)
        self.by_domain.toggled.connect(self.domains.setVisible)
        card = Card()
        card.body.setContentsMargins(24, 20, 24, 16)
        card.body.addWidget(self.facts)
        card.body.addLayout(row(self.by_domain, QWidget(), stretch=1))
        card.body.addWidget(self.domains)
        plan = Card()
        plan.body.setContentsMargins(24, 16, 24, 16)
        plan.body.setSpacing(12)
        plan.body.addWidget(label(_("The plan"), role="section"))
        plan.body.addWidget(self.plan)
        plan.body.addLayout(row(IconLabel("user-check", "muted"), self.stay, stretch=1))
        self.night.setLayout(row(IconLabel("clock", "muted"), self.hours, stretch=1))
        plan.body.addWidget(self.night)
        plan.body.addWidget(self.at_plan)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(16)
        inner.addWidget(card)
        inner.addWidget(plan)
        inner.addStretch(1)

    def show_launch(
        self, content: CampaignContent, check: CheckSummary | None, sizes: Sequence[int]
    ) -> None:
        """Show what will be sent and how."""
        pace = content.campaign.pace
        self._shown = content, check
        self._show_facts()
        self.plan.show_plan(sizes, pace.hold_after)
        per_domain = check.eta_per_domain if check else ()
        self.by_domain.setVisible(bool(per_domain))
        self.domains.setText(domain_lines(per_domain))
        seconds = check.eta_total_s if check and not check.sampled else None
        needed = needed_words(sizes, pace.hold_after, seconds=seconds)
        self.stay.setText("\n".join((stay_words(sizes, pace.hold_after), *needed)))
        self.hours.setText(hours_words(pace.window))
        self.night.setVisible(pace.window is not None)
        self.at_plan.setVisible(pace.planned is not None and pace.planned.at > datetime.now(UTC))

    def _show_facts(self) -> None:
        if self._shown is not None:
            waits = self.at_plan.isChecked()
            self.facts.show_facts(launch_facts(*self._shown, waits=waits))

    @property
    def waits_for_plan(self) -> bool:
        """Whether the send is to wait for its planned time."""
        return self.at_plan.isVisibleTo(self) and self.at_plan.isChecked()


def stay_words(sizes: Sequence[int], hold_after: Sequence[int]) -> str:
    """Say who must stay at the computer, and until when."""
    waits = [at for at in hold_after if 0 < at < len(sizes)]
    if not waits:
        return _("It does not wait for anybody. Keep the computer switched on until the end.")
    first = sum(sizes[: waits[0]])
    words = ngettext(
        "After {count} message it waits until a sender has looked and says go on. "
        "Stay here until then, and keep the computer switched on until the end.",
        "After {count} messages it waits until a sender has looked and says go on. "
        "Stay here until then, and keep the computer switched on until the end.",
        first,
    )
    return place(words, count=number(first))
