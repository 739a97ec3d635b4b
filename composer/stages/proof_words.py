"""What an opened proof says, in sentences: the same on the command line and in the window."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from composer import __version__, paths
from composer.checks.variants_words import word_locale
from composer.errors import FileRefused, SignatureRefused
from composer.findings import finding
from composer.i18n import _, grouped, ngettext, place
from composer.model.changes import Change
from composer.proofs.changes import describe_changes
from composer.proofs.fingerprint import locked_versions, source_digest
from composer.signoff.proof_checking import ShownKind
from composer.signoff.words import owner_words
from composer.stages.approval_files import TakenIn
from composer.stages.proof_opening import OpenedProof, ProofDesk


def asks_words(opened: OpenedProof) -> str:
    """Say who asks for what."""
    checked = opened.checked
    return place(
        _("{name} asks you to approve “{campaign}”."),
        name=checked.made_by.name,
        campaign=checked.manifest.text("campaign", "name"),
    )


def tested_words(opened: OpenedProof) -> str:
    """Say how the test stood when the file was made."""
    test = opened.checked.contents.test
    if not test.mailboxes:
        return _("The test was not sent yet.")
    words = ngettext(
        "The test arrived in {arrived} of {count} mailbox, one address in each To.",
        "The test arrived in {arrived} of {count} mailboxes, one address in each To.",
        test.mailboxes,
    )
    return place(words, arrived=test.arrived, count=test.mailboxes)


def checked_words(opened: OpenedProof) -> str:
    """Say how many messages were rendered and checked before the version was frozen."""
    manifest = opened.checked.manifest
    people = manifest.number("audience", "count")
    words = ngettext(
        "Checked {checked} of {count} message.", "Checked {checked} of {count} messages.", people
    )
    checked = manifest.number("messages", "count")
    return place(words, checked=grouped(checked), count=grouped(people))


def accepted_words(opened: OpenedProof) -> tuple[str, ...]:
    """Say who accepted how many points of the check."""
    names: list[str] = []
    accepted = opened.checked.manifest.content.get("accepted")
    for item in accepted if isinstance(accepted, list) else []:
        match item:
            case {"name": str(name)}:
                names.append(name)
            case _:
                continue
    if not names:
        return (_("No point of the check was accepted by anybody."),)
    lines = []
    for name in dict.fromkeys(names):
        count = names.count(name)
        words = ngettext(
            "{count} point accepted by {name}", "{count} points accepted by {name}", count
        )
        lines.append(place(words, count=count, name=name))
    return tuple(lines)


@cache
def own_source() -> str:
    """Digest this program's own sources, once: it reads some hundred files."""
    locked = locked_versions(paths.lock_file().read_text(encoding="utf-8"))
    return source_digest(paths.PACKAGE, paths.templates(), locked)


def program_words(opened: OpenedProof) -> str:
    """Say that another program froze this than the one that shows it; empty where it is the same.

    Both are told by what they are made of; their names prove nothing.
    """
    section = opened.checked.manifest.section("program")
    if section.get("source") == own_source():
        return ""
    version = section.get("version")
    words = _("It was frozen with another program (version {theirs}) than yours (version {own}).")
    return place(words, theirs=version or "–", own=__version__)


def kind_facts(kind: ShownKind) -> str:
    """Say who gets a kind of message."""
    return _(", ").join((word_locale(kind.variant.locale), *kind.variant.facts))


def require_readable(desk: ProofDesk) -> ProofDesk:
    """Say everything once, before anything is shown: a manifest may hold what no program wrote.

    Raises:
        FileRefused: something in it cannot be said.
    """
    try:
        opened_record(desk)
        tuple(opened_lines(desk))
        program_words(desk.opened)
    except (SignatureRefused, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        raise FileRefused([finding("proof_file.unreadable")]) from None
    return desk


def taken_in_words(taken: TakenIn) -> str:
    """Say what came back, and what it changes."""
    values = {"name": taken.name, "campaign": taken.campaign}
    match taken.decision:
        case "approval" if taken.still_needed:
            words = ngettext(
                "{name} has approved “{campaign}”. {count} more approval is needed.",
                "{name} has approved “{campaign}”. {count} more approvals are needed.",
                taken.still_needed,
            )
            said = place(words, count=taken.still_needed, **values)
        case "approval":
            said = place(_("{name} has approved “{campaign}”. It can be sent now."), **values)
        case "rejection":
            said = place(_("{name} has sent “{campaign}” back."), **values)
        case _:
            said = place(_("{name} has taken back what they said about “{campaign}”."), **values)
    if not taken.comment:
        return said
    return place(_("{sentence} Comment: {comment}"), sentence=said, comment=taken.comment)


def changes_of(opened: OpenedProof) -> tuple[Change, ...]:
    """Say what is another than in the version before; nothing where there is none."""
    if opened.before is None:
        return ()
    return describe_changes(opened.before, opened.checked.manifest)


def opened_record(desk: ProofDesk) -> dict[str, object]:
    """Give everything about an opened proof, for programs."""
    opened = desk.opened
    checked, seen = opened.checked, desk.review.seen
    contents, manifest = checked.contents, checked.manifest
    findings = desk.approval_findings()
    return {
        "proof": manifest.digest,
        "workspace": contents.workspace,
        "campaign": contents.campaign,
        "name": manifest.text("campaign", "name"),
        "made_by": checked.made_by.name,
        "made_at": contents.made_at.isoformat(),
        "sealed_at": contents.sealed_at.isoformat(),
        "is_older": opened.newer_at is not None,
        "person": opened.person.email,
        "may_approve": not findings,
        "findings": [item.as_json() for item in findings],
        "owner_known": desk.owner_known,
        "owner_words": owner_words(checked.owner_key),
        "people": manifest.number("audience", "count"),
        "locales": list(checked.locales),
        "kinds": [
            {
                "digest": kind.variant.digest,
                "locale": kind.variant.locale,
                "facts": list(kind.variant.facts),
                "people": kind.variant.people,
                "seen": kind.variant.digest in seen,
            }
            for kind in opened.required
        ],
        "changes": [change.text for change in changes_of(opened)],
        "test": {
            "mailboxes": contents.test.mailboxes,
            "arrived": contents.test.arrived,
            "passed": contents.test.passed,
        },
        "told": list(contents.told),
    }


def opened_lines(desk: ProofDesk) -> Iterator[str]:
    """Say everything about an opened proof, for people."""
    opened = desk.opened
    checked = opened.checked
    yield asks_words(opened)
    if opened.newer_at is not None:
        yield _("A newer version of this campaign was opened here before. This one is older.")
    if not desk.owner_known:
        words = _("This computer does not know the owner yet. The owner's words: {words}")
        yield place(words, words=owner_words(checked.owner_key))
    yield checked_words(opened)
    yield tested_words(opened)
    yield from accepted_words(opened)
    yield from checked.contents.told
    for change in changes_of(opened):
        yield f"  {change.text}"
    for number, kind in enumerate(opened.required, start=1):
        words = ngettext(
            "{number}. {facts}: {count} person like this",
            "{number}. {facts}: {count} people like this",
            kind.variant.people,
        )
        yield place(words, number=number, facts=kind_facts(kind), count=kind.variant.people)
