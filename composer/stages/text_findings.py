"""What is wrong with a message's text: found once for each state of it, whoever asks.

While somebody types, it is found in worker processes, so that the window never waits for it; saving
and the stages then find the answer here already. Nothing is executed: templates are only read. What
the attached files hold is no matter of the text, so only their names travel.

A long text in many languages takes seconds to read. Nobody waits for that who writes or saves: what
is wrong as it is written is found at once, and beside it stands what the last reading of everything
found in languages, links and looks. Once it is saved, everything is read behind the scenes, and
whoever asks afterwards is told all. What decides (checking everybody, freezing) reads all itself.
"""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from composer.checks.content import find_content_findings, find_unwritten
from composer.checks.file_kinds import find_file_findings
from composer.confinement.limits import Limits
from composer.errors import Closed, RenderError
from composer.findings import Finding, finding
from composer.model.message import MessageFile, RenderContext
from composer.rendering.compile import find_template_findings
from composer.rendering.template_findings import find_written_findings
from composer.stages.desk import Desk
from composer.stages.finding_places import placed
from composer.stages.timing import judged_day
from composer.stages.warm_pool import WarmPool

Findings = tuple[Finding, ...]

LIMITS = Limits(item_s=60.0)  # all languages of a long text; nobody waits for it who writes
READ_AT_ONCE = 16_000
"""Characters in all languages together that are read whole after each pause: about 0.2 s."""


def text_findings(desk: Desk, context: RenderContext) -> Findings:
    """Find what is wrong with fields, syntax, links and images, unless that is known already."""
    seen, day = _without_contents(context), judged_day(context.campaign, desk.now())
    if desk.read_long is not None and _is_long(seen):
        return desk.read_long(context)
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
    return (*find_unwritten(context.message), *find_template_findings(context), *content)


class TextReader:
    """Finds it in other processes: one worker for what is typed, one for what takes long."""

    def __init__(self, desk: Desk, *, spares: int = 1) -> None:
        self._desk = desk
        self._pool = WarmPool(_set_up, spares=spares, limits=LIMITS)
        self._changed = threading.Condition()
        self._besides: dict[str, Findings] = {}  # of each campaign, by its seed
        self._saved: dict[str, RenderContext] = {}  # and not read to the end yet, by its seed
        self._is_reading = False

    def findings(self, context: RenderContext) -> Findings:
        """Find what is wrong with a text that may be another in a moment.

        Raises:
            Closed: the workspace was closed meanwhile.
        """
        return self._at_once(context) if _is_long(context) else self.all_findings(context)

    def saved_findings(self, context: RenderContext) -> Findings:
        """Find what is wrong with a text that was just saved; a long one is read on meanwhile.

        Raises:
            Closed: the workspace was closed meanwhile.
        """
        if not _is_long(context):
            return self.all_findings(context)
        with self._changed:
            self._saved[context.message_seed] = context
            starts, self._is_reading = not self._is_reading, True
        if starts:
            threading.Thread(target=self._read_saved, daemon=True).start()
        return self._at_once(context)

    def standing_findings(self, context: RenderContext) -> Findings:
        """Find what is wrong with a stored text: all of it, unless it is just being read.

        Raises:
            Closed: the workspace was closed meanwhile.
        """
        with self._changed:
            is_being_read = self._is_being_read(context)
        return self._at_once(context) if is_being_read else self.all_findings(context)

    def all_findings(self, context: RenderContext) -> Findings:
        """Find everything that is wrong with a text, however long it takes.

        Raises:
            Closed: the workspace was closed meanwhile.
        """
        with self._changed:
            self._changed.wait_for(lambda: not self._is_being_read(context))
        return self._whole(context)

    def close(self) -> None:
        """End the workers."""
        self._pool.close()

    def _is_being_read(self, context: RenderContext) -> bool:
        return self._saved.get(context.message_seed) == context

    def _read_saved(self) -> None:
        """Read what was saved, the newest state of each campaign, until nothing is left."""
        try:
            while (context := self._next_saved()) is not None:
                try:
                    self._whole(context)
                finally:
                    self._forget(context)
        except Closed:
            return
        finally:
            with self._changed:
                self._saved.clear()
                self._is_reading = False
                self._changed.notify_all()

    def _next_saved(self) -> RenderContext | None:
        with self._changed:
            context = next(iter(self._saved.values()), None)
            self._is_reading = context is not None
            return context

    def _forget(self, read: RenderContext) -> None:
        with self._changed:
            if self._saved.get(read.message_seed) is read:
                del self._saved[read.message_seed]
            self._changed.notify_all()

    def _at_once(self, context: RenderContext) -> Findings:
        """Give what is wrong as it is written, and beside it what was known before."""
        written = self._written(_without_contents(context))
        with self._changed:
            besides = self._besides.get(context.message_seed, ())
        return (*written, *(item for item in besides if item not in written))

    def _whole(self, context: RenderContext) -> Findings:
        seen, day = _without_contents(context), judged_day(context.campaign, self._desk.now())
        find = partial(find_all, at=day)
        found = self._desk.kept(_key(seen, day), lambda: self._read(find, seen))
        written = self._written(seen) if _is_long(seen) else found
        with self._changed:
            self._besides[seen.message_seed] = tuple(item for item in found if item not in written)
        return (*found, *find_file_findings(context.campaign, context.message))

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
    return (*find_unwritten(context.message), *find_written_findings(context))


def _find(_state: None, item: tuple[Callable[[RenderContext], Findings], bytes]) -> Findings:
    find, packed = item
    context: RenderContext = pickle.loads(packed)  # noqa: S301 - our own bytes, from the parent
    return find(context)
