"""Setting a workspace up: which of the six steps are done, read from what is there.

`Workspace.set_up` is one of these. Nothing of it is stored: a word such as "finished" would go
stale with the next key that is withdrawn. Nothing is asked of the network either.
"""

from __future__ import annotations

from composer.i18n import _, isolate, isolate_ltr, ngettext, place
from composer.model.accounts import AccountKind, AccountLine, KeyState
from composer.model.person import Person, Role
from composer.model.set_up import SetUpLine, SetUpSeen, SetUpStep
from composer.stages.accounts import Accounts
from composer.stages.desk import Desk
from composer.stages.looking import one_look
from composer.stages.people import people_here
from composer.stages.policies import policy_history

LEAST_MAILBOXES = 2
_USABLE = {KeyState.STORED, KeyState.ENVIRONMENT, KeyState.NOT_NEEDED}


class SetUp:
    """The steps of one open workspace; reading them may ask the password store."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._accounts = Accounts(desk)

    @one_look
    def seen(self, person: Person) -> SetUpSeen:
        """Say how each step stands for whoever sits here."""
        accounts = self._accounts.seen().lines
        people = [line.person for line in people_here(self._desk) if line.person.is_active]
        lines = (
            self._who(person),
            self._place(),
            _service(accounts),
            _mailboxes(accounts),
            _people(people, alone=self._alone),
            self._rules(),
        )
        return SetUpSeen(lines=lines)

    @property
    def _alone(self) -> str:
        history = policy_history(self._desk)
        return history[-1].alone if history else ""

    def _who(self, person: Person) -> SetUpLine:
        has_key = any(
            line.has_key and line.person.email == person.email for line in people_here(self._desk)
        )
        if has_key:
            said = _("You are {name}. Your key to sign with is on this computer.")
        else:
            said = _("You are {name}. Your key to sign with is not on this computer.")
        said = place(said, name=isolate(person.name))
        return SetUpLine(step=SetUpStep.WHO, is_done=has_key, said=said)

    def _place(self) -> SetUpLine:
        said = place(_("It lives in {folder}."), folder=isolate_ltr(str(self._desk.folder.path)))
        return SetUpLine(step=SetUpStep.PLACE, is_done=True, said=said)

    def _rules(self) -> SetUpLine:
        version = len(policy_history(self._desk))
        if version:
            said = _("The owner has signed the rules.")
        else:
            said = _("Nobody has signed rules yet; the usual ones hold until then.")
        return SetUpLine(step=SetUpStep.RULES, is_done=bool(version), said=said)


def _service(accounts: tuple[AccountLine, ...]) -> SetUpLine:
    services = [line for line in accounts if line.kind is not AccountKind.MAILBOX]
    usable = [line for line in services if line.key_state in _USABLE]
    if usable:
        names = ", ".join(isolate(line.name) for line in usable)
        said = place(_("Messages can leave through {names}."), names=names)
    elif services:
        names = ", ".join(isolate(line.name) for line in services)
        said = place(_("The key of {names} is not on this computer."), names=names)
    else:
        said = _("No mail service is set.")
    return SetUpLine(step=SetUpStep.SERVICE, is_done=bool(usable), said=said)


def _mailboxes(accounts: tuple[AccountLine, ...]) -> SetUpLine:
    listed = [line for line in accounts if line.kind is AccountKind.MAILBOX and line.is_saved]
    words = ngettext(
        "{count} test mailbox is listed; a test needs {least}.",
        "{count} test mailboxes are listed; a test needs {least}.",
        len(listed),
    )
    said = place(words, count=len(listed), least=LEAST_MAILBOXES)
    return SetUpLine(step=SetUpStep.MAILBOXES, is_done=len(listed) >= LEAST_MAILBOXES, said=said)


def _people(people: list[Person], *, alone: str) -> SetUpLine:
    if alone:
        said = _("One person works here alone, and the owner has signed why.")
        return SetUpLine(step=SetUpStep.PEOPLE, is_done=True, said=said)
    others = len(people) - 1
    if others < 1:
        said = _("You are alone here. Whoever writes a message may not approve it.")
        return SetUpLine(step=SetUpStep.PEOPLE, is_done=False, said=said)
    if not any(person.has(Role.REVIEWER) for person in people):
        said = _("Nobody here may approve yet: no reviewer is among the people.")
        return SetUpLine(step=SetUpStep.PEOPLE, is_done=False, said=said)
    words = ngettext("{count} other person works here.", "{count} other people work here.", others)
    return SetUpLine(step=SetUpStep.PEOPLE, is_done=True, said=place(words, count=others))
