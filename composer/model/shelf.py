"""Putting a campaign away: whether it can be deleted, or only archived, and why."""

from __future__ import annotations

from dataclasses import dataclass

from composer.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What can be done with one campaign; `kept_by` is what forbids to delete it.

    `busy` is what forbids both for now.
    """

    campaign_id: str
    name: str
    people: int
    is_archived: bool
    kept_by: tuple[Finding, ...] = ()
    busy: tuple[Finding, ...] = ()
