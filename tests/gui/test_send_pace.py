"""The Send page says when a person is needed, in which hours it sends, and why it waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QPushButton
from sending_workspace import SendingWorkspace

from composer.gui.application import make_window
from composer.gui.pages.pace_words import (
    needed_words,
    rate_words,
    slept_words,
    slow_words,
    takes_words,
    waits_words,
)
from composer.gui.pages.send_launch import launch_facts, served_languages, when_words
from composer.gui.theme import ThemeChoice
from composer.model.campaign import Pace
from composer.model.message import Catalogue
from composer.model.overview import Progress
from composer.model.planned_time import PlannedTime
from composer.model.sending_window import SendingWindow
from composer.model.stages import Stage

SOON = 20_000
HOURS = SendingWindow(opens="08:00", closes="20:00", zone="Europe/Berlin", days=(0, 1, 2, 3, 4))
ISOLATES = str.maketrans("", "", "\u2066\u2067\u2068\u2069")
RUNNING = Progress(
    running=True, batch=1, batches=(10,), rate_per_s=0.0, eta_s=4000, started_at=None, ended_at=None
)


@pytest.fixture
def open_page(qtbot, tmp_path):
    def open_one(situation, *, pace, planned=None):
        workspace = SendingWorkspace(tmp_path / "mailbox")
        workspace.planning.pace, workspace.planning.planned = pace, planned
        workspace.at(situation)
        window = make_window(workspace, theme=ThemeChoice.LIGHT)
        qtbot.addWidget(window)
        window.resize(1280, 800)
        window.show()
        qtbot.waitUntil(lambda: window.session.content is not None, timeout=SOON)
        window.show_stage(Stage.SEND)
        return workspace, window

    return open_one


def tomorrow() -> PlannedTime:
    at = (datetime.now(UTC) + timedelta(days=1)).replace(second=0, microsecond=0)
    return PlannedTime(local=f"{at:%Y-%m-%d %H:%M}", zone="UTC", at=at)


def test_the_launch_card_says_who_is_needed_when_and_in_which_hours(qtbot, open_page):
    pace = Pace(per_minute=600, per_day=50_000, window=HOURS)
    _workspace, window = open_page("approved", pace=pace)
    launch = window.page.launch
    qtbot.waitUntil(lambda: "nobody comes" in launch.stay.text(), timeout=SOON)
    assert "A sender is needed once" in launch.stay.text()
    assert "08:00 to 20:00 (Europe/Berlin) on Mon – Fri" in launch.hours.text().translate(ISOLATES)
    assert not launch.at_plan.isVisibleTo(launch)
    assert rate_words(pace) == ("50 a second", "at most 600 a minute", "at most 50,000 in 24 hours")


def test_nobody_says_how_long_it_takes_before_everybody_was_checked(qtbot, open_page):
    _workspace, window = open_page("approved", pace=Pace())
    qtbot.waitUntil(lambda: window.session.check is not None, timeout=SOON)
    check, content = window.session.check, window.session.content
    for known in (None, replace(check, sampled=True)):
        assert takes_words(Pace(), known) == "Known once everybody is checked."
        takes = next(fact for fact in launch_facts(content, known) if fact.name == "Takes")
        assert takes.value == "Known once everybody is checked."
    assert takes_words(Pace(), check).translate(ISOLATES) == "about 4 min, at 50 a second"


def test_the_launch_card_names_the_languages_in_which_messages_leave(open_page):
    _workspace, window = open_page("approved", pace=Pace())
    content = window.session.content
    message = replace(content.message, catalogues=(Catalogue(locale="de", entries=()),))
    counts = (("de-AT", 7), ("de", 2), ("", 5), ("tlh", 1))
    served = served_languages(replace(content, message=message, locale_counts=counts))
    assert served == ("de", content.campaign.locale, "tlh")


def test_a_planned_start_is_waited_for_only_when_it_is_asked_for(qtbot, open_page):
    workspace, window = open_page("approved", pace=Pace(), planned=tomorrow())
    page = window.page
    qtbot.waitUntil(lambda: page.launch.at_plan.isVisibleTo(page.launch), timeout=SOON)
    assert not page.launch.waits_for_plan
    page.launch.at_plan.click()
    assert "then it starts by itself" in when_words(workspace.planning.planned, waits=True)
    page.ask_to_send()
    sheet = next(item for item in window.findChildren(QPushButton, "act") if item.isVisible())
    sheet.click()
    qtbot.waitUntil(lambda: bool(workspace.started), timeout=SOON)
    assert workspace.waited_for_plan


def test_a_running_send_says_what_it_waits_for_and_that_it_is_slower(qtbot, open_page):
    workspace, window = open_page("running", pace=Pace(window=HOURS))
    until = datetime.now(UTC) + timedelta(hours=9)
    workspace._progress = replace(
        workspace._progress, waits_for="window", waits_until=until, speed=0.25, jumps=1
    )
    window.session.reload()
    words = window.page.run.waits
    qtbot.waitUntil(lambda: "goes on by itself" in words.text(), timeout=SOON)
    assert "25 % of the pace" in words.text()
    assert "This computer slept meanwhile" in words.text()
    window.page.on_battery = True
    window.page.refresh_status()
    assert "runs on its battery" in words.text()


def test_nothing_is_said_where_nothing_is_waited_for():
    assert waits_words(RUNNING) == slow_words(RUNNING) == slept_words(RUNNING) == ""
    assert needed_words((10, 90), (), seconds=100) == ()


def test_the_first_wait_for_a_person_is_told_as_time_after_the_start():
    (told,) = needed_words((10, 90, 100), (1, 2), seconds=2000)
    assert "2 times" in told
    assert "about 2 min after the start" in told
