"""What each act of the log is called: one whole sentence for every kind that the program writes.

An act of a newer program, or one that somebody wrote in by hand, is shown by its code.
"""

from __future__ import annotations

from collections.abc import Mapping

from composer.finding_texts.table import FINDING_TEXTS
from composer.i18n import N_, _, isolate, place, place_known

WORDS: dict[str, str] = {
    "accounts.forget_key": N_("Took a key out of the password store of a computer"),
    "accounts.remove": N_("Took an account out of the list"),
    "accounts.save": N_("Added or changed an account"),
    "audience.bring_back": N_("Brought rows back that had been left out"),
    "audience.fix": N_("Corrected a row of the audience"),
    "audience.leave_out": N_("Left rows out of the audience"),
    "audience.replace": N_("Took over a new audience"),
    "audience.take_back": N_("Took a correction of the audience back"),
    "bounces.read": N_("Read what came back of the send (new: {added})"),
    "brand.save": N_("Changed the brand"),
    "campaign.archive": N_("Put the campaign into the archive"),
    "campaign.copy": N_("Made the campaign from parts of an earlier one"),
    "campaign.delete": N_("Deleted the campaign “{name}”"),
    "campaign.export": N_("Wrote the campaign to a folder"),
    "campaign.import": N_("Brought the campaign in from a folder"),
    "campaign.later": N_("Parted people out, to be written to later"),
    "campaign.later_back": N_("Took people back who were to be written to later"),
    "campaign.new": N_("Began the campaign with a layout"),
    "campaign.save": N_("Changed text or settings"),
    "campaign.unarchive": N_("Took the campaign out of the archive"),
    "check.links": N_("Had the links and the sender's domain looked up"),
    "check.spam": N_("Asked a spam filter about the message"),
    "clock.correct": N_("Signed that the clock is right (correction {number})"),
    "evidence.export": N_("Wrote the evidence to a file"),
    "glossary.import": N_("Took over a table of words"),
    "glossary.remove": N_("Took a word of the team out"),
    "glossary.save": N_("Added or changed a word of the team"),
    "incident.follow_up": N_("Prepared a campaign for those who got this one"),
    "incident.pack": N_("Wrote what proves what happened into one place"),
    "lists.cosigned": N_("Signed a change of the owner's lists, too"),
    "lists.proposed": N_("Proposed a change that both owners must sign"),
    "lists.signed_again": N_("Signed the owner's lists again"),
    "memory.bring_back": N_("Brought a stored translation back"),
    "memory.forget": N_("Took a stored translation out"),
    "memory.import": N_("Took stored translations over from a file"),
    "memory.rebuild": N_("Made the stored translations anew"),
    "people.add": N_("Added somebody to the team (version {version} of the list)"),
    "people.admit": N_("Admitted somebody, or another computer of theirs"),
    "people.lists_taken_in": N_("Took the owner's lists in from a file"),
    "people.recovered": N_("Put in the owner's new key with the recovery key"),
    "people.recovery_key": N_("Set the recovery key"),
    "people.revoke": N_("Took the keys of somebody back"),
    "policy.set": N_("Changed the rules for sign-off (version {version})"),
    "privacy.erase": N_("Erased a person from every campaign and list"),
    "privacy.purge": N_("Removed the personal data of the campaign (people: {people})"),
    "privacy.rule": N_("Set how long personal data is kept (days: {days})"),
    "proof.export": N_("Wrote a file for review"),
    "proof.seal": N_("Froze the campaign for sign-off"),
    "proof.unseal": N_("Opened the frozen campaign to change it"),
    "report.export": N_("Wrote the report to a file"),
    "review.shown": N_("Was shown messages for review (kinds: {kinds})"),
    "seeds.add": N_("Added a test mailbox (version {version} of the list)"),
    "seeds.remove": N_("Took a test mailbox out (version {version} of the list)"),
    "send.clear": N_("Signed that sending may go on though a test mailbox received a difference"),
    "send.correct": N_("Left those who had not got it to a campaign that corrects this one"),
    "send.end": N_("The send ended"),
    "send.end_here": N_("Ended the send for good for those who had not got it"),
    "send.resume": N_("Lifted the stop, so that sending may go on"),
    "send.settle": N_("Decided about an unclear message"),
    "send.start": N_("Started the send"),
    "send.stop": N_("Stopped the send"),
    "send.tripwire": N_("The send stopped by itself: {cause}"),
    "signoff.approval": N_("Approved"),
    "signoff.ask": N_("Asked people to approve this version"),
    "signoff.rejection": N_("Sent back"),
    "signoff.revocation": N_("Took their own decision back"),
    "signoff.second_person_refused": N_("Was refused: somebody else signs from this computer"),
    "signoff.taken_in": N_("Took a decision in from a file"),
    "suppress.add": N_("Put addresses on the do-not-write list (new: {added})"),
    "suppress.kept": N_("Recorded new entries of the do-not-write list"),
    "suppress.import": N_("Took a file over into the do-not-write list (new: {added})"),
    "suppress.remove": N_("Took an address off the do-not-write list"),
    "suppress.sync": N_("Took over the do-not-write lists of the mail service"),
    "test.attest": N_("Vouched in words for what arrived of the test"),
    "test.read": N_("Read the test mailboxes (arrived: {arrived})"),
    "test.receipts": N_("Signed what arrived of the test"),
    "test.send": N_("Sent the test (messages: {messages})"),
    "text.still_fits": N_("Said that the plain text still fits"),
    "translation.comment": N_("Wrote a remark about a translation"),
    "translation.export": N_("Wrote translations to a file"),
    "translation.remark_out": N_("Took a remark about a translation out"),
    "translation.review": N_("Reviewed translations"),
    "warning.accept": N_("Accepted a point of the check"),
    "warning.withdraw": N_("Took the acceptance of a point back"),
}
KINDS: dict[str, str] = {
    "write": N_("Writing"),
    "translate": N_("Translating"),
    "audience": N_("Audience and do-not-write list"),
    "signoff": N_("Test and sign-off"),
    "send": N_("Sending"),
    "files": N_("Reports and files"),
    "team": N_("People, rules, test mailboxes"),
}
_PARTS = {
    "write": ("campaign.save", "campaign.import", "campaign.new", "campaign.copy",
              "campaign.later", "campaign.delete", "campaign.archive", "campaign.unarchive",
              "text.", "brand.", "warning.", "check."),
    "translate": ("translation.review", "translation.comment", "translation.remark_out",
                  "glossary.", "memory."),
    "audience": ("audience.", "suppress."),
    "signoff": ("proof.seal", "proof.unseal", "review.", "test.", "signoff."),
    "send": ("send.", "bounces.", "incident.follow_up"),
    "files": ("report.", "incident.pack", "evidence.", "campaign.export", "translation.export",
              "proof.export"),
    "team": ("people.", "policy.", "seeds.", "lists.", "clock.", "accounts.",
             "privacy."),
}  # fmt: skip
"""With what the name of an act of each kind begins."""


