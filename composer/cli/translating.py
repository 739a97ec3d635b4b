"""`translate`: how far each language is, reviewing, and what is said about a text.

Files for translators, the memory and the team's words have modules of their own.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence

from composer.cli import (
    translation_exchange,
    translation_later,
    translation_memory,
    translation_settings,
)
from composer.cli.context import Context
from composer.cli.parsing import Commands, tag
from composer.errors import UsageError
from composer.i18n import N_, _, ngettext, place
from composer.model.identifiers import CampaignId
from composer.model.translation import LocaleProgress, UnitAct, UnitLine, UnitState

_PARTS_SHOWN = 60
_STATES = {
    UnitState.NEW.value: N_("not translated"),
    UnitState.DRAFT.value: N_("waits for review"),
    UnitState.NEEDS_WORK.value: N_("needs work"),
    UnitState.REVIEWED.value: N_("reviewed"),
}


def add_commands(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `translate` with its steps."""
    translate = commands.add_parser("translate", parents=[shared], help=_("the translations"))
    steps = translate.add_subparsers(dest="step", required=True, metavar="STEP")
    status = steps.add_parser(
        "status",
        parents=[shared],
        help=_("how far each language is"),
        epilog=_(
            "With --json: campaign, locales (locale, people, total, reviewed, draft, needs_work, "
            "new, finished); with --locale its units as well."
        ),
    )
    _add_what(status, required=False)
    status.set_defaults(run=_status)
    review = steps.add_parser(
        "review",
        parents=[shared],
        help=_("mark what somebody else translated as reviewed"),
        epilog=_("With --json: campaign, locale, reviewed."),
    )
    _add_what(review)
    which = review.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--part", metavar="TEXT", action="append", default=[], help=_("how a text begins")
    )
    which.add_argument(
        "--all", action="store_true", help=_("everything that waits for a review; read it first")
    )
    review.set_defaults(run=_review)
    comment = steps.add_parser(
        "comment",
        parents=[shared],
        help=_("say something about a text"),
        epilog=_("With --json: campaign, locale, source, text, by, at."),
    )
    _add_what(comment)
    comment.add_argument("--part", metavar="TEXT", required=True, help=_("how the text begins"))
    comment.add_argument("text", metavar="COMMENT")
    comment.add_argument(
        "--needs-work", action="store_true", help=_("send the translation back to its translator")
    )
    comment.set_defaults(run=_comment)
    translation_exchange.add_steps(steps, shared)
    translation_later.add_steps(steps, shared)
    translation_settings.add_steps(steps, shared)
    translation_memory.add_steps(steps, shared)


