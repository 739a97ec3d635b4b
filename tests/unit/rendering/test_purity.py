"""Rule 2: rendering reads no clock, no chance, no file and no network, and remembers nobody."""

from __future__ import annotations

import ast
import os
import random
import secrets
import sys
import time
import uuid
from pathlib import Path
from typing import NoReturn

import pytest

from composer.rendering.compile import compile_message
from composer.rendering.message import render_message
from composer.rendering.mime import build_eml
from composer.rendering.sendgrid_body import build_sendgrid_body
from tests.unit.rendering.samples import BODY, catalogue, make_context, make_recipient

RENDERING = Path(__file__).parents[3] / "composer" / "rendering"
PROCESSES = {"pool", "worker", "worker_process"}
UNFIT = {
    "time", "random", "secrets", "uuid", "os", "io", "socket", "subprocess", "tempfile", "shutil",
    "urllib.request", "http", "ssl", "threading", "asyncio", "locale", "getpass", "platform",
}  # fmt: skip
UNFIT_CALLS = {"now", "today", "utcnow", "fromtimestamp", "localtime", "hash", "id", "getenv"}
WORDS = """
{{ "2019-11-01T09:30"|datetime("full", zone="Europe/Berlin") }} {{ tier|upper }} {{ "b,a"|split|sort|list }}
{{ balance|currency("EUR") }} {{ "2"|plural("file", "files") }} {{ balance|percent }}
"""
PEOPLE = [
    make_recipient(number=number, locale=locale, first_name=name, tier=tier)
    for number, (locale, name, tier) in enumerate(
        [("", "Ann", "gold"), ("de", "Jürgen", "x"), ("ar", "مريم", "gold"), ("ja", "花子", "x")]
        * 5
    )
]


def modules() -> list[Path]:
    return [path for path in sorted(RENDERING.glob("*.py")) if path.stem not in PROCESSES]


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.stem)
def test_no_module_of_rendering_can_ask_for_time_chance_or_the_machine(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }
    assert not imported & UNFIT
    assert not called & UNFIT_CALLS


def refuse(*_args: object, **_kwargs: object) -> NoReturn:
    raise AssertionError("rendering asked for time or chance")


class _Watch:
    def __init__(self) -> None:
        self.events: list[str] | None = None
        sys.addaudithook(self.hear)

    def hear(self, event: str, _args: tuple[object, ...]) -> None:
        if self.events is not None:
            self.events.append(event)


WATCH = _Watch()


def test_nothing_is_asked_of_the_machine_while_rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    context = make_context(
        body=BODY + WORDS,
        unsubscribe="https://example.com/u/{{ token }}",
        catalogues=(catalogue("de"), catalogue("ar"), catalogue("ja")),
    )
    compiled = compile_message(context)
    first = [render_message(compiled, person) for person in PEOPLE]  # what is loaded once
    for module, names in (
        (time, ("time", "time_ns", "monotonic", "perf_counter", "localtime", "gmtime")),
        (random, ("random", "randint", "choice", "getrandbits", "shuffle")),
        (secrets, ("token_hex", "token_bytes", "token_urlsafe")),
        (uuid, ("uuid1", "uuid4")),
        (os, ("urandom", "getpid", "getenv", "stat", "listdir")),
    ):
        for name in names:
            monkeypatch.setattr(module, name, refuse)
    WATCH.events = []
    try:
        again = [render_message(compiled, person) for person in PEOPLE]
        forms = [(build_eml(item), build_sendgrid_body(item, context.campaign)) for item in again]
    finally:
        heard, WATCH.events = WATCH.events, None
        monkeypatch.undo()
    assert again == first
    assert len(forms) == len(PEOPLE)
    assert not [event for event in heard if not event.startswith("object.__getattr__")]


def test_a_message_does_not_depend_on_whose_was_made_before() -> None:
    context = make_context(
        body=BODY + WORDS, catalogues=(catalogue("de"), catalogue("ar"), catalogue("ja"))
    )
    forwards, backwards = compile_message(context), compile_message(context)
    first = [render_message(forwards, person) for person in PEOPLE]
    last = [render_message(backwards, person) for person in reversed(PEOPLE)]
    alone = [render_message(compile_message(context), person) for person in PEOPLE]
    assert first == list(reversed(last)) == alone


def test_rendering_changes_nothing_that_it_was_given() -> None:
    context, person = make_context(), make_recipient()
    before = repr((context, person))
    render_message(compile_message(context), person)
    assert repr((context, person)) == before
