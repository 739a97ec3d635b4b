"""What is wrong with translations as far as it decides what may leave, and what of it was frozen.

The words of the team are the whole team's and change at any time. What they say about a translation
is found anew until a proof is frozen; a check's record then says what it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from composer.findings import Finding, finding_from_record
from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.stages.translation_judging import judge_of
from composer.translation.progress import find_translation_findings

_FROZEN = "frozen"
_AREA = "translation."


def translation_findings(desk: Desk, content: Content) -> tuple[Finding, ...]:
    """Find what keeps the translations from being sent to this audience."""
    locales = frozenset(desk.recipients.locale_counts(content.record.id))
    fallback = content.campaign.stated_fallbacks
    glossary = desk.glossary.version()
    return desk.kept(
        ("translation", content.record.id, content.revision, locales, glossary),
        lambda: tuple(
            find_translation_findings(
                content.message, locales, fallback, judge_of=partial(judge_of, desk, content)
            )
        ),
    )


def with_translation(static: Sequence[Finding], found: Sequence[Finding]) -> list[Finding]:
    """Put what is found about translations in the place of what a check has found about them."""
    return [*(item for item in static if not _is_of_translation(item)), *found]


def frozen_record(record: Mapping[str, object], found: Sequence[Finding]) -> dict[str, object]:
    """Give a check's record in which what was found about translations stays as it is."""
    static = with_translation(_static_of(record), found)
    return {**record, "static": [item.as_record() for item in static], _FROZEN: True}


def frozen_findings(record: Mapping[str, object]) -> tuple[Finding, ...] | None:
    """Give what was found about translations when a check was frozen; None if it was not."""
    return tuple(filter(_is_of_translation, _static_of(record))) if record.get(_FROZEN) else None


def _static_of(record: Mapping[str, object]) -> list[Finding]:
    static = record.get("static")
    return [finding_from_record(item) for item in static] if isinstance(static, list) else []


def _is_of_translation(item: Finding) -> bool:
    return item.code.startswith(_AREA)
