"""What is wrong with a message's text: found once for each state of it, whoever asks.

While somebody types, it is found in worker processes, so that the window never waits for it; saving
and the stages then find the answer here already. Nothing is executed: templates are only read. What
the attached files hold is no matter of the text, so only their names travel.

A long text in many languages takes seconds to read. Its marks must not: until it is saved, what is
wrong as it is written is found at once, and beside it stands what the last reading of everything
found in languages, links and looks.
"""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from composer.checks.content import find_content_findings
from composer.checks.file_kinds import find_file_findings
from composer.confinement.limits import Limits
from composer.errors import RenderError
from composer.findings import Finding, finding
from composer.model.message import MessageFile, RenderContext
from composer.rendering.compile import find_template_findings
from composer.rendering.template_findings import find_written_findings
from composer.stages.desk import Desk
from composer.stages.finding_places import placed
from composer.stages.timing import judged_day
from composer.stages.warm_pool import WarmPool

Findings = tuple[Finding, ...]

LIMITS = Limits(item_s=20.0)  # all languages of a long text; the window does not wait for it
READ_AT_ONCE = 16_000
"""Characters in all languages together that are read whole after each pause: about 0.2 s."""


def text_findings(desk: Desk, context: RenderContext) -> Findings:
    """Find what is wrong with fields, syntax, links and images, unless that is known already."""
    seen, day = _without_contents(context), judged_day(context.campaign, desk.now())
    found = desk.kept(_key(seen, day), lambda: find_all(seen, at=day))
    return (*found, *find_file_findings(context.campaign, context.message))


def find_apart(desk: Desk, context: RenderContext) -> None:
    """Have it known what is wrong, found in a process that ends: what tells languages is large."""
    reader = TextReader(desk, spares=0)
    try:
        reader.all_findings(context)
    finally:
        reader.close()


def find_all(context: RenderContext, *, at: date) -> Findings:
    """Find what is wrong with a message that leaves on a day, without asking what is known."""
    content = placed(find_content_findings(context, at=at), context)
    return (*find_template_findings(context), *content)


class TextReader:
    """Finds it in other processes: one worker for what is typed, one for what takes long."""

    def __init__(self, desk: Desk, *, spares: int = 1) -> None:
        self._desk = desk
        self._pool = WarmPool(_set_up, spares=spares, limits=LIMITS)
        self._lock = threading.Lock()
        self._besides: dict[str, Findings] = {}  # of each campaign, by its seed

    def findings(self, context: RenderContext) -> Findings:
        """Find what is wrong with a text that may be another in a moment.

        Raises:
            Closed: the workspace was closed meanwhile.
        """
        seen = _without_contents(context)
        if not _is_long(seen):
            return self.all_findings(context)
        written = self._written(seen)
        with self._lock:
            besides = self._besides.get(seen.message_seed, ())
        return (*written, *(item for item in besides if item not in written))

    def all_findings(self, context: RenderContext) -> Findings:
        """Find everything that is wrong with a text, however long it takes.

        Raises:
            Closed: the workspace was closed meanwhile.
        """
        seen, day = _without_contents(context), judged_day(context.campaign, self._desk.now())
        find = partial(find_all, at=day)
        found = self._desk.kept(_key(seen, day), lambda: self._read(find, seen))
        written = self._written(seen) if _is_long(seen) else found
        with self._lock:
            self._besides[seen.message_seed] = tuple(item for item in found if item not in written)
        return (*found, *find_file_findings(context.campaign, context.message))

    def close(self) -> None:
        """End the workers."""
        self._pool.close()

    def _written(self, seen: RenderContext) -> Findings:
        """Find what is wrong as it is written; translations have no part in that."""
        source = replace(seen, message=replace(seen.message, catalogues=()))
        key = ("written", seen.message_seed, source)
        return self._desk.kept(key, lambda: self._read(_find_written, source))

    def _read(self, find: Callable[[RenderContext], Findings], context: RenderContext) -> Findings:
        try:
            return self._pool.workers().run(_find, (find, pickle.dumps(context)))
        except RenderError as error:
            part = error.part or "body"
            return (finding(error.code, where={"part": part}, part=part, field=error.field),)


def _without_contents(context: RenderContext) -> RenderContext:
    """Give a message whose files are there by name; each still differs from the others."""
    files = tuple(
        MessageFile(path=item.path, content=item.path.encode()) for item in context.message.files
    )
    return replace(context, message=replace(context.message, files=files))


def _key(seen: RenderContext, day: date) -> tuple[object, ...]:
    return ("text", seen.message_seed, seen, day)


def _is_long(context: RenderContext) -> bool:
    message = context.message
    written = (message.body, message.body_html, message.text_override)
    length = sum(len(text or "") for text in written)
    return length * (len(message.catalogues) + 1) > READ_AT_ONCE


def _set_up(_nothing: None) -> None:
    """Start a worker that keeps nothing."""


def _find_written(context: RenderContext) -> Findings:
    return tuple(find_written_findings(context))


def _find(_state: None, item: tuple[Callable[[RenderContext], Findings], bytes]) -> Findings:
    find, packed = item
    context: RenderContext = pickle.loads(packed)  # noqa: S301 - our own bytes, from the parent
    return find(context)
