"""Which page shows which stage; a page's module is imported when it is first shown."""

from __future__ import annotations

import importlib

from composer.gui.page import Page
from composer.model.stages import Stage


def page_class(stage: Stage) -> type[Page]:
    """Give the page of a stage."""
    module = importlib.import_module(f"composer.gui.pages.{stage.value}")
    for thing in vars(module).values():
        if isinstance(thing, type) and issubclass(thing, Page) and thing.stage is stage:
            return thing
    raise LookupError(stage.value)
