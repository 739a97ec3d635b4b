"""Write what was decided about an audience back into `campaign.toml`, key by key."""

from __future__ import annotations

from collections.abc import Callable

from composer.errors import FileRefused
from composer.findings import blocking
from composer.folder.settings import read_settings
from composer.folder.write import Value, edit_settings
from composer.model.campaign import AudienceSettings, Inactive

_USUAL = AudienceSettings(file="")
_WRITTEN: dict[str, Callable[[AudienceSettings], Value | None]] = {
    "file": lambda settings: settings.file,
    "email": lambda settings: settings.email,
    "locale": lambda settings: settings.locale,
    "expected": lambda settings: settings.expected,
    "tolerance": lambda settings: settings.tolerance,
    "rule": lambda settings: settings.rule,
    "agreed": lambda settings: settings.agreed,
    "ids": lambda settings: settings.ids,
    "contacts": lambda settings: settings.contacts,
    "personal": lambda settings: settings.personal,
    "columns": lambda settings: dict(settings.columns),
    "encoding": lambda settings: settings.encoding,
    "delimiter": lambda settings: settings.delimiter,
    "sheet": lambda settings: settings.sheet,
    "no_locale": lambda settings: settings.no_locale,
    "segment": lambda settings: settings.segment,
    "leave_out": lambda settings: [
        {"code": item.code, "rows": item.rows} for item in settings.leave_out
    ],
    "exclude": lambda settings: settings.exclude,
    "inactive": lambda settings: _inactive(settings.inactive),
    "overlap": lambda settings: dict(settings.overlap),
    "later": lambda settings: dict(settings.later),
    "only": lambda settings: settings.only,
    "taken_from": lambda settings: settings.taken_from,
    "corrects": lambda settings: settings.corrects,
    "follows": lambda settings: settings.follows,
    "follows_groups": lambda settings: settings.follows_groups,
    "mx": lambda settings: settings.mx,
}


def with_audience_settings(
    toml_bytes: bytes, before: AudienceSettings, after: AudienceSettings
) -> bytes:
    """Change what differs and keep everything else byte for byte; a usual value is not written.

    Raises:
        FileRefused: the file is not TOML, or could not be read any more with such a value.
    """
    changes: dict[str, Value | None] = {}
    for key, write in _WRITTEN.items():
        if getattr(before, key) != getattr(after, key):
            usual = getattr(after, key) == getattr(_USUAL, key)
            changes[f"audience.{key}"] = None if usual else write(after)
    if not changes:
        return toml_bytes
    changed = edit_settings(toml_bytes, changes)
    found = blocking(read_settings(changed)[2])
    if found:
        raise FileRefused(found)
    return changed


def _inactive(decision: Inactive | None) -> dict[str, Value] | None:
    return {"column": decision.column, "before": decision.before} if decision else None
