"""Which page shows which stage; a page's module is imported when it is first shown."""

from __future__ import annotations

from typing import assert_never

from composer.gui.page import Page
from composer.model.stages import Stage


def page_class(stage: Stage) -> type[Page]:  # noqa: PLR0911 - one line for each stage
    """Give the page of a stage."""
    # ruff: noqa: PLC0415 - the window opens before the pages it does not show are read
    match stage:
        case Stage.WRITE:
            from composer.gui.pages.write import WritePage

            return WritePage
        case Stage.TRANSLATE:
            from composer.gui.pages.translate import TranslatePage

            return TranslatePage
        case Stage.AUDIENCE:
            from composer.gui.pages.audience import AudiencePage

            return AudiencePage
        case Stage.PREVIEW:
            from composer.gui.pages.preview import PreviewPage

            return PreviewPage
        case Stage.TEST:
            from composer.gui.pages.test import TestPage

            return TestPage
        case Stage.SIGN_OFF:
            from composer.gui.pages.sign_off import SignOffPage

            return SignOffPage
        case Stage.SEND:
            from composer.gui.pages.send import SendPage

            return SendPage
        case Stage.REPORT:
            from composer.gui.pages.report import ReportPage

            return ReportPage
        case _:
            assert_never(stage)
