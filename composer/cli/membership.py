"""`people join`, `admit`, `roster`, `revoke` and what owners sign together.

Words are compared out of band: one reads them to the other over the telephone. They are given with
an option, or typed when the command asks for them.
"""

from __future__ import annotations

import argparse
import platform
import sys
from pathlib import Path

from composer.cli.context import Context
from composer.cli.parsing import Commands, locales, roles
from composer.errors import Blocked, UsageError
from composer.findings import finding
from composer.i18n import _, place


def add_joining(steps: Commands, shared: argparse.ArgumentParser) -> None:
    """Add the steps by which somebody on another computer joins."""
    join = steps.add_parser(
        "join", parents=[shared], help=_("make a key on this computer, and a request to join")
    )
    join.add_argument("name", metavar="NAME")
    join.add_argument("email", metavar="EMAIL")
    join.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("the request"))
    join.add_argument("--device", default="", help=_("what this computer is called"))
    join.set_defaults(run=_join)
    admit = steps.add_parser("admit", parents=[shared], help=_("admit whoever asked (owner)"))
    admit.add_argument("file", type=Path, metavar="FILE")
    admit.add_argument(
        "--role", type=roles, default=frozenset(), help=_("author,reviewer,sender,translator,owner")
    )
    admit.add_argument("--locales", type=locales, default=(), help=_("languages they read: de,fr"))
    admit.add_argument("--words", help=_("the words of the request, as they read them to you"))
    admit.set_defaults(run=_admit)
    _add_roster(steps, shared)
    revoke = steps.add_parser(
        "revoke", parents=[shared], help=_("end what somebody's keys count for (owner)")
    )
    revoke.add_argument("email", metavar="EMAIL")
    revoke.add_argument("--key", help=_("only this key: how it begins, or its computer's name"))
    revoke.add_argument("--reason", required=True, help=_("why; it stands in the signed list"))
    revoke.set_defaults(run=_revoke)


def add_owning(steps: Commands, shared: argparse.ArgumentParser) -> None:
    """Add what owners do: changes that wait, signing again, the recovery key."""
    waiting = steps.add_parser(
        "waiting", parents=[shared], help=_("list the changes that wait for the other owner")
    )
    waiting.set_defaults(run=_list_waiting)
    cosign = steps.add_parser("cosign", parents=[shared], help=_("sign a change that waits"))
    cosign.add_argument("change", metavar="CHANGE", nargs="?")
    cosign.set_defaults(run=_cosign)
    again = steps.add_parser(
        "sign-again", parents=[shared], help=_("sign all lists for another year (owner)")
    )
    again.set_defaults(run=_sign_again)
    recovery = steps.add_parser(
        "recovery", parents=[shared], help=_("make a recovery key, to be kept in a safe (owner)")
    )
    recovery.add_argument("--out", type=Path, required=True, metavar="FILE")
    recovery.set_defaults(run=_make_recovery)
    recover = steps.add_parser(
        "recover", parents=[shared], help=_("use the recovery key: an owner's new computer")
    )
    recover.add_argument("file", type=Path, metavar="FILE")
    recover.add_argument("--device", default="", help=_("what this computer is called"))
    recover.set_defaults(run=_recover)


def _add_roster(steps: Commands, shared: argparse.ArgumentParser) -> None:
    roster = steps.add_parser(
        "roster", parents=[shared], help=_("carry the owner's signed lists to another computer")
    )
    ways = roster.add_subparsers(dest="way", required=True, metavar="STEP")
    out = ways.add_parser("export", parents=[shared], help=_("write them into a file"))
    out.add_argument("file", type=Path, metavar="FILE")
    out.set_defaults(run=_export_roster)
    take = ways.add_parser("import", parents=[shared], help=_("take them in from a file"))
    take.add_argument("file", type=Path, metavar="FILE")
    take.add_argument("--owner-words", help=_("the owner's words, as they read them to you"))
    take.set_defaults(run=_import_roster)


def _join(context: Context, options: argparse.Namespace) -> int:
    device = options.device.strip() or platform.node() or platform.system()
    wanted = {"name": options.name, "email": options.email, "device": device}
    from composer.stages.joining import ask_without_workspace  # noqa: PLC0415 - most of the program
    from composer.workspace import Workspace  # noqa: PLC0415 - as above

    if Workspace.exists(context.workspace_path):
        request = context.workspace.ask_to_join(options.out, **wanted)
    else:
        request = ask_without_workspace(options.out, **wanted)
    text = place(
        _(
            "Give {file} to the owner, and read them these words over the telephone:\n{words}\n"
            "The key stays on this computer."
        ),
        file=str(options.out),
        words=request.words,
    )
    record = {"words": request.words, "public_key": request.public_key, "device": request.device}
    context.out.result(record, text)
    return 0


