"""What a command said that ran as a process of its own for the window."""

from __future__ import annotations

import json
from collections.abc import Mapping

from composer.errors import ComposerError
from composer.findings import Finding, finding


def last_object(output: bytes) -> dict[str, object]:
    """Give the last JSON object of a command's output; empty where it printed none."""
    for line in reversed(output.decode("utf-8", "replace").splitlines()):
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict):
            return found
    return {}


def relayed_findings(answer: Mapping[str, object]) -> tuple[Finding, ...]:
    """Rebuild the findings that the other process printed."""
    findings = answer.get("findings")
    return tuple(map(_relayed, findings)) if isinstance(findings, list) else ()


def relayed_error(answer: Mapping[str, object], *, otherwise: str) -> ComposerError:
    """Give the error that the other process printed, or one that says `otherwise`."""
    text, advice = answer.get("error"), answer.get("advice")
    return ComposerError(str(text or otherwise), advice=str(advice or ""))


def _relayed(item: object) -> Finding:
    match item:
        case {"code": str(code), "where": dict(where), "values": dict(values)}:
            return finding(code, where=where, **values)
        case _:
            return finding("send.not_begun")
