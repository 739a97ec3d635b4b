"""Looks into attached files: nobody else's address or id may stand in them, their owner's must.

Each file is read once, however many receive it, and only what it says of people in the audience is
kept: never its text. A file for one recipient that says nothing of them may be somebody else's; a
file that two receive, or nobody, tells that cells were mixed up. Guards rule 8. Files that cannot
be read, and pictures, are counted: whoever signs must know what was not looked into.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote

from composer.checks.attachment_reading import texts_of
from composer.checks.attachment_uses import Person, Use
from composer.findings import Finding, finding
from composer.model.identifiers import RecipientId
from composer.model.message import MessageFile, RenderContext
from composer.model.recipient import Recipient
from composer.rendering.files import FOLDER, MessageFiles, is_image
from composer.wire.allowed import Allowed
from composer.wire.audience_index import AudienceIndex
from composer.wire.id_words import is_vague
from composer.wire.literals import find_literals
from composer.wire.own import Own
from composer.wire.thorough import ThoroughLook

NOT_SCANNED, NOT_OWN = "attachment.not_scanned", "attachment.not_own"
PICTURES_INSIDE = "attachment.pictures_inside"
UNUSED = "attachment.unused"
_MOST_NAMED = 10
_MOST_LEAKS = 20


class _Told(NamedTuple):
    """The addresses and ids of people in the audience that stand in a file, and its pictures."""

    addresses: frozenset[str]
    ids: frozenset[str]
    pictures: int = 0


_NOBODY = _Told(frozenset(), frozenset())


def find_in_attachments(
    context: RenderContext,
    uses: Mapping[str, Use],
    index: AudienceIndex,
    *,
    cancelled: Callable[[], bool],
) -> Iterator[Finding]:
    """Find what is wrong with the files that go to everybody, and with those of each recipient.

    `uses` tells which files the cells of all recipients name.
    """
    files = {file.path: file for file in context.message.files}
    for_all = _for_all(context)
    if for_all or any(item.column for item in context.campaign.attachments):
        look = _Look(context, index)
        wanted = [files[path] for path in sorted({*for_all, *uses})]
        told = dict(look.into(wanted, cancelled=cancelled))
        yield from look.at_files_for_all([path for path in for_all if path in told], told)
        yield from look.at_own_files({path: uses[path] for path in sorted(uses)}, told)
        yield from _unused(context, {*for_all, *uses})
        unread = [file.path for file in wanted if file.path not in told]
        yield from _pictures_inside(told)
    else:
        wanted, unread = [], []
    pictures = _shown_pictures(context)
    if unread or pictures:
        names = _listed([*unread, *pictures])
        total = len(wanted) + len(pictures)
        count = len(unread) + len(pictures)
        yield finding(NOT_SCANNED, count=count, total=total, files=names)


def files_not_scanned(findings: Iterable[Finding]) -> tuple[int, int]:
    """Give how many files the check could not look into, and of how many; 0 when it could."""
    for item in findings:
        if item.code == NOT_SCANNED:
            values = dict(item.values)
            return int(values["count"]), int(values["total"])
    return 0, 0


def pictures_not_scanned(findings: Iterable[Finding]) -> int:
    """Give how many pictures stand in attached files; nobody looked into them."""
    found = (item for item in findings if item.code == PICTURES_INSIDE)
    return sum(int(dict(item.values)["count"]) for item in found)


class _Look:
    """Looks into a campaign's files."""

    def __init__(self, context: RenderContext, index: AudienceIndex) -> None:
        literals = find_literals(context)
        self._index = index
        self._allowed = Allowed(literals=literals, index=index)
        self._thorough = ThoroughLook(self._allowed, unless_member=literals.unless_member)

    def into(
        self, files: list[MessageFile], *, cancelled: Callable[[], bool]
    ) -> Iterator[tuple[str, _Told]]:
        """Read files; those of the same content once. Those that cannot be read are left out."""
        same: dict[str, list[MessageFile]] = {}
        for file in files:
            same.setdefault(f"{file.sha256} {PurePosixPath(file.path).suffix}", []).append(file)
        alike = {group[0].path: group for group in same.values()}
        first = [group[0] for group in same.values()]
        for file, read in texts_of(first, cancelled=cancelled):
            if read.texts is not None:
                told = self._told(read.texts)._replace(pictures=read.pictures)
                yield from ((item.path, told) for item in alike[file.path])

    def _told(self, texts: tuple[str, ...]) -> _Told:
        addresses: set[str] = set()
        ids: set[str] = set()
        for text in texts:
            found = self._thorough.everybody_in(text)
            addresses |= found[0]
            ids |= found[1]
        return _Told(frozenset(addresses), frozenset(ids))

    def at_files_for_all(self, paths: list[str], told: Mapping[str, _Told]) -> Iterator[Finding]:
        """Find people of the audience in files that everybody receives."""
        if len(self._index.addresses) > 1:
            for path in paths:
                yield from _leaks("attachment.holds", told[path], {"file": path})

    def at_own_files(self, uses: Mapping[str, Use], told: Mapping[str, _Told]) -> Iterator[Finding]:
        """Find what is wrong with files that cells name."""
        nobodys: list[str] = []
        for path, use in uses.items():
            if use.people > 1:
                yield _used_twice(path, use)
                yield from _leaks("attachment.holds", told.get(path, _NOBODY), {"file": path})
            elif path in told:
                found = [*self._in_own_file(path, use.first[0], told[path])]
                yield from (item for item in found if item.code != NOT_OWN)
                nobodys += [path for item in found if item.code == NOT_OWN]
        if nobodys:
            yield finding(NOT_OWN, count=len(nobodys), total=len(uses), files=_listed(nobodys))

    def _in_own_file(self, path: str, person: Person, told: _Told) -> Iterator[Finding]:
        own = self._own(person)
        left = self._without(told, own)
        where: dict[str, str | int] = {
            "recipient": person.address,
            "row": person.row,
            "part": f"attachment {PurePosixPath(path).name}",
        }
        leaks = [*_leaks("content.foreign", left, where)]
        yield from leaks
        if not leaks and left == told and not self._allows(own):
            yield finding(NOT_OWN, count=1, total=1, files=path)

    def _without(self, told: _Told, own: Own) -> _Told:
        """Take away what belongs to the recipient."""
        return told._replace(
            addresses=frozenset(told.addresses.difference(own.addresses)),
            ids=frozenset([key for key in told.ids if not own.has_id(key)]),
        )

    def _allows(self, own: Own) -> bool:
        """Tell whether everybody may be shown the recipient's address: then it says nothing."""
        return any(item in self._allowed.addresses for item in own.addresses)

    def _own(self, person: Person) -> Own:
        columns = self._index.id_columns
        fields = tuple(zip(columns, person.ids, strict=False))
        one = Recipient(
            id=RecipientId(""),
            row=person.row,
            address=person.address,
            locale="",
            fields=fields,
            token="",
            salt="",
        )
        return Own(one, id_columns=columns, id_shape=self._index.id_shape)


