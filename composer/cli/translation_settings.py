"""`translate fallback` and `translate reader`: what a campaign says about its languages."""

from __future__ import annotations

import argparse

from composer.cli.context import Context
from composer.cli.parsing import Commands, tag
from composer.i18n import _, place


def add_steps(steps: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `fallback` and `reader` to the steps of `translate`."""
    fallback = _step(steps, shared, "fallback", _("which language people get instead of another"))
    which = fallback.add_mutually_exclusive_group(required=True)
    which.add_argument("--to", metavar="TAG", type=tag, help=_("the language that they get"))
    which.add_argument("--none", action="store_true", help=_("take the fallback out"))
    fallback.set_defaults(run=_fallback)
    reader = _step(steps, shared, "reader", _("ask for a reviewer who reads the language"))
    reader.add_argument("--not-needed", action="store_true", help=_("ask for none any more"))
    reader.set_defaults(run=_reader)


def _step(
    steps: Commands, shared: argparse.ArgumentParser, name: str, words: str
) -> argparse.ArgumentParser:
    step = steps.add_parser(
        name, parents=[shared], help=words, epilog=_("With --json: campaign, fallback, readers.")
    )
    step.add_argument("campaign", metavar="CAMPAIGN")
    step.add_argument("--locale", metavar="TAG", required=True, type=tag, help=_("the language"))
    return step


def _fallback(context: Context, options: argparse.Namespace) -> int:
    campaign = context.campaign(options.campaign)
    context.workspace.translating.state_fallback(
        campaign, options.locale, options.to or "", by=context.person()
    )
    return _say(context, options)


def _reader(context: Context, options: argparse.Namespace) -> int:
    campaign = context.campaign(options.campaign)
    context.workspace.translating.want_reader(
        campaign, options.locale, wanted=not options.not_needed, by=context.person()
    )
    return _say(context, options)


def _say(context: Context, options: argparse.Namespace) -> int:
    """Say all of it as it is now."""
    campaign = context.campaign(options.campaign)
    settings = context.workspace.content(campaign).campaign
    lines = [
        place(
            _("People who read {locale} get the message in {served}, as the fallbacks say."),
            locale=wish,
            served=served,
        )
        for wish, served in settings.fallback
    ]
    lines += [
        place(_("Somebody who reads {language} must review it."), language=locale)
        for locale in settings.readers
    ]
    record = {
        "campaign": campaign,
        "fallback": dict(settings.fallback),
        "readers": list(settings.readers),
    }
    context.out.result(record, "\n".join(lines) or _("Saved."))
    return 0
