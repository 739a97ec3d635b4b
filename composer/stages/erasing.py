"""Erasing one person from every campaign and list; what is left is a keyed digest that stops them.

Nothing but that digest is needed to find them, so that an erasure that was cut off is finished at
the next opening. In a campaign that is frozen or being sent a row cannot go without voiding what
was signed: there the person is taken out as suppressed, and the row goes once the send has ended
or the campaign was changed. Rows of other people that name the address stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import orjson

from composer.audience.addresses import address_problem
from composer.audience.suppression import key_of, make_suppression
from composer.errors import Blocked, FileRefused, LockHeld
from composer.findings import finding
from composer.model.identifiers import CampaignId
from composer.model.person import Person
from composer.model.privacy import Erased
from composer.model.suppression import BY_PERSON, SuppressionReason, erasure_digest
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.ended import record_of
from composer.stages.freezing import is_frozen
from composer.stages.purge_files import (
    copies_of,
    message_names,
    remove_messages,
    remove_own_files,
)
from composer.stages.purging import alone, ended_at_of, overwrite_free_space
from composer.store.people_folding import fold_again
from composer.store.people_search import find_text
from composer.store.recipients import ReadyPeople

_ADDRESS = re.compile(r"[^\s<>,;:\"()\\]+@[^\s<>,;:\"()\\]+")
_AROUND = ".!?'[]{}“”‘’«»"
"""Signs that stand around an address in a sentence; an apostrophe may also be part of it."""


@dataclass(frozen=True, slots=True)
class _Gone:
    """Everybody who was erased, known by digest."""

    digests: frozenset[str]
    secret: bytes

    def holds(self, address: str) -> bool:
        """Whether this address belongs to somebody who was erased."""
        return erasure_digest(key_of(address), secret=self.secret) in self.digests

    def is_row_of(self, key: str | None, cells: Collection[str]) -> bool:
        """Whether a row is theirs: by its key, or where nobody is listed by any of its cells."""
        if key is not None:
            return self.holds(key)
        return any("@" in cell and self.holds(cell) for cell in cells)

    def is_named_in(self, record: Mapping[str, object]) -> bool:
        """Whether a stored finding names one of them."""
        found = _ADDRESS.findall(orjson.dumps(record).decode())
        return any(self.holds(one) or self.holds(one.strip(_AROUND)) for one in found)


def erase_address(desk: Desk, address: str, *, by: Person) -> Erased:
    """Put an address on the do-not-write list as erased, and take it out of everything else.

    Raises:
        Blocked: the text is no address.
    """
    entry = make_suppression(
        address, reason=SuppressionReason.ERASURE, source=BY_PERSON, at=desk.now()
    )
    if entry is None:
        raise Blocked([finding(address_problem(address.strip()), where={"recipient": address})])
    every = [one for one in desk.campaigns.all() if desk.privacy.purge_of(one.id) is None]
    desk.suppressions.add([entry], by=by.public_key)
    desk.privacy.wait([one.id for one in every], at=desk.now())
    removed = erase_waiting(desk, is_new=True)
    later = set(desk.privacy.waiting())
    return Erased(
        removed_from=tuple(one.name for one in every if one.id in removed),
        later=tuple(one.name for one in every if one.id in later),
        named=sum(_count_named(desk, one.id, entry.address) for one in every),
    )


def erase_waiting(desk: Desk, *, is_new: bool = False) -> frozenset[str]:
    """Look through the campaigns that wait for it; gives those that held somebody erased.

    A campaign at which somebody else is at work waits on, as do all until nothing deleted is left
    in the file. `is_new`: somebody was erased just now, so that all are looked through.
    """
    gone = _gone(desk)
    waiting = map(CampaignId, desk.privacy.waiting())
    due = [one for one in waiting if is_new or not _must_wait(desk, one)]
    if not due:
        return frozenset()
    remove_messages(
        desk.folder.mailbox_dir, lambda _name, to: gone.holds(to.decode("utf-8", "replace"))
    )
    done, removed = [], set()
    for campaign_id in due:
        if _holds_anybody(desk, campaign_id, gone, is_new=is_new):
            if _must_wait(desk, campaign_id):
                continue
            try:
                with alone(desk, campaign_id):
                    _erase(desk, campaign_id, gone)
            except (Blocked, FileRefused, LockHeld):
                continue
            removed.add(str(campaign_id))
        done.append(campaign_id)
    desk.forget_kept()
    if overwrite_free_space(desk):
        for campaign_id in done:
            desk.privacy.looked_through(campaign_id)
    return frozenset(removed)


def _holds_anybody(desk: Desk, campaign_id: CampaignId, gone: _Gone, *, is_new: bool) -> bool:
    """Whether a campaign holds somebody erased, or was left when its rows were half done."""
    if desk.privacy.has_person(campaign_id, gone.is_row_of):
        return True
    return not is_new and _is_half_done(desk, campaign_id)


def _gone(desk: Desk) -> _Gone:
    return _Gone(desk.suppressions.erased(), desk.suppressions.secret())


def _must_wait(desk: Desk, campaign_id: CampaignId) -> bool:
    """Whether what was signed stands on the rows: frozen, or begun and not ended."""
    if ended_at_of(desk, campaign_id) is not None:
        return False
    with record_of(desk, campaign_id) as view:
        if view is not None and view.counts().total:
            return True
    try:
        return is_frozen(desk, load_content(desk, campaign_id))
    except FileRefused:  # damaged: nobody can say what stands on its rows
        return True


def _erase(desk: Desk, campaign_id: CampaignId, gone: _Gone) -> None:
    """Take everybody who was erased out of one campaign; the rows last."""
    content = load_content(desk, campaign_id)
    people = [person for person in desk.privacy.people(campaign_id) if gone.holds(person.address)]
    ids = {person.id for person in people}
    names = set(message_names(content, people, desk.privacy.wires(campaign_id, shown=ids)))
    remove_messages(desk.folder.mailbox_dir, lambda name, _to: name in names)
    for path in copies_of(desk, campaign_id, set(_slots(desk, campaign_id, ids))):
        path.unlink(missing_ok=True)
    is_ended = ended_at_of(desk, campaign_id) is not None
    if is_ended:  # a message yet to be written may still want the file of somebody else
        remove_own_files(desk, content, people)
    desk.privacy.erase_checks(
        campaign_id, lambda record: _without(record, ids, gone), is_gone=gone.is_named_in
    )
    desk.privacy.erase_tests(campaign_id, shown=ids)
    desk.privacy.erase_bounces(campaign_id, shown=ids)
    pending = desk.pending.get(campaign_id)
    if pending is not None:  # it is read again from its file, and leaves them out by itself
        desk.pending.discard(campaign_id)
        desk.privacy.drop_forgotten(campaign_id)
    desk.privacy.erase_persons(
        campaign_id, wanted=gone.is_row_of, secret=gone.secret, unlists=not is_ended
    )
    if not is_ended:
        _count_anew(desk, campaign_id)


def _count_anew(desk: Desk, campaign_id: CampaignId) -> None:
    """Make the rows that are left the campaign's audience; who took it over stays its author."""
    listing, facts = desk.recipients.listing(campaign_id), desk.recipients.facts(campaign_id)
    if listing is None or facts is None:
        return
    written = fold_again(desk.folder.database, listing.tables, listing.change.columns)
    counted = written.facts
    ready = ReadyPeople(
        tables=listing.tables,
        columns=listing.change.columns,
        count=written.listed,
        root=written.root,
        facts=replace(
            facts, locales=counted.locales, domains=counted.domains, firsts=counted.firsts
        ),
    )
    with desk.folder.database.write() as connection:
        desk.recipients.take_over(connection, ready, by=listing.change.by)


