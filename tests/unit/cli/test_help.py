"""Every command explains itself, in every language of the program."""

from __future__ import annotations

import argparse

import pytest

from composer import i18n
from composer.cli.main import build_parser


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_command_prints_its_help(language: str) -> None:
    i18n.use_language(language)
    try:
        parser = build_parser()
        (commands,) = (
            action for action in parser._actions if isinstance(action, argparse._SubParsersAction)
        )
        texts = [parser.format_help(), *(each.format_help() for each in commands.choices.values())]
    finally:
        i18n.use_language("en")
    assert len(texts) > 20
    assert all("--workspace" in text for text in texts)
