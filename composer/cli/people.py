"""`people`, `seeds`, `policy`: what the owner signs."""

from __future__ import annotations

import argparse

from composer.cli.context import Context
from composer.cli.membership import add_joining, add_owning
from composer.cli.parsing import Commands, locales, roles
from composer.cli.policy import add_policy
from composer.cli.privacy import add_erasing
from composer.cli.seeds import add_seeds
from composer.i18n import _, place
from composer.model.overview import PersonHere


def add_commands(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Add `people`, `seeds` and `policy`."""
    _add_people(commands, shared)
    add_seeds(commands, shared)
    add_policy(commands, shared)


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
    add_joining(steps, shared)
    add_owning(steps, shared)
    add_erasing(steps, shared)


def _person_record(line: PersonHere) -> dict[str, object]:
    return {
        "name": line.person.name,
        "email": line.person.email,
        "roles": sorted(role.value for role in line.person.roles),
        "locales": list(line.person.locales),
        "public_key": line.person.public_key,
        "key_here": line.has_key,
        "keys": [
            {
                "public_key": key.public_key,
                "device": key.device,
                "revoked_at": key.revoked_at.isoformat() if key.revoked_at else "",
                "reason": key.reason,
            }
            for key in line.person.device_keys
        ],
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
    text = "\n".join(written for line in lines for written in _lines_of(line))
    context.out.result(
        {"people": [_person_record(line) for line in lines]}, text or _("Nobody yet.")
    )
    return 0


def _lines_of(line: PersonHere) -> list[str]:
    """Write a person, and their keys where they have more than one or lost one."""
    person = line.person
    rights = ", ".join(sorted(role.value for role in person.roles))
    if not person.is_active:
        rights = _("left")
    here = "  " + _("key here") if line.has_key else ""
    written = [f"{person.name} <{person.email}>  {rights}{here}"]
    keys = person.device_keys
    if len(keys) == 1 and person.is_active:
        return written
    for key in keys:
        device = key.device or _("first computer")
        if key.revoked_at is None:
            written.append(f"    {key.public_key[:16]}  {device}")
            continue
        gone = place(
            _("revoked on {date}: {reason}"),
            date=f"{key.revoked_at:%Y-%m-%d}",
            reason=key.reason,
        )
        written.append(f"    {key.public_key[:16]}  {device}  {gone}")
    return written
