"""Every page of the real example, in every state: nothing is cut off, nothing is left in English.

Light and dark, 1100×700 to 1920×1080, each language, text at 100 and 200 %. One window is
resized and restyled. What is compared is the geometry of the real widgets, not pixels. A fault is
what stays: on a slow machine a look may come between a new text and the layout that follows it.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import chain, product

import pytest
from example_states import Example
from layout_faults import layout_faults
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget
from untranslated import Catalogue, untranslated

from composer import i18n
from composer.gui import theme
from composer.gui.application import make_window
from composer.gui.audience.filter_edit import EXAMPLE as FILTER
from composer.gui.pages.apart import Apart
from composer.gui.parts import label
from composer.gui.sheets import Sheet
from composer.gui.stage_words import STAGES
from composer.gui.theme import ThemeChoice
from composer.gui.welcome import Welcome
from composer.gui.window import Window
from composer.model.stages import Stage

SIZES = ((1280, 800), (1920, 1080))
SMALLEST = (1100, 700)
LASTS_MS = 3_000
STATES = ("fresh", "tested", "held", "done")
USUAL = {("fresh", "en", 100), ("fresh", "ar", 200), ("tested", "en", 200), ("held", "ar", 100)}
"""Both ways of writing in both sizes of text, early and late; the rest is long."""


def cases():
    """Give every state in every language and size; what adds little is long."""
    for state, language, percent in product(STATES, ("en", "ar"), (100, 200)):
        is_usual = (state, language, percent) in USUAL
        marks = () if is_usual else pytest.mark.long
        yield pytest.param(state, language, percent, marks=marks)
    for state, language in product(STATES, ("de", "es", "fr", "ja")):
        is_usual = (state, language) == ("fresh", "de")  # the longest words
        yield pytest.param(state, language, 100, marks=() if is_usual else pytest.mark.long)


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    made = Example(tmp_path_factory.mktemp("example") / "workspace", domain="seed.test")
    yield made
    made.close()


@pytest.fixture
def language(request, qapp):
    i18n.use_language(request.param)
    right = i18n.is_right_to_left()
    qapp.setLayoutDirection(
        Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
    )
    yield request.param
    i18n.use_language("en")
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def scale(qapp):
    """Set the size of all text in per cent, for windows that are made afterwards."""
    before = qapp.font()
    look = qapp.findChild(theme.Theme) or theme.Theme(qapp, ThemeChoice.LIGHT)

    def set_scale(percent: int) -> None:
        font = qapp.font()
        font.setPointSizeF(theme.base_size_pt(before) * percent / 100)
        qapp.setFont(font)
        look.base_pt = font.pointSizeF()
        look.choose(ThemeChoice.LIGHT)

    yield set_scale
    set_scale(100)


class Looker:
    """Shows a window in one way after the other and gathers what is wrong."""

    def __init__(self, qtbot, window: QWidget) -> None:
        self._qtbot = qtbot
        self.window = window
        self.faults: list[str] = []

    def look(self, name: str) -> None:
        """Wait until nothing moves any more, then look for faults."""
        self.settle()
        self.gather(name)

    def gather(self, name: str, *, lasts_ms: int = LASTS_MS) -> None:
        """Look for faults that are still there when the layouts asked for were made."""
        found: list[str] = []

        def fits() -> bool:
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            found[:] = self._faults_now()
            return not found

        with suppress(self._qtbot.TimeoutError):
            self._qtbot.waitUntil(fits, timeout=lasts_ms)
        self.faults += [f"{name}: {fault}" for fault in found]

    def settle(self) -> None:
        """Wait until what is under way has arrived and the layout stays as it is."""
        seen: list[object] = []

        def stands_still() -> bool:
            background = getattr(self.window, "session", self.window).background
            seen.append([(id(part), part.geometry()) for part in self.window.findChildren(QWidget)])
            return background.is_idle and len(seen) > 1 and seen[-1] == seen[-2]

        self._qtbot.waitUntil(stands_still, timeout=20_000)

    def _faults_now(self) -> list[str]:
        sheets = (sheet for sheet in self.window.findChildren(Sheet) if sheet.isVisible())
        return [fault for window in (self.window, *sheets) for fault in layout_faults(window)]


def pages(window: Window):
    """Show each page of the campaign; give their names."""
    for stage in STAGES:
        window.show_stage(stage)
        yield stage.value


def further_views(window: Window, example: Example):
    """Show what is reached from within the pages; give the names."""
    session = window.session
    if example.state == "fresh":
        yield from writing_panels(window)
        yield from audience_views(window)
        yield from preview_views(window)
    if session.check is not None:
        window.show_stage(Stage.PREVIEW)
        window.page.show_address(session.check.variants[-1].address)
        yield "a kind of message"
    if example.state == "tested":
        session.act_as(example.reviewer)
        window.show_stage(Stage.SIGN_OFF)
        window.page.open_review()
        yield "review"
        window.page.review.say_wrong()
        yield "review with a comment"
        session.act_as(example.author)
        for ask in (window.ask_to_change, send_page(window).ask_to_send):
            ask()
            sheet = next(sheet for sheet in window.findChildren(Sheet) if sheet.isVisible())
            yield f"sheet {sheet.accessibleName()}"
            sheet.reject()
    window.inspector.show()
    window.show_stage(Stage.AUDIENCE)
    window.page.table.selectRow(0)
    yield "inspector"
    window.inspector.hide()
    window.show_campaigns()
    yield "campaigns"
    if example.state == "fresh":
        yield from beginnings(window)


def writing_panels(window: Window):
    """Show each panel beside the text, then the brand; give the names."""
    from composer.gui.pages.write import PANELS
    from composer.gui.writing.panels.headers_panel import HeadersPanel

    window.show_stage(Stage.WRITE)
    for kind in PANELS:
        panel = window.page.side.show_panel(kind)
        if isinstance(panel, HeadersPanel):
            panel.more.setChecked(True)
        yield f"panel {kind.title}"
    window.page.side.close_panel()
    window.show_apart(Apart.BRAND)
    yield "brand"


def audience_views(window: Window):
    """Show what the Audience page opens, then the do-not-write list; give the names."""
    window.show_stage(Stage.AUDIENCE)
    page = window.page
    page.choose_tool.setChecked(True)
    yield "who gets it"
    page.choose_tool.setChecked(False)
    page.promise.edit()
    yield "promise"
    page.promise.close_form()
    window.show_apart(Apart.SUPPRESSIONS)
    yield "do-not-write list"


def preview_views(window: Window):
    """Show each side of a message, two beside each other, and what a link and a wall say."""
    from composer.gui.mail_copy import Blocked, BlockedKind

    window.show_stage(Stage.PREVIEW)
    message = window.page.message
    for tab in range(1, message.tabs.count()):
        message.tabs.setCurrentIndex(tab)
        yield f"side {tab} of the message"
    message.tabs.setCurrentIndex(0)
    message.compare.setChecked(True)
    yield "two messages"
    message.compare.setChecked(False)
    message.pane.link.show_link("https://example.com/notices/weights", unsubscribes=True)
    yield "a link"
    message.pane.link.hide()
    message.pane.blocked.show_blocked([Blocked(kind=kind, what="x") for kind in BlockedKind])
    message.pane.blocked.more.setChecked(True)
    yield "what was left out"
    message.pane.blocked.more.setChecked(False)


def beginnings(window: Window):
    """Show both forms of a new campaign."""
    window.show_apart(Apart.NEW_CAMPAIGN)
    yield "new campaign"
    window.page.by_copy.click()
    yield "new campaign from an earlier one"


def send_page(window: Window):
    """Show the Send page."""
    window.show_stage(Stage.SEND)
    return window.page


@pytest.mark.parametrize(("state", "language", "percent"), tuple(cases()), indirect=["language"])
def test_nothing_is_cut_off_or_left_in_english(qtbot, example, scale, state, language, percent):
    example.reach(state)
    scale(percent)
    window = make_window(example.workspace, theme=ThemeChoice.LIGHT)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.session.content is not None, timeout=20_000)
    looker = Looker(qtbot, window)
    sizes = SIZES if percent > 100 else (SMALLEST, *SIZES)
    # Colours move nothing: the other sizes are looked at in one of the two.
    for choice, shown in ((ThemeChoice.DARK, sizes[:1]), (ThemeChoice.LIGHT, sizes)):
        window.theme.choose(choice)
        for page in pages(window):
            for size in shown:
                window.resize(*size)
                looker.look(f"{page} {choice.value} {size[0]}")
    catalogue = Catalogue(language) if language != "en" and percent == 100 else None
    again = pages(window) if catalogue else ()
    for view in chain(again, further_views(window, example)):
        looker.look(view)
        if catalogue is not None:
            found = untranslated(window, catalogue, known=own_words(example))
            looker.faults += [f"{view}: {fault}" for fault in found]
    assert looker.faults == [], "\n".join(dict.fromkeys(looker.faults))


@pytest.mark.parametrize("language", ["en", "ar"], indirect=True)
@pytest.mark.parametrize("percent", [100, 200])
def test_the_welcome_fits_too(qtbot, tmp_path, scale, language, percent):
    scale(percent)
    window = Welcome(tmp_path / "none")
    qtbot.addWidget(window)
    window.show()
    looker = Looker(qtbot, window)
    looker.look("welcome")
    assert looker.faults == [], "\n".join(looker.faults)


@pytest.fixture
def narrow(qtbot):
    """Give a small window with one label in it."""
    window = QWidget()
    words = label("1")
    line = QHBoxLayout(window)
    line.addWidget(words)
    line.addStretch(1)
    qtbot.addWidget(window)
    window.show()
    return window, words


def test_a_new_text_whose_layout_only_waits_is_no_fault(qtbot, narrow):
    window, words = narrow
    words.setText("1 of 2,000")
    assert layout_faults(window) != []
    looker = Looker(qtbot, window)
    looker.gather("page")
    assert looker.faults == []


def test_a_text_that_stays_cut_off_is_a_fault(qtbot, narrow):
    window, words = narrow
    words.setFixedWidth(6)
    words.setText("1 of 2,000")
    looker = Looker(qtbot, window)
    looker.gather("page", lasts_ms=50)
    assert [fault.partition(" 6×")[0] for fault in looker.faults] == [
        "page: cut off: QLabel '1 of 2,000'"
    ]


def own_words(example: Example) -> frozenset[str]:
    """Give the names that stay as they are in every language."""
    content = example.workspace.content(example.campaign)
    campaign = content.campaign
    names = [here.person.name for here in example.workspace.people()]
    initials = ["".join(part[0] for part in name.split()) for name in names]
    message = content.message
    shown = example.workspace.preview(example.campaign, None).rendered.header("Subject")
    return frozenset(
        (
            campaign.name, campaign.sender.name, campaign.audience.rule, campaign.audience.file,
            message.subject, message.preheader, shown, *content.columns, *names, *initials, FILTER,
        )
    ) - {""}  # fmt: skip
