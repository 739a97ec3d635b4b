"""Campaigns and their revisions: what was written, by whom, and when.

A revision is a tree of files as the campaign folder has them, without the audience, and never
changes. Its digest depends on paths and contents alone: equal bytes, equal digest. A campaign and
its audience are stored together or not at all. What is random about a campaign (id, seed of its
Message-IDs, key of its ledger) is made here once and frozen.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from composer.errors import Blocked, NotFound, WorkspaceError
from composer.findings import finding
from composer.i18n import _, place
from composer.model.identifiers import CampaignId, Digest
from composer.model.rendered import framed
from composer.store.database import Database
from composer.store.files import FileStore
from composer.store.recipient_rows import KEYS_PER_QUERY, chunked
from composer.store.recipients import ReadyPeople, RecipientStore
from composer.store.tables import campaign, revision, revision_file
from composer.store.translations import carry_over


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignRecord:
    """A campaign as the workspace knows it.

    `message_seed` (32 hex digits) is not secret; `ledger_key` (64) keys the ledger's address
    digests and is never shown.
    """

    id: CampaignId
    name: str
    created_at: datetime
    message_seed: str
    ledger_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One state of a campaign's files, numbered from 1."""

    number: int
    digest: Digest
    by: str
    at: datetime


class MovedOnError(WorkspaceError):
    """Somebody else stored a revision since the one that a change was made from."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else changed this campaign at the same moment."), advice=_("Try again.")
        )


class CampaignStore:
    """The campaigns of one workspace."""

    def __init__(
        self,
        database: Database,
        files_dir: Path,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._files = FileStore(files_dir)
        self._recipients = RecipientStore(database, clock=clock)
        self._clock = clock

    def create(
        self,
        *,
        name: str,
        tree: Mapping[str, bytes],
        by: str,
        people: ReadyPeople | None = None,
        translations_of: str = "",
    ) -> CampaignRecord:
        """Make a campaign with its first revision and, when `people` are given, its audience.

        People were written for an id that nobody has yet: the campaign gets that id. What was done
        and said about translations comes along from `translations_of`.
        """
        stored = self._put(tree)
        record = CampaignRecord(
            id=CampaignId(people.tables.campaign_id) if people else new_campaign_id(),
            name=name,
            created_at=self._clock(),
            message_seed=secrets.token_hex(16),
            ledger_key=secrets.token_hex(32),
        )
        with self._database.write() as connection:
            connection.execute(
                insert(campaign).values(
                    id=record.id,
                    name=name,
                    created_at=record.created_at,
                    message_seed=record.message_seed,
                    ledger_key=record.ledger_key,
                )
            )
            self._add(connection, record.id, stored=stored, by=by, name=name)
            if people is not None:
                self._recipients.take_over(connection, people, by=by)
            if translations_of:
                carry_over(connection, translations_of, record.id)
        return record

    def add_revision(
        self,
        campaign_id: str,
        *,
        tree: Mapping[str, bytes],
        by: str,
        name: str,
        people: ReadyPeople | None = None,
        after: int | None = None,
    ) -> Revision:
        """Store a new state of the files and, when `people` are given, the audience with it.

        The newest revision's tree again makes no new revision. `after` is the number of the
        revision that the state was made from.

        Raises:
            NotFound: there is no such campaign.
            MovedOnError: `after` is not the newest revision any more; nothing was stored.
        """
        stored = self._put(tree)
        with self._database.write() as connection:
            _require_campaign(connection, campaign_id)
            newest = _newest(connection, campaign_id)
            if after is not None and newest is not None and newest.number != after:
                raise MovedOnError
            added = self._add(connection, campaign_id, stored=stored, by=by, name=name)
            if people is not None:
                self._recipients.take_over(connection, people, by=by)
        return added

    def add_revisions(self, trees: Mapping[CampaignId, Mapping[str, bytes]], *, by: str) -> None:
        """Store new states of several campaigns' files by their ids: all of them, or none.

        Raises:
            NotFound: one of the campaigns is not here.
        """
        stored = {campaign_id: self._put(tree) for campaign_id, tree in trees.items()}
        with self._database.write() as connection:
            for campaign_id, files in stored.items():
                name = _require_campaign(connection, campaign_id).name
                self._add(connection, campaign_id, stored=files, by=by, name=name)

    def get(self, campaign_id: str) -> CampaignRecord:
        """Give a campaign by id.

        Raises:
            NotFound: there is no such campaign.
        """
        with self._database.read() as connection:
            return _require_campaign(connection, campaign_id)

    def find(self, name_or_id: str) -> CampaignRecord:
        """Find a campaign by its id or by a name that only one campaign has.

        Raises:
            NotFound: no campaign has this id or name.
            Blocked: several campaigns have this name.
        """
        every = self.all()
        found = [item for item in every if item.id == name_or_id] or [
            item for item in every if item.name == name_or_id
        ]
        if not found:
            raise _no_such_campaign(name_or_id)
        if len(found) > 1:
            raise Blocked([finding("campaign.ambiguous", name=name_or_id, count=len(found))])
        return found[0]

    def all(self) -> tuple[CampaignRecord, ...]:
        """Give every campaign, oldest first."""
        with self._database.read() as connection:
            query = select(campaign).order_by(campaign.c.created_at, campaign.c.id)
            return tuple(_record_from(row) for row in connection.execute(query).mappings())

    def revisions(self, campaign_id: str) -> tuple[Revision, ...]:
        """Give every revision, oldest first."""
        with self._database.read() as connection:
            query = (
                select(revision)
                .where(revision.c.campaign_id == campaign_id)
                .order_by(revision.c.number)
            )
            return tuple(_revision_from(row) for row in connection.execute(query).mappings())

    def current_revision(self, campaign_id: str) -> Revision:
        """Give the newest revision.

        Raises:
            NotFound: there is no such campaign.
        """
        with self._database.read() as connection:
            newest = _newest(connection, campaign_id)
        if newest is None:
            raise _no_such_campaign(campaign_id)
        return newest

    def tree(self, campaign_id: str, *, number: int | None = None) -> dict[str, bytes]:
        """Give a revision's files by path, sorted; the newest unless a number is given.

        Raises:
            NotFound: there is no such campaign or revision.
            WorkspaceError: a file is missing from the workspace, or was changed in it.
        """
        wanted = self.current_revision(campaign_id).number if number is None else number
        with self._database.read() as connection:
            query = (
                select(revision_file.c.path, revision_file.c.sha256)
                .where(revision_file.c.campaign_id == campaign_id, revision_file.c.number == wanted)
                .order_by(revision_file.c.path)
            )
            stored = [(row[0], row[1]) for row in connection.execute(query)]
        if not stored:
            raise _no_such_campaign(campaign_id)
        return {path: self._files.get(sha256) for path, sha256 in stored}

    def last_content(self, campaign_id: str, path: str) -> bytes | None:
        """Give a file as the newest revision that has it holds it; None where none ever had."""
        query = (
            select(revision_file.c.sha256)
            .where(revision_file.c.campaign_id == campaign_id, revision_file.c.path == path)
            .order_by(revision_file.c.number.desc())
            .limit(1)
        )
        with self._database.read() as connection:
            sha256 = connection.execute(query).scalar()
        return None if sha256 is None else self._files.get(sha256)

    def unchanged_since(self, campaign_id: str, path: str) -> int:
        """Give the oldest revision from which on a file has had the bytes that it has now.

        Raises:
            NotFound: the newest revision has no such file.
        """
        newest = self.current_revision(campaign_id).number
        with self._database.read() as connection:
            query = select(revision_file.c.number, revision_file.c.sha256).where(
                revision_file.c.campaign_id == campaign_id, revision_file.c.path == path
            )
            found: dict[int, str] = {row[0]: row[1] for row in connection.execute(query)}
        if newest not in found:
            raise _no_such_campaign(path)
        number = newest
        while found.get(number - 1) == found[newest]:
            number -= 1
        return number

    def remove_files(self, campaign_id: str, paths: Iterable[str]) -> None:
        """Take files out of every revision, and delete what no other campaign holds.

        What was cut off before is finished.
        """
        mine = revision_file.c.campaign_id == campaign_id
        with self._database.write() as connection:
            contents = self._files.going()
            for some in chunked(paths, KEYS_PER_QUERY):
                own = mine & revision_file.c.path.in_(some)
                query = select(revision_file.c.sha256).where(own).distinct()
                contents.update(connection.execute(query).scalars())
                connection.execute(delete(revision_file).where(own))
            kept = set(connection.execute(select(revision_file.c.sha256).distinct()).scalars())
            if contents:
                self._files.note_going(contents)
        if contents:
            self._files.remove_going(contents - kept)

    def _put(self, tree: Mapping[str, bytes]) -> tuple[tuple[str, str], ...]:
        """Store contents before anything refers to them; give sorted (path, SHA-256)."""
        paths = sorted(tree)
        return tuple(zip(paths, self._files.put(tree[path] for path in paths), strict=True))

    def _add(
        self,
        connection: Connection,
        campaign_id: str,
        *,
        stored: tuple[tuple[str, str], ...],
        by: str,
        name: str,
    ) -> Revision:
        connection.execute(update(campaign).where(campaign.c.id == campaign_id).values(name=name))
        newest = _newest(connection, campaign_id)
        digest = tree_digest(stored)
        if newest is not None and newest.digest == digest:
            return newest
        added = Revision(
            number=newest.number + 1 if newest else 1, digest=digest, by=by, at=self._clock()
        )
        key = {"campaign_id": campaign_id, "number": added.number}
        connection.execute(
            insert(revision).values(**key, digest=digest, name=name, by=by, at=added.at)
        )
        connection.execute(
            insert(revision_file),
            [{**key, "path": path, "sha256": sha256} for path, sha256 in stored],
        )
        return added


def new_campaign_id() -> CampaignId:
    """Make an id that no campaign has."""
    return CampaignId(secrets.token_hex(8))


def is_campaign_id(text: str) -> bool:
    """Tell whether a text is made as `new_campaign_id` makes it."""
    return re.fullmatch(r"[0-9a-f]{16}", text) is not None


def tree_digest(stored: Iterable[tuple[str, str]]) -> Digest:
    """Digest a tree given as (path, SHA-256) pairs, in whatever order."""
    hasher = hashlib.sha256(b"composer revision 1\n")
    for path, sha256 in sorted(stored):
        hasher.update(framed(path) + framed(sha256))
    return Digest(hasher.hexdigest())


def _require_campaign(connection: Connection, campaign_id: str) -> CampaignRecord:
    found = connection.execute(select(campaign).where(campaign.c.id == campaign_id)).mappings()
    for row in found:
        return _record_from(row)
    raise _no_such_campaign(campaign_id)


def _newest(connection: Connection, campaign_id: str) -> Revision | None:
    query = (
        select(revision)
        .where(revision.c.campaign_id == campaign_id)
        .order_by(revision.c.number.desc())
        .limit(1)
    )
    for row in connection.execute(query).mappings():
        return _revision_from(row)
    return None


def _record_from(row: RowMapping) -> CampaignRecord:
    return CampaignRecord(
        id=CampaignId(row["id"]),
        name=row["name"],
        created_at=row["created_at"],
        message_seed=row["message_seed"],
        ledger_key=row["ledger_key"],
    )


def _revision_from(row: RowMapping) -> Revision:
    return Revision(number=row["number"], digest=Digest(row["digest"]), by=row["by"], at=row["at"])


def _no_such_campaign(name_or_id: str) -> NotFound:
    return NotFound(
        place(_("There is no campaign “{name}” in this workspace."), name=name_or_id),
        advice=_("Give the campaign's id, or its name exactly as the list of campaigns shows it."),
    )
