"""What changed between two proofs, in words for the window: what, before, after.

Names of fields stay in the code; every place of the manifest has words of its own here, and places
that hold a fingerprint show its first eight characters.
"""

from __future__ import annotations

from dataclasses import dataclass

from composer.finding_texts.left_out import left_out_words
from composer.i18n import N_, _, ngettext, place
from composer.proofs.canonical import JsonValue, canonical_bytes, digest_of, is_digest
from composer.proofs.manifest import Manifest

SHORT = 8

_WORDS = {
    "format": N_("Form of the proof"),
    "campaign.name": N_("Campaign's name"),
    "campaign.purpose": N_("Purpose"),
    "campaign.locale": N_("Source language"),
    "campaign": N_("Campaign"),
    "message.subject": N_("Subject"),
    "message.preheader_sha256": N_("Preview text in the inbox"),
    "message.body_sha256": N_("Message text"),
    "message.text_sha256": N_("Plain-text part written by hand"),
    "message.html_sha256": N_("Message brought as HTML"),
    "message.brand": N_("Brand"),
    "message.locale": N_("Source language"),
    "message": N_("Message"),
    "layout": N_("Layout"),
    "catalogues": N_("Translation ({name})"),
    "translation.readers": N_("Languages that somebody must review who reads them"),
    "translation.reviewed": N_("Who reviewed the translation ({name})"),
    "translation": N_("Reviews of translations"),
    "files": N_("File {name}"),
    "attachments": N_("Attachments"),
    "audience.root": N_("People and their fields"),
    "audience.count": N_("Number of people"),
    "audience.columns": N_("Columns of the audience"),
    "audience.expected": N_("Number of people expected"),
    "audience.tolerance": N_("Tolerance of that number"),
    "audience.rule": N_("Who belongs to the audience"),
    "audience.ids": N_("Columns with unique numbers of people"),
    "audience.contacts": N_("Columns with contacts"),
    "audience.personal": N_("Columns with personal values"),
    "audience.agreed": N_("Who agreed to the list"),
    "audience.segment": N_("Filter of the audience"),
    "audience.leave_out": N_("People left out because of findings"),
    "audience.exclude": N_("Campaigns whose people are left out"),
    "audience.inactive": N_("People left out as inactive"),
    "audience.no_locale": N_("Language of people without a language"),
    "audience.overlap": N_("Reason for writing to the same people again"),
    "audience.later": N_("Languages that another campaign writes to later"),
    "audience.only": N_("Languages that alone are written to"),
    "audience.taken_from": N_("Campaign that left these people out"),
    "audience.mx": N_("Whether mail domains were looked up"),
    "audience": N_("Where the people come from"),
    "fallback": N_("Language instead of {name}"),
    "addresses.literal": N_("Addresses written in the message"),
    "addresses.contacts": N_("Addresses of contacts"),
    "addresses": N_("Allowed addresses"),
    "accepted": N_("Accepted points"),
    "sender.from": N_("Sender"),
    "sender.reply_to": N_("Answers go to"),
    "sender": N_("Sender"),
    "headers": N_("Additional headers"),
    "unsubscribe": N_("Link to unsubscribe"),
    "transport.kind": N_("Way of sending"),
    "transport.host": N_("Mail server"),
    "transport.port": N_("Port of the mail server"),
    "transport.security": N_("Protection of the connection"),
    "transport.username": N_("Account of the mail server"),
    "transport.bounce": N_("Address for returned mail"),
    "transport.key": N_("Name of the account's key"),
    "transport": N_("Account for sending"),
    "pace.per_second": N_("Messages per second"),
    "pace.per_domain": N_("Messages per second to {name}"),
    "pace.batches": N_("Sizes of the batches"),
    "pace.hold_after": N_("Batches that wait for a person"),
    "pace.connections": N_("Connections at once"),
    "pace.planned": N_("Planned time"),
    "pace": N_("Pace"),
    "test.seeds": N_("Test mailboxes of the campaign"),
    "test.list": N_("The owner's list of test mailboxes"),
    "test.every_batches": N_("Test copies during the send"),
    "test.imap": N_("Where test mailboxes are read"),
    "test": N_("Test"),
    "policy.reviewers": N_("Approvals needed"),
    "policy.expires_hours": N_("Hours that an approval counts"),
    "policy": N_("Rules for sign-off"),
    "variants": N_("Kinds of message"),
    "messages.count": N_("Number of messages"),
    "messages.root": N_("All finished messages"),
    "messages.files": N_("Files of the message, where some were not looked into"),
    "messages.files_not_scanned": N_("Files that were not looked into"),
    "messages.pictures_not_scanned": N_("Pictures in files that were not looked into"),
    "messages": N_("All finished messages"),
    "eta.total_s": N_("Seconds that sending takes"),
    "eta.per_domain": N_("Seconds for {name}"),
    "eta": N_("Time that sending takes"),
    "program.source": N_("The program"),
    "program.installation": N_("The program's installation on this computer"),
    "program": N_("The program"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that differs, in words; `before` or `after` is "" where there was or is none."""

    what: str
    before: str
    after: str


def describe_changes(old: Manifest, new: Manifest) -> tuple[Change, ...]:
    """List what differs between two proofs, in the order of the flow; each thing once."""
    before = dict(_leaves(old.content))
    after = dict(_leaves(new.content))
    paths = sorted(before.keys() | after.keys(), key=_position)
    changes = [
        Change(
            what=_words(path),
            before=_shown(before.get(path, ""), path),
            after=_shown(after.get(path, ""), path),
        )
        for path in paths
        if before.get(path) != after.get(path)
    ]
    return tuple(dict.fromkeys(changes))


def _leaves(
    value: JsonValue, path: tuple[str, ...] = ()
) -> list[tuple[tuple[str, ...], JsonValue]]:
    """Give what is compared as one thing: numbers, strings and whole lists, with their paths."""
    if isinstance(value, dict):
        return [leaf for key, item in value.items() for leaf in _leaves(item, (*path, key))]
    return [(path, value)]


def _position(path: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    return list(_WORDS).index(_known(path)), path


def _known(path: tuple[str, ...]) -> str:
    two = ".".join(path[:2])
    return two if two in _WORDS else path[0]


def _words(path: tuple[str, ...]) -> str:
    return place(_(_WORDS[_known(path)]), name=path[-1])


def _shown(value: JsonValue, path: tuple[str, ...] = ()) -> str:
    match value:
        case str():
            return value[:SHORT] if is_digest(value) else value
        case int():
            return str(value)
        case list() if path == ("variants",):  # random ids and fingerprints tell nobody anything
            return str(len(value))
        case list() if path[:2] in _SAID:
            return ", ".join(_SAID[path[:2]](item) for item in value)
        case list():
            return ", ".join(_shown(item) for item in value)
        case dict():
            return " ".join(_shown(item) for item in value.values())


def _left_out(item: JsonValue) -> str:
    match item:
        case {"code": str(code), "rows": int(rows)}:
            return left_out_words(code, rows)
        case _:
            return _shown(item)


def _accepted(item: JsonValue) -> str:
    """Give who accepted a point and why, and the fingerprint of the whole."""
    if not isinstance(item, dict):
        return _shown(item)
    mark = digest_of(canonical_bytes(item))[:SHORT]
    words = _("{name}: {reason} ({fingerprint})")
    said = {key: _shown(item.get(key, "")) for key in ("name", "reason")}
    return place(words, **said, fingerprint=mark)


def _reviewed(item: JsonValue) -> str:
    """Give who reviewed how many texts, and the fingerprint of the whole."""
    match item:
        case {"name": str(name), "count": int(count), "declared": int(declared)} if isinstance(
            item, dict
        ):
            words = (
                ngettext(
                    "{name}, by bringing the file: {count} text ({fingerprint})",
                    "{name}, by bringing the file: {count} texts ({fingerprint})",
                    count,
                )
                if declared
                else ngettext(
                    "{name}: {count} text ({fingerprint})",
                    "{name}: {count} texts ({fingerprint})",
                    count,
                )
            )
            mark = digest_of(canonical_bytes(item))[:SHORT]
            return place(words, name=name or "–", count=count, fingerprint=mark)
        case _:
            return _shown(item)


_SAID = {
    ("accepted",): _accepted,
    ("audience", "leave_out"): _left_out,
    ("translation", "reviewed"): _reviewed,
}
"""How the parts of a list are said that are more than values."""
