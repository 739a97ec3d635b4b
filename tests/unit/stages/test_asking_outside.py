"""Asking others: only on request, never from practice, and no link that is somebody's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from composer.errors import Blocked
from composer.model.person import Role
from composer.stages.asking_outside import askable_links, look_online
from composer.stages.content import load_content
from composer.transports.mail_domains import NameService
from composer.workspace import Workspace

SETTINGS = """
name = "News"
purpose = "marketing"
from = "Acme <notices@acme.co>"
locale = "en"
layout = "plain.html"
unsubscribe = "https://out.acme.co/u/{{ token }}"
[audience]
file = "audience.csv"
rule = "customers"
[transport]
kind = "smtp"
host = "mail.acme.co"
"""
MESSAGE = """---
subject: Hello
preheader: What is new
---
[a](https://127.0.0.1:1/a) [b](https://127.0.0.1:1/a) [c](https://127.0.0.1:1/{{ name }}) [i](https://127.0.0.1:1/{% if name %}i{% endif %})
[d](https://127.0.0.1:1/unsubscribe) [Abmelden](https://127.0.0.1:1/x) [e](https://out.acme.co/u/all)
[f](mailto:a@acme.co) [g](tel:+491) [h](http://127.0.0.1:1/h)
"""
LAYOUT = (
    '<html><body>{{ body }}<address>1 Road</address><a href="{{ unsubscribe_url }}">x</a>'
    '<a href="https://127.0.0.1:1/foot">y</a></body></html>'
)


def make(folder: Path, *, practice: bool) -> tuple[Workspace, str]:
    workspace = Workspace.create(folder / "workspace", practice=practice)
    roles = frozenset({Role.OWNER, Role.AUTHOR})
    ana = workspace.add_person(name="Ana", email="ana@acme.co", roles=roles, by=None)
    source = folder / "campaign"
    source.mkdir()
    settings = (
        SETTINGS.replace('"smtp"\nhost = "mail.acme.co"', '"practice"') if practice else SETTINGS
    )
    for name, text in (
        ("campaign.toml", settings), ("message.md", MESSAGE), ("plain.html", LAYOUT),
        ("audience.csv", "email,locale,name\nann@acme.co,,Ann\n"),
    ):  # fmt: skip
        (source / name).write_text(text)
    result = workspace.import_folder(source, by=ana)
    assert result.id, result.findings
    return workspace, result.id


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Workspace, str]]:
    monkeypatch.setenv("COMPOSER_PASSPHRASE", "for this test only")
    made = make(tmp_path, practice=False)
    yield made
    made[0].close()


def test_only_links_that_are_the_same_for_everybody_are_asked(real: tuple[Workspace, str]) -> None:
    workspace, campaign = real
    links = askable_links(load_content(workspace._desk, campaign))
    assert links == ("https://127.0.0.1:1/foot", "https://127.0.0.1:1/a", "http://127.0.0.1:1/h")


def test_what_was_found_is_told_and_nothing_private_is_connected_to(
    real: tuple[Workspace, str],
) -> None:
    workspace, campaign = real
    asked: list[str] = []

    def may_connect(address: str) -> bool:
        asked.append(address)
        return False

    nobody = NameService(host="127.0.0.1", port=1, query_s=0.3)
    found = look_online(workspace._desk, campaign, names=nobody, may_connect=may_connect)
    assert {item.code for item in found} <= {
        "link.private", "link.no_answer", "link.answering", "sender.no_answer",
    }  # fmt: skip
    assert "link.private" in {item.code for item in found}
    assert "127.0.0.1" in asked


def test_a_practice_workspace_asks_nobody(tmp_path: Path) -> None:
    workspace, campaign = make(tmp_path, practice=True)
    with pytest.raises(Blocked, match="practice"):
        workspace.look_online(campaign)
    workspace.close()
