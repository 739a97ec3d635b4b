"""What named mail programs do not show is told once, with the day on which it was tested."""

from __future__ import annotations

import json

import pytest

from composer import paths
from composer.checks.client_support import known_features
from composer.checks.content import find_content_findings
from tests.unit.checks.made_campaigns import LAYOUT, made_context


def told(element: str) -> list[str]:
    context = made_context(
        layout=LAYOUT.replace("<p>", f"{element}<p>"), translations={"de": {"x": "y"}}
    )
    found = find_content_findings(context)
    return [dict(f.values)["feature"] for f in found if f.code == "content.unsupported"]


@pytest.mark.parametrize(
    ("element", "feature"),
    [
        ('<div style="display:flex">x</div>', "display: flex"),
        ('<div style="position: absolute">x</div>', "position: absolute"),
        ('<div style="background-image:url(cid:a)">x</div>', "background-image"),
        ("<style>@media print{p{transform:none}}</style>", "transform"),
        ('<img src="https://acme.co/a.svg" alt="x">', "SVG"),
    ],
)
def test_what_is_used_is_told_once(element: str, feature: str) -> None:
    assert told(element) == [feature]


@pytest.mark.parametrize(
    "element",
    [
        '<div style="display:block;position:relative;border-radius:8px">flex grid</div>',
        "<!--[if mso]><div style='display:flex'></div><![endif]-->",
        '<img src="cid:logo" alt="x">',
    ],
)
def test_what_every_program_shows_is_not_told(element: str) -> None:
    assert told(element) == []


def test_each_fact_names_its_day_and_its_programs() -> None:
    facts = json.loads((paths.resources() / "mail-clients" / "support.json").read_text())
    assert facts["licence"] == "MIT"
    assert (paths.resources() / "mail-clients" / "LICENSE").is_file()
    for feature in known_features():
        assert feature.clients
        assert len(feature.tested) == len("2026-01-01")
        assert bool(feature.style) + bool(feature.element) + bool(feature.picture) == 1
