"""`people`, `seeds`, `policy`: what the owner signs."""

from __future__ import annotations

import argparse

from composer.cli.context import Context
from composer.cli.parsing import Commands, locales, positive, roles
from composer.errors import UsageError
from composer.i18n import _, place
from composer.model.overview import PersonHere
from composer.model.person import Policy


def add_commands(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `people`, `seeds` and `policy`."""
    _add_people(commands, shared)
    _add_seeds(commands, shared)
    policy = commands.add_parser("policy", parents=[shared], help=_("the rules for sign-off"))
    steps = policy.add_subparsers(dest="step", required=True, metavar="STEP")
    show = steps.add_parser("show", parents=[shared], help=_("show the rules"))
    show.set_defaults(run=_show_policy)
    change = steps.add_parser("set", parents=[shared], help=_("change the rules (owner)"))
    change.add_argument("--reviewers", type=positive, help=_("how many must approve"))
    change.add_argument("--expires-hours", type=positive, help=_("how long an approval counts"))
    change.set_defaults(run=_set_policy)


def _add_people(commands: Commands, shared: argparse.ArgumentParser) -> None:
    people = commands.add_parser("people", parents=[shared], help=_("who works here"))
    steps = people.add_subparsers(dest="step", required=True, metavar="STEP")
    add = steps.add_parser("add", parents=[shared], help=_("add a person; the first is the owner"))
    add.add_argument("name", metavar="NAME")
    add.add_argument("email", metavar="EMAIL")
    add.add_argument(
        "--role", type=roles, required=True, help=_("author,reviewer,sender,translator,owner")
    )
    add.add_argument("--locales", type=locales, default=(), help=_("languages they read: de,fr"))
    add.set_defaults(run=_add_person)
    lines = steps.add_parser("list", parents=[shared], help=_("list the people"))
    lines.set_defaults(run=_list_people)


def _add_seeds(commands: Commands, shared: argparse.ArgumentParser) -> None:
    seeds = commands.add_parser("seeds", parents=[shared], help=_("the test mailboxes"))
    steps = seeds.add_subparsers(dest="step", required=True, metavar="STEP")
    add = steps.add_parser("add", parents=[shared], help=_("add a test mailbox (owner)"))
    add.add_argument("address", metavar="ADDRESS")
    add.set_defaults(run=_add_seed)
    lines = steps.add_parser("list", parents=[shared], help=_("list the test mailboxes"))
    lines.set_defaults(run=_list_seeds)


def _person_record(line: PersonHere) -> dict[str, object]:
    return {
        "name": line.person.name,
        "email": line.person.email,
        "roles": sorted(role.value for role in line.person.roles),
        "locales": list(line.person.locales),
        "public_key": line.person.public_key,
        "key_here": line.has_key,
    }


def _add_person(context: Context, options: argparse.Namespace) -> int:
    workspace = context.open_or_create()
    by = context.person() if workspace.people() else None
    person = workspace.add_person(
        name=options.name,
        email=options.email,
        roles=options.role,
        locales=options.locales,
        by=by,
    )
    line = PersonHere(person=person, has_key=True)
    context.out.result(_person_record(line), place(_("{name} works here now."), name=person.name))
    return 0


def _list_people(context: Context, options: argparse.Namespace) -> int:
    del options
    lines = context.workspace.people()
    text = "\n".join(
        f"{line.person.name} <{line.person.email}>  "
        + ", ".join(sorted(role.value for role in line.person.roles))
        + ("  " + _("key here") if line.has_key else "")
        for line in lines
    )
    context.out.result(
        {"people": [_person_record(line) for line in lines]}, text or _("Nobody yet.")
    )
    return 0


def _add_seed(context: Context, options: argparse.Namespace) -> int:
    context.workspace.add_seed(options.address, by=context.person())
    return _list_seeds(context, options)


def _list_seeds(context: Context, options: argparse.Namespace) -> int:
    del options
    seeds = context.workspace.seeds()
    context.out.result({"seeds": list(seeds)}, "\n".join(seeds) or _("No test mailboxes yet."))
    return 0


def _policy_record(policy: Policy) -> dict[str, object]:
    return {
        "reviewers": policy.reviewers,
        "expires_hours": policy.expires_hours,
        "version": policy.version,
    }


def _show_policy(context: Context, options: argparse.Namespace) -> int:
    del options
    policy = context.workspace.policy()
    text = place(
        _("Reviewers: {reviewers}\nAn approval counts for: {hours} hours"),
        reviewers=policy.reviewers,
        hours=policy.expires_hours,
    )
    context.out.result(_policy_record(policy), text)
    return 0


def _set_policy(context: Context, options: argparse.Namespace) -> int:
    if options.reviewers is None and options.expires_hours is None:
        raise UsageError(_("Say what to change."), advice="--reviewers N, --expires-hours N")
    now = context.workspace.policy()
    context.workspace.set_policy(
        reviewers=options.reviewers or now.reviewers,
        expires_hours=options.expires_hours or now.expires_hours,
        by=context.person(),
    )
    return _show_policy(context, options)
