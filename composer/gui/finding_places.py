"""Where a finding leads: the page on which its place can be shown and mended."""

from __future__ import annotations

from composer.findings import Finding
from composer.model.stages import Stage

_BY_AREA = {
    "audience": Stage.AUDIENCE,
    "address": Stage.AUDIENCE,
    "segment": Stage.AUDIENCE,
    "exclude": Stage.AUDIENCE,
    "inactive": Stage.AUDIENCE,
    "overlap": Stage.AUDIENCE,
    "suppression": Stage.AUDIENCE,
    "translation": Stage.TRANSLATE,
    "template": Stage.WRITE,
    "render": Stage.PREVIEW,
    "content": Stage.PREVIEW,
    "check": Stage.PREVIEW,
    "seal": Stage.PREVIEW,
    "proof": Stage.PREVIEW,
    "test": Stage.TEST,
    "receipt": Stage.TEST,
    "signoff": Stage.SIGN_OFF,
    "approval": Stage.SIGN_OFF,
    "send": Stage.SEND,
}


def stage_of_finding(finding: Finding) -> Stage | None:
    """Give the stage that shows a finding's place, by its area, then by its place."""
    where = dict(finding.where)
    area = finding.code.partition(".")[0]
    if area in _BY_AREA:
        return _BY_AREA[area]
    if "row" in where or "column" in where:
        return Stage.AUDIENCE
    if "locale" in where:
        return Stage.TRANSLATE
    return Stage.WRITE if "part" in where else None
