"""What is wrong with a message's text: found once for each state of it, whoever asks.

While somebody types, it is found in a worker process of its own, so that the window never waits for
it; saving and the stages then find the answer here already. Nothing is executed: templates are only
read.
"""

from __future__ import annotations

import pickle

from composer.checks.content import find_content_findings
from composer.errors import RenderError
from composer.findings import Finding, finding
from composer.model.message import RenderContext
from composer.rendering.compile import find_template_findings
from composer.rendering.confinement import Limits
from composer.stages.desk import Desk
from composer.stages.warm_pool import WarmPool

LIMITS = Limits(item_s=10.0)  # all languages of a long text; nobody waits for it


def text_findings(desk: Desk, context: RenderContext) -> tuple[Finding, ...]:
    """Find what is wrong with fields, syntax, links and images, unless that is known already."""
    return desk.kept(("text", context.message_seed, context), lambda: find_all(context))


def find_all(context: RenderContext) -> tuple[Finding, ...]:
    """Find what is wrong, without asking what is known."""
    return (*find_template_findings(context), *find_content_findings(context))


class TextReader:
    """Finds it in another process; one worker, started when first needed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._pool = WarmPool(_set_up, limits=LIMITS)

    def findings(self, context: RenderContext) -> tuple[Finding, ...]:
        """Find what is wrong with a text that may be another in a moment.

        Raises:
            Closed: the workspace was closed meanwhile.
        """
        return self._desk.kept(("text", context.message_seed, context), lambda: self._read(context))

    def close(self) -> None:
        """End the worker."""
        self._pool.close()

    def _read(self, context: RenderContext) -> tuple[Finding, ...]:
        try:
            return self._pool.workers().run(_find, pickle.dumps(context))
        except RenderError as error:
            part = error.part or "body"
            return (finding(error.code, where={"part": part}, part=part, field=error.field),)


def _set_up(_nothing: None) -> None:
    """Start a worker that keeps nothing."""


def _find(_state: None, packed: bytes) -> tuple[Finding, ...]:
    context: RenderContext = pickle.loads(packed)  # noqa: S301 - our own bytes, from the parent
    return find_all(context)