def _is_half_done(desk: Desk, campaign_id: CampaignId) -> bool:
    """Whether rows were emptied and the rest not yet counted anew."""
    if ended_at_of(desk, campaign_id) is not None:
        return False
    listing = desk.recipients.listing(campaign_id)
    return listing is not None and desk.recipients.root(campaign_id) != listing.change.root


def _without(record: Mapping[str, object], ids: Collection[str], gone: _Gone) -> dict[str, object]:
    """Take some people out of a check's record."""
    left = dict(record)
    match record.get("preflight"):
        case {"variants": list(variants), "findings": list(findings), **rest}:
            told = [item for item in findings if not gone.is_named_in(item)]
            left["preflight"] = {
                **rest,
                "findings": told,
                "examples": min(_number(rest.get("examples")), len(told)),
                "variants": [
                    {**item, "address": "", "row": 0, "facts": []}
                    if item.get("recipient_id") in ids
                    else item
                    for item in variants
                ],
            }
        case _:
            pass
    return left


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _slots(desk: Desk, campaign_id: CampaignId, ids: Collection[str]) -> Iterator[int]:
    for proof in desk.proofs.all(campaign_id):
        yield from (line.slot for line in desk.tests.all(proof.digest) if line.recipient_id in ids)


def _count_named(desk: Desk, campaign_id: CampaignId, address: str) -> int:
    """Count the rows of other people that name the address."""
    listing = desk.recipients.listing(campaign_id)
    if listing is None:
        return 0
    with desk.folder.database.read() as connection:
        rows = len(find_text(connection, listing.tables, address))
    own = len(desk.recipients.listed_keys(campaign_id, [key_of(address)]))
    return max(0, rows - own)