def _admit(context: Context, options: argparse.Namespace) -> int:
    from composer.stages.joining import Admission  # noqa: PLC0415 - most of the program

    by = context.person()
    request = context.workspace.read_request(options.file)
    asked = place(
        _(
            "{name} <{email}> asks to join from “{device}”. "
            "Ask them for their words, and write them:"
        ),
        name=request.name,
        email=request.email,
        device=request.device,
    )
    words = _words_given(options.words, asked, code="people.words_differ")
    admission = Admission(roles=options.role, locales=options.locales, words=words)
    counts = context.workspace.admit(request, admission, by=by)
    done = place(
        _("{name} works here now, and signs from “{device}”."),
        name=request.name,
        device=request.device,
    )
    _say(context, counts, done, {"email": request.email, "public_key": request.public_key})
    return 0


def _revoke(context: Context, options: argparse.Namespace) -> int:
    by = context.person()
    counts = context.workspace.revoke_keys(
        options.email, key=options.key, reason=options.reason, by=by
    )
    _say(context, counts, _("Revoked. What was approved with it counts no more."), {})
    return 0


def _export_roster(context: Context, options: argparse.Namespace) -> int:
    words = context.workspace.export_team(options.file)
    text = place(
        _(
            "Written to {file}. On first sight the other computer asks for the owner's words:\n"
            "{words}"
        ),
        file=str(options.file),
        words=words,
    )
    context.out.result({"file": str(options.file), "owner_words": words}, text)
    return 0


def _import_roster(context: Context, options: argparse.Namespace) -> int:
    workspace = context.open_or_create()
    team, is_known = workspace.read_team_file(options.file)
    words = options.owner_words
    if not is_known:
        asked = _(
            "This computer does not know the owner yet. Ask them for their words, write them:"
        )
        words = _words_given(words, asked, code="people.owner_words_differ")
    news = workspace.take_team_in(team, owner_words=words)
    record = {"new_versions": news.new_versions, "people": [item.email for item in news.people]}
    text = place(
        _("The owner's lists are taken in. Signed versions that are new here: {count}."),
        count=news.new_versions,
    )
    context.out.result(record, text)
    return 0


def _list_waiting(context: Context, options: argparse.Namespace) -> int:
    del options
    changes = context.workspace.waiting_changes()
    lines = [
        f"{item.digest[:16]}  {item.at:%Y-%m-%d %H:%M} UTC  {', '.join(item.lists)}  → "
        + ", ".join(person.name for person in item.missing)
        for item in changes
    ]
    record = {
        "waiting": [
            {
                "change": item.digest,
                "lists": list(item.lists),
                "missing": [person.email for person in item.missing],
            }
            for item in changes
        ]
    }
    context.out.result(record, "\n".join(lines) or _("Nothing waits."))
    return 0


def _cosign(context: Context, options: argparse.Namespace) -> int:
    by = context.person()
    changes = [
        item.digest
        for item in context.workspace.waiting_changes()
        if item.digest.startswith(options.change or "")
    ]
    if len(changes) != 1:
        raise UsageError(
            _("No change that waits, or more than one, is meant."),
            advice=_("See what waits: composer people waiting"),
        )
    counts = context.workspace.cosign(changes[0], by=by)
    _say(context, counts, _("Signed by both owners: it counts now."), {"change": changes[0]})
    return 0


def _sign_again(context: Context, options: argparse.Namespace) -> int:
    del options
    by = context.person()
    counts = context.workspace.sign_lists_again(by=by)
    until = [
        f"{state.expires_at:%Y-%m-%d}"
        for state in context.workspace.list_states()
        if state.expires_at
    ]
    text = place(
        _("The lists are signed again and count until {date}."), date=min(until, default="")
    )
    _say(context, counts, text, {"expires": min(until, default="")})
    return 0


def _make_recovery(context: Context, options: argparse.Namespace) -> int:
    by = context.person()
    counts = context.workspace.make_recovery(options.out, by=by)
    text = place(
        _(
            "The recovery key is in {file}. Print it or put it on a medium in a safe, then delete "
            "the file here: whoever has it can become the owner."
        ),
        file=str(options.out),
    )
    _say(context, counts, text, {"file": str(options.out)})
    return 0


def _recover(context: Context, options: argparse.Namespace) -> int:
    device = options.device.strip() or platform.node() or platform.system()
    person, counts = context.workspace.recover(
        options.file, email=context.person_email, device=device
    )
    text = place(
        _("{name} owns the workspace with a key of this computer; the former keys are revoked."),
        name=person.name,
    )
    _say(context, counts, text, {"email": person.email})
    return 0


def _say(context: Context, counts: bool, text: str, record: dict[str, object]) -> None:  # noqa: FBT001
    """Tell what was done, or that it waits for the other owner."""
    waits = _("Signed by you. It counts once the other owner has signed it, too.")
    context.out.result({**record, "counts": counts}, text if counts else waits)


def _words_given(given: str | None, asked: str, *, code: str) -> str:
    """Give the words of the option, or ask on the terminal; nobody there can compare nothing."""
    if given is not None:
        return given
    if not (sys.stdin is not None and sys.stdin.isatty()):
        raise Blocked([finding(code)])
    print(asked, file=sys.stderr)
    return input("> ")
