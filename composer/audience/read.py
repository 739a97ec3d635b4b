"""What an audience must have to be used: its columns, and the number of people promised."""

from __future__ import annotations

from collections.abc import Sequence

from composer.audience.sources.columns import nearest
from composer.audience.sources.headers import find_email_elsewhere, likely_email_column
from composer.findings import Finding, finding
from composer.model.campaign import AudienceSettings

MAX_FINDINGS = 100_000
"""So many findings about rows are told one by one."""
_DEFAULT_LOCALE_COLUMN = AudienceSettings(file="").locale


def find_missing_columns(
    columns: tuple[str, ...],
    settings: AudienceSettings,
    *,
    file: str,
    sample: Sequence[Sequence[str]] = (),
) -> list[Finding]:
    """Find columns that the settings name and the file lacks.

    A `sample` of rows tells in which other column the addresses stand.
    """
    named = [settings.email, *settings.ids, *settings.contacts, *settings.personal]
    if settings.locale and settings.locale != _DEFAULT_LOCALE_COLUMN:
        named.append(settings.locale)
    findings = [
        find_email_elsewhere(columns, sample, wanted=settings.email, file=file)
        if name == settings.email and likely_email_column(columns, sample)
        else finding(
            "audience.no_column",
            where={"file": file, "row": 1, "column": name},
            file=file,
            column=name,
            nearest=nearest(name, columns),
        )
        for name in dict.fromkeys(named)
        if name not in columns
    ]
    if settings.locale == _DEFAULT_LOCALE_COLUMN and settings.locale not in columns:
        where: dict[str, str | int] = {"file": file, "row": 1, "column": settings.locale}
        findings.append(
            finding("audience.no_locale_column", where=where, file=file, column=settings.locale)
        )
    return findings


def find_contract_findings(settings: AudienceSettings, count: int) -> list[Finding]:
    """Compare the number of people with what was promised before the file was read."""
    where: dict[str, str | int] = {"file": settings.file}
    if settings.expected is None:
        return [finding("audience.not_promised", where=where, count=count)]
    if abs(count - settings.expected) <= settings.expected * settings.tolerance:
        return []
    return [
        finding(
            "audience.wrong_count",
            where=where,
            expected=settings.expected,
            count=count,
        )
    ]
