"""Contrast where a message is shown in the dark, as far as its own styles say."""

from __future__ import annotations

from pathlib import Path

import pytest

from composer.checks.dark_contrast import find_poor_contrast_in_dark

META = '<meta name="color-scheme" content="light dark">'
DARK = "@media (prefers-color-scheme: dark)"


def page(styles: str, body: str, *, head: str = "") -> str:
    return f"<html><head>{head}<style>{styles}</style></head><body>{body}</body></html>"


def pairs(text: str) -> list[tuple[str, str]]:
    return [(poor.colour, poor.ground) for poor in find_poor_contrast_in_dark(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (page(f"{DARK}{{.x{{background:#222!important}}}}", '<p class="x" style="color:#333">Terms</p>'),
         ("#333333", "#222222")),
        (page(f"{DARK}{{.m a.b{{color:#114!important}}}}",
              '<div class="m" style="background:#eee"><a class="b" style="color:#00f">x</a></div>'), None),
        (page(f"{DARK}{{body{{background:#111}} p{{color:#fff}} .f{{color:#444!important}}}}",
              '<p>Good</p><p class="f" style="color:#333">Foot</p>'), ("#444444", "#111111")),
        (page("[data-ogsc] .x{color:#222!important}[data-ogsb] .x{background:#000!important}",
              '<p class="x">Outlook</p>'), ("#222222", "#000000")),
        (page("", '<p style="color:#333">On what the program chooses</p>', head=META), ("#333333", "#121212")),
        (page("", '<p style="color:#333;background:#fff">On its own ground</p>', head=META), None),
        (page("", '<p style="color:#333">No word of dark</p>'), None),
        (page(f"{DARK}{{.x{{background:#000!important}}}}", '<p class="x" style="color:{{ note }}">x</p>'), None),
        (page(f"{DARK}{{broken", '<p style="color:#333">x</p>'), None),
    ],
)  # fmt: skip
def test_what_the_styles_for_the_dark_make_of_it(
    text: str, expected: tuple[str, str] | None
) -> None:
    assert pairs(text) == ([expected] if expected else [])


def test_what_is_hard_to_read_in_light_as_well_is_told_once() -> None:
    text = page(f"{DARK}{{.y{{color:#fff}}}}", '<p style="color:#aaa;background:#fff">x</p>')
    assert pairs(text) == []


@pytest.mark.parametrize("name", sorted(path.stem for path in Path("templates").glob("*.html")))
def test_the_layouts_can_be_read_in_the_dark(name: str) -> None:
    from composer.checks.content import find_content_findings
    from tests.unit.checks.made_campaigns import made_context

    layout = Path("templates", f"{name}.html").read_text(encoding="utf-8")
    body = "# One\n\nText with a [link](https://acme.co/a).\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    found = find_content_findings(made_context(layout=layout, body=body))
    assert [item for item in found if item.code == "content.low_contrast_dark"] == []