def beginnings(kind: str) -> tuple[str, ...]:
    """Give with what the names of a kind's acts begin; none for an unknown kind."""
    return _PARTS.get(kind, ())


def act_words(action: str, details: Mapping[str, object]) -> str:
    """Say what somebody did, with the reason they gave."""
    words = WORDS.get(action)
    if words is None:
        return place(_("An act that this program has no words for: {code}"), code=action)
    places = {name: _shown(details.get(name)) for name in _PLACES}
    said = place(_(words), **places, cause=_cause(details))
    reason = next((details[name] for name in ("comment", "reason") if details.get(name)), "")
    if not reason:
        return said
    return place(_("{act}: “{reason}”"), act=said, reason=isolate(str(reason)))


_PLACES = ("version", "kinds", "added", "arrived", "messages", "people", "days", "name")


def _cause(details: Mapping[str, object]) -> str:
    """Say in the words of the finding what a send stopped for; an unknown code stays a code."""
    code = str(details.get("code", ""))
    known = FINDING_TEXTS.get(code)
    return place_known(_(known.text), **details) if known is not None else code


def _shown(value: object) -> str:
    return "–" if value is None else str(value)


def acts_named(search: str) -> tuple[str, ...]:
    """Give the acts in whose words a text stands."""
    wanted = search.casefold()
    return tuple(action for action, words in WORDS.items() if wanted in _(words).casefold())
