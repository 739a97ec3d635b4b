"""The options of `audience`, and what they say about a campaign's settings."""

from __future__ import annotations

import argparse
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from composer.cli.context import Context
from composer.cli.parsing import positive
from composer.i18n import _
from composer.model.campaign import AudienceSettings, Inactive

DELIMITERS = {"tab": "\t", "comma": ",", "semicolon": ";", "bar": "|"}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add every option of `audience`."""
    _add_steps(parser)
    _add_contract(parser)
    _add_source(parser)
    _add_decisions(parser)


def decided(
    context: Context, settings: AudienceSettings, options: argparse.Namespace
) -> dict[str, Any]:
    """Give what the options say about the settings, by name; what they do not name stays."""
    named: dict[str, Any] = {
        "expected": options.expect,
        "tolerance": options.tolerance,
        "rule": options.rule,
        "agreed": options.agreed,
        "encoding": options.encoding,
        "delimiter": DELIMITERS.get(options.delimiter) if options.delimiter else None,
        "sheet": options.sheet,
        "segment": options.segment,
        "no_locale": options.no_locale,
    }
    if options.column:
        named["columns"] = tuple((dict(settings.columns) | dict(options.column)).items())
    if options.exclude is not None:
        named["exclude"] = tuple(context.campaign(name) for name in options.exclude if name)
    if options.again:
        reasons = {context.campaign(name): reason for name, reason in options.again}
        named["overlap"] = tuple((dict(settings.overlap) | reasons).items())
    answers = {key: value for key, value in named.items() if value is not None}
    if options.inactive is not None:
        answers["inactive"] = Inactive(**options.inactive) if options.inactive else None
    return answers


def _add_steps(parser: argparse.ArgumentParser) -> None:
    steps = parser.add_mutually_exclusive_group()
    steps.add_argument("--replace", metavar="FILE", type=Path, help=_("take over a new file"))
    steps.add_argument(
        "--bring-back", metavar="FILE", type=Path,
        help=_("take corrected rows into the pending list, from a file of --bad-rows"),
    )  # fmt: skip
    steps.add_argument("--use", action="store_true", help=_("take over the pending list"))
    steps.add_argument("--discard", action="store_true", help=_("forget the pending list"))
    steps.add_argument(
        "--bad-rows", metavar="FILE", type=Path,
        help=_("write the pending list's rows with problems, to be corrected"),
    )  # fmt: skip
    parser.add_argument(
        "--leave-out", metavar="CODE", action="append", default=[],
        help=_("leave out the pending list's people with this finding, such as address.no_at"),
    )  # fmt: skip
    parser.add_argument(
        "--take-back", metavar="CODE", action="append", default=[],
        help=_("undo --leave-out"),
    )  # fmt: skip


def _add_contract(parser: argparse.ArgumentParser) -> None:
    contract = parser.add_argument_group(_("what is promised before the list is read"))
    contract.add_argument("--expect", metavar="N", type=positive, help=_("about so many people"))
    contract.add_argument(
        "--tolerance",
        metavar="SHARE",
        type=_share,
        help=_("such as 0.02 for two in a hundred more or fewer"),
    )
    contract.add_argument("--rule", metavar="T", help=_("who belongs to the list, in words"))
    contract.add_argument("--agreed", metavar="WHO", help=_("who agreed to the list"))


def _add_source(parser: argparse.ArgumentParser) -> None:
    source = parser.add_argument_group(
        _("how the file is to be read; a pending list is read again so")
    )
    source.add_argument(
        "--column", metavar="FILE_NAME=NAME", action="append", default=[], type=_pair,
        help=_("a column's name in the message, such as “Email Address=email”"),
    )  # fmt: skip
    source.add_argument("--encoding", metavar="NAME", help=_("such as windows-1252"))
    source.add_argument("--delimiter", choices=sorted(DELIMITERS))
    source.add_argument("--sheet", metavar="NAME", help=_("which sheet of a spreadsheet"))


def _add_decisions(parser: argparse.ArgumentParser) -> None:
    decisions = parser.add_argument_group(_("who of them gets it"))
    decisions.add_argument(
        "--segment", metavar="FILTER",
        help=_('who stays, such as status = "admitted" and country in (DE, AT); empty: everybody'),
    )  # fmt: skip
    decisions.add_argument(
        "--exclude", metavar="CAMPAIGN", action="append", default=None,
        help=_("leave out the people of another campaign"),
    )  # fmt: skip
    decisions.add_argument(
        "--inactive", metavar="COLUMN=DAY", type=_column_and_day,
        help=_("leave out people whose day in the column is before DAY; empty: nobody"),
    )  # fmt: skip
    decisions.add_argument(
        "--no-locale", metavar="LANGUAGE", help=_("what people without a language read")
    )
    decisions.add_argument(
        "--again", metavar="CAMPAIGN=REASON", action="append", default=[], type=_pair,
        help=_("why the people of that campaign get nearly the same message again"),
    )  # fmt: skip


def _share(text: str) -> Decimal:
    """Read a share from 0 to 1."""
    try:
        share = Decimal(text)
    except InvalidOperation:
        share = Decimal(-1)
    if not share.is_finite() or not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(_("write a share from 0 to 1, such as 0.02"))
    return share


def _column_and_day(text: str) -> dict[str, str]:
    """Read `COLUMN=DAY`, or nothing."""
    return dict(zip(("column", "before"), _pair(text), strict=True)) if text else {}


def _pair(text: str) -> tuple[str, str]:
    """Read `NAME=VALUE`."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise argparse.ArgumentTypeError(_("write NAME=VALUE"))
    return name.strip(), value.strip()