def _for_all(context: RenderContext) -> list[str]:
    """Give the files that every message carries."""
    files = MessageFiles(context.message.files)
    named = [files.find(item.path) for item in context.campaign.attachments if item.path]
    return [file.path for file in named if file is not None]


def _leaks(codes: str, told: _Told, where: dict[str, str | int]) -> Iterator[Finding]:
    """Name the first of those whom a file tells of; a number that is in every file is nobody's."""
    for address in sorted(told.addresses)[:_MOST_LEAKS]:
        yield finding(f"{codes}_address", where=where, found=address)
    for key in sorted(key for key in told.ids if not is_vague(key))[:_MOST_LEAKS]:
        yield finding(f"{codes}_id", where=where, found=key)


def _used_twice(path: str, use: Use) -> Finding:
    first, second = use.first[0], use.first[1]
    where: dict[str, str | int] = {"recipient": first.address, "row": first.row, "file": path}
    return finding(
        "attachment.used_twice",
        where=where,
        file=PurePosixPath(path).name,
        count=use.people,
        first=first.address,
        second=second.address,
    )


def _unused(context: RenderContext, used: set[str]) -> Iterator[Finding]:
    """Name files that nobody receives, where each recipient has one of their own."""
    if not any(item.column for item in context.campaign.attachments):
        return
    kept = [
        file.path
        for file in context.message.files
        if file.path not in used and file.path.startswith(FOLDER) and not is_image(file.path)
    ]
    if kept:
        yield finding(UNUSED, count=len(kept), files=_listed(kept))


def _pictures_inside(told: Mapping[str, _Told]) -> Iterator[Finding]:
    """Count the pictures in files of text: what they show, nobody has read."""
    showing = [path for path in sorted(told) if told[path].pictures]
    if showing:
        count = sum(told[path].pictures for path in showing)
        yield finding(PICTURES_INSIDE, count=count, files=_listed(showing))


def _shown_pictures(context: RenderContext) -> list[str]:
    """Give the pictures that the text or the layout shows."""
    message = context.message
    texts = (
        message.body,
        message.body_html or "",
        message.layout.html,
        message.brand.logo,
        *(entry.target for item in message.catalogues for entry in item.entries),
    )
    written = unquote("\n".join(texts))
    return [
        file.path
        for file in message.files
        if is_image(file.path) and PurePosixPath(file.path).name in written
    ]


def _listed(paths: list[str]) -> str:
    """Name the first files."""
    names = ", ".join(PurePosixPath(path).name for path in paths[:_MOST_NAMED])
    return f"{names}, …" if len(paths) > _MOST_NAMED else names
