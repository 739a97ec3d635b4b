"""The user guide and `--help` agree: what the guide names exists, what exists is in the guide."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from composer.cli.main import build_parser
from tests.unit.cli import options_page

GUIDE = Path(__file__).parents[3] / "docs" / "guide"
PAGES = sorted(GUIDE.rglob("*.md"))
CODE = re.compile(r"^    (.+)$|`([^`\n]+)`", re.MULTILINE)
OPTION = re.compile(r"(?<![\w-])--[a-z][\w-]*")
CALLED = re.compile(r"(?:^|\$\s*)composer\s+(.*)")
NAMED = re.compile(r"^(?:\*\*`([^`]+)`\*\*|- `(--[a-z-]+))", re.MULTILINE)
SHARED = re.compile(r"--(?:workspace|as)[ =]\S+|--json")


@cache
def program() -> argparse.ArgumentParser:
    """Give the program's parser, made once."""
    return build_parser()


def steps(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Give the commands below a parser."""
    found: dict[str, argparse.ArgumentParser] = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            found.update(action.choices)
    return found


def ways(parser: argparse.ArgumentParser, name: str = "") -> Iterator[str]:
    """Give every command with its steps: `people add`."""
    below = steps(parser)
    if not below:
        yield name
    for step, inner in below.items():
        yield from ways(inner, f"{name} {step}".strip())


def called(page: Path) -> Iterator[str]:
    """Give what a page calls on the command line, without the program's name."""
    known = steps(program())
    for match in CODE.finditer(page.read_text("utf-8")):
        text = (match[1] or match[2]).split(" #")[0].strip()
        if found := CALLED.search(text):
            yield SHARED.sub("", found[1]).strip()
        elif match[2] and text.split(" ")[0] in known and OPTION.search(text):
            yield text


def flaw_of(call: str) -> str:
    """Say what a call names that the program does not have."""
    parser, words = program(), call.split()
    while words and (below := steps(parser)):
        if words[0].startswith("-") or words[0] in {"…", "COMMAND"}:
            break
        if words[0] not in below:
            return f"{call}: no {words[0]}"
        parser = below[words.pop(0)]
    known = {name for action in parser._actions for name in action.option_strings}
    missing = [option for option in OPTION.findall(" ".join(words)) if option not in known]
    return f"{call}: no {', '.join(missing)}" if missing else ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(GUIDE)))
def test_every_command_and_option_that_the_guide_names_exists(page: Path) -> None:
    assert [flaw for call in called(page) if (flaw := flaw_of(call))] == []


def test_every_command_is_in_the_guide() -> None:
    calls = {" ".join(call.split()) + " " for page in PAGES for call in called(page)}
    missing = [
        way for way in ways(program()) if not any(call.startswith(f"{way} ") for call in calls)
    ]
    assert missing == []


@pytest.mark.parametrize("tag", options_page.PAGES)
def test_every_option_of_every_command_is_on_the_page_of_options(tag: str) -> None:
    """Written anew by: python -m tests.unit.cli.options_page (the words are those of `--help`)."""
    written, now = options_page.PAGES[tag].read_text("utf-8"), options_page.page("en")
    assert NAMED.findall(written) == NAMED.findall(now)


def test_links_between_pages_lead_somewhere() -> None:
    lost = []
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#\s]+)\)", page.read_text("utf-8")):
            if "://" not in target and "{" not in target and not (page.parent / target).exists():
                lost.append(f"{page.relative_to(GUIDE)}: {target}")
    assert lost == []


def test_the_german_guide_has_every_page() -> None:
    english, german = ({page.name for page in at.glob("*.md")} for at in (GUIDE, GUIDE / "de"))
    assert german == english