def _add_what(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    parser.add_argument("campaign", metavar="CAMPAIGN")
    parser.add_argument(
        "--locale", metavar="TAG", required=required, type=tag, help=_("the language")
    )


def _status(context: Context, options: argparse.Namespace) -> int:
    campaign = context.campaign(options.campaign)
    translating = context.workspace.translating
    found = [
        line for line in translating.progress(campaign) if options.locale in {None, line.locale}
    ]
    record: dict[str, object] = {
        "campaign": campaign,
        "locales": [_progress_record(line) for line in found],
    }
    text = "\n".join(map(_progress_words, found)) or _("There is no such translation.")
    if options.locale and found:
        units = translating.units(campaign, options.locale)
        record["units"] = [_unit_record(line) for line in units]
        text = "\n".join((text, *_open_words(units)))
    context.out.result(record, text)
    return 0


def _review(context: Context, options: argparse.Namespace) -> int:
    campaign = context.campaign(options.campaign)
    units = context.workspace.translating.units(campaign, options.locale)
    if options.all:
        from composer.stages.translation_reviews import wants_reader  # noqa: PLC0415 - reads Babel

        asks = wants_reader(context.workspace.content(campaign), options.locale)
        sources = [line.source for line in units if _waits(line, asks_for_reader=asks)]
    else:
        sources = [_find(units, part) for part in options.part]
    count = context.workspace.translating.review(
        campaign, options.locale, sources, by=context.person()
    )
    text = place(
        ngettext("{n} text is reviewed now.", "{n} texts are reviewed now.", count), n=count
    )
    context.out.result({"campaign": campaign, "locale": options.locale, "reviewed": count}, text)
    return 0


def _comment(context: Context, options: argparse.Namespace) -> int:
    campaign: CampaignId = context.campaign(options.campaign)
    translating = context.workspace.translating
    source = _find(translating.units(campaign, options.locale), options.part)
    say = translating.send_back if options.needs_work else translating.comment
    said = say(campaign, options.locale, source, options.text, by=context.person())
    record = {
        "campaign": campaign,
        "locale": options.locale,
        "source": source,
        "text": said.text,
        "by": said.by,
        "at": said.at.isoformat(),
    }
    context.out.result(record, place(_("Said about “{part}”."), part=_short(source)))
    return 0


def _waits(line: UnitLine, *, asks_for_reader: bool) -> bool:
    """Whether a review of everything is about it; what needs work is looked at one by one.

    Where a reader of the language is asked for, the word of a file is no review.
    """
    is_declared = line.reviewed is None or line.reviewed.is_declared
    is_reviewed = line.state == UnitState.REVIEWED.value
    waits = is_reviewed and is_declared and asks_for_reader
    return line.state == UnitState.DRAFT.value or waits


def _find(units: Sequence[UnitLine], part: str) -> str:
    """Find a text by itself or by how it begins.

    Raises:
        UsageError: none does, or several.
    """
    wanted = " ".join(part.split()).casefold()
    by_words = {line.source: " ".join(line.source.split()).casefold() for line in units}
    exact = [source for source, words in by_words.items() if words == wanted]
    found = exact or [
        source for source, words in by_words.items() if wanted and words.startswith(wanted)
    ]
    if len(found) == 1:
        return found[0]
    words = (
        _("No text of the message begins with “{part}”.")
        if not found
        else _("Several texts of the message begin with “{part}”.")
    )
    raise UsageError(
        place(words, part=part),
        advice=_("See all: composer translate status CAMPAIGN --locale TAG"),
    )


def _progress_words(line: LocaleProgress) -> str:
    words = _(
        "{locale}: {reviewed} of {total} reviewed; waiting for review: {draft}; "
        "needing work: {needs_work}; not translated: {new}; people: {people}"
    )
    return place(
        words,
        locale=line.locale,
        reviewed=line.reviewed,
        total=line.total,
        draft=line.draft,
        needs_work=line.needs_work,
        new=line.new,
        people=line.people,
    )


def _open_words(units: Iterable[UnitLine]) -> list[str]:
    return [
        place(_("  {state}: {part}"), state=_(_STATES[line.state]), part=_short(line.source))
        for line in units
        if line.state != UnitState.REVIEWED.value
    ]


def _short(source: str) -> str:
    line = " ".join(source.split())
    return line if len(line) <= _PARTS_SHOWN else f"{line[: _PARTS_SHOWN - 1]}…"


def _progress_record(line: LocaleProgress) -> dict[str, object]:
    return {
        "locale": line.locale,
        "people": line.people,
        "total": line.total,
        "reviewed": line.reviewed,
        "draft": line.draft,
        "needs_work": line.needs_work,
        "new": line.new,
        "finished": line.is_finished,
    }


def _unit_record(line: UnitLine) -> dict[str, object]:
    return {
        "source": line.source,
        "target": line.target,
        "kind": line.kind,
        "state": line.state,
        "context": line.context,
        "author_note": line.author_note,
        "previous": line.previous,
        "notes": list(line.notes),
        "comments": [
            {"text": said.text, "by": said.by, "at": said.at.isoformat()} for said in line.comments
        ],
        "translated": _act_record(line.translated),
        "reviewed": _act_record(line.reviewed),
        "findings": [item.as_json() for item in line.findings],
    }


def _act_record(act: UnitAct | None) -> dict[str, object] | None:
    if act is None:
        return None
    return {"by": act.by, "at": act.at.isoformat(), "declared": act.is_declared}
