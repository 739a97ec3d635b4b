"""Read the `[audience]` table of `campaign.toml`: where the people come from, and what was decided.

What a segment means, and whether the columns named here exist, is found where the file is read.
"""

from __future__ import annotations

import codecs
import re
from datetime import date
from decimal import Decimal
from pathlib import PurePosixPath

from composer.folder.keys import KeyReader
from composer.model.campaign import AudienceSettings, Inactive, LeaveOut
from composer.model.locale_tags import canonical

MOST_PEOPLE = 100_000_000
_CAMPAIGN_ID = re.compile(r"[0-9a-f]{16}")
_GROUP = re.compile(
    r"handed_over|unclear|proof [0-9a-f]{16,64}|batch [1-9][0-9]{0,6}( of [0-9a-f]{16,64})?"
)
_FINDING_CODE = re.compile(r"[a-z_]+\.[a-z_]+")
# Names that Windows takes for devices, whatever their ending.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)


def read_audience_settings(reader: KeyReader) -> AudienceSettings:
    """Read the table; problems go to the reader's findings."""
    usual = AudienceSettings(file="")
    settings = AudienceSettings(
        file=_file(reader),
        email=reader.text("email", default=usual.email),
        locale=reader.text("locale", default=usual.locale),
        expected=reader.integer("expected", default=0, minimum=1, maximum=MOST_PEOPLE)
        if reader.has("expected")
        else None,
        tolerance=reader.number(
            "tolerance", default=usual.tolerance, minimum=Decimal(0), maximum=Decimal(1)
        ),
        rule=reader.text("rule"),
        agreed=reader.text("agreed"),
        ids=reader.texts("ids"),
        contacts=reader.texts("contacts"),
        personal=reader.texts("personal"),
        columns=_pairs(reader.table("columns")),
        encoding=_encoding(reader),
        delimiter=_delimiter(reader),
        sheet=reader.text("sheet"),
        no_locale=_no_locale(reader),
        segment=reader.text("segment"),
        leave_out=tuple(_leave_out(item) for item in reader.tables("leave_out")),
        exclude=_exclude(reader),
        inactive=_inactive(reader) if reader.has("inactive") else None,
        overlap=_overlap(reader.table("overlap")),
        later=_later(reader.table("later")),
        only=_only(reader),
        taken_from=_campaign(reader, "taken_from"),
        corrects=_campaign(reader, "corrects"),
        follows=_campaign(reader, "follows"),
        follows_groups=_groups(reader),
        mx=reader.flag("mx"),
    )
    if not settings.email:
        reader.add("folder.empty_value", "email")
    reader.finish()
    return settings


def is_inside_folder(path: str) -> bool:
    """Tell whether a path stays inside the folder on every system, spelt in the one usual way."""
    parts = path.split("/")
    return (
        bool(path)
        and not any(char in path for char in '\\:*?"<>|')
        and path.isprintable()
        and all(part not in {"", ".", ".."} and part == part.strip(" ") for part in parts)
        and not any(part.endswith(".") or _RESERVED.fullmatch(part) for part in parts)
        and PurePosixPath(path).as_posix() == path
    )


def _file(reader: KeyReader) -> str:
    file = reader.text("file", required=True)
    if file and not is_inside_folder(file):
        reader.add("folder.bad_path", "file")
    return file


def _pairs(reader: KeyReader) -> tuple[tuple[str, str], ...]:
    """Read names of the file's columns with the names that the message uses."""
    pairs = tuple((name, reader.text(name, required=True)) for name in reader.names())
    if len({name for _source, name in pairs}) < len(pairs):
        reader.add("folder.twice_in_list", pairs[-1][0])
    return pairs


def _encoding(reader: KeyReader) -> str:
    name = reader.text("encoding")
    try:
        return codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):
        reader.add("audience.unknown_encoding", "encoding")
        return ""


def _delimiter(reader: KeyReader) -> str:
    """Read one character; a tab is allowed here, which no other text may hold."""
    if reader.has("delimiter") and reader.values["delimiter"] == "\t":
        return "\t"
    delimiter = reader.text("delimiter")
    if len(delimiter) > 1 or delimiter in {'"', "'"}:
        reader.add("audience.bad_delimiter", "delimiter")
        return ""
    return delimiter


def _no_locale(reader: KeyReader) -> str:
    tag = reader.text("no_locale")
    known = canonical(tag)
    if tag and known is None:
        reader.add("folder.bad_locale", "no_locale")
    return known or tag


def _leave_out(reader: KeyReader) -> LeaveOut:
    code = reader.text("code", required=True)
    if code and _FINDING_CODE.fullmatch(code) is None:
        reader.add("audience.unknown_decision", "code")
    rows = reader.integer("rows", default=0, minimum=1, maximum=MOST_PEOPLE)
    if not reader.has("rows"):
        reader.add("folder.missing_key", "rows")
    reader.finish()
    return LeaveOut(code=code, rows=rows)


def _inactive(reader: KeyReader) -> Inactive:
    table = reader.table("inactive")
    column = table.text("column", required=True)
    before = _day(table)
    table.finish()
    return Inactive(column=column, before=before)


def _day(reader: KeyReader) -> str:
    """Read a day, written as TOML's date or as text."""
    value = reader.values.get("before")
    if reader.has("before") and type(value) is date:
        return value.isoformat()
    text = reader.text("before", required=True)
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        reader.add("audience.bad_day", "before")
        return ""


def _exclude(reader: KeyReader) -> tuple[str, ...]:
    ids = reader.texts("exclude")
    if any(_CAMPAIGN_ID.fullmatch(campaign_id) is None for campaign_id in ids):
        reader.add("folder.bad_id", "exclude")
    return ids


def _overlap(reader: KeyReader) -> tuple[tuple[str, str], ...]:
    """Read reasons by campaign."""
    for campaign_id in reader.names():
        if _CAMPAIGN_ID.fullmatch(campaign_id) is None:
            reader.add("folder.bad_id", campaign_id)
    return tuple((name, reader.text(name, required=True)) for name in reader.values)


def _later(reader: KeyReader) -> tuple[tuple[str, str], ...]:
    """Read campaigns by language; people who named no language have an empty one."""
    found = []
    for tag in reader.names():
        campaign_id = reader.text(tag, required=True)
        if tag and canonical(tag) is None:
            reader.add("folder.bad_locale", tag)
        if campaign_id and _CAMPAIGN_ID.fullmatch(campaign_id) is None:
            reader.add("folder.bad_id", tag)
        found.append((canonical(tag) or "", campaign_id))
    return tuple(found)


def _only(reader: KeyReader) -> tuple[str, ...]:
    tags = reader.texts("only")
    if any(tag and canonical(tag) is None for tag in tags):
        reader.add("folder.bad_locale", "only")
    return tuple(canonical(tag) or "" for tag in tags)


def _groups(reader: KeyReader) -> tuple[str, ...]:
    groups = reader.texts("follows_groups")
    if any(_GROUP.fullmatch(group) is None for group in groups):
        choices, nearest = "handed_over, unclear, batch 1", "handed_over"
        reader.add("folder.not_a_choice", "follows_groups", choices=choices, nearest=nearest)
    return groups


def _campaign(reader: KeyReader, key: str) -> str:
    campaign_id = reader.text(key)
    if campaign_id and _CAMPAIGN_ID.fullmatch(campaign_id) is None:
        reader.add("folder.bad_id", key)
    return campaign_id
