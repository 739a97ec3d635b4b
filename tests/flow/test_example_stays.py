"""What belongs to the example stays in practice: people, test mailboxes, and whoever it would write to."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from composer.model.campaign import TransportKind, TransportSettings
from composer.model.identifiers import CampaignId
from composer.model.person import Role
from composer.model.stages import Stage
from composer.workspace import Workspace
from tests.flow.conftest import Practice

SERVICE = TransportSettings(
    kind=TransportKind.SENDGRID, base_url="https://api.sendgrid.com", key="account-notices"
)


def test_an_example_brought_into_a_real_workspace_brings_nobody_along(
    small: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small.here() as workspace:
        workspace.export_folder(CampaignId(small.campaign), tmp_path / "example")
    monkeypatch.setenv("COMPOSER_PASSPHRASE", "correct horse")
    with closing(Workspace.create(tmp_path / "real")) as real:
        dora = real.add_person(
            name="Dora", email="dora@acme.co", roles=frozenset(Role) - {Role.REVIEWER}, by=None
        )
        taken = CampaignId(real.import_folder(tmp_path / "example", by=dora).id)
        assert [line.person.name for line in real.people()] == ["Dora"]
        assert real.seeds() == ()
        assert real.accounts.saved() == ()
        codes = [item.code for item in real.audience_findings(taken)]
        assert "audience.example_people" not in codes  # it can only go to the practice mailbox
        real.accounts.choose(taken, SERVICE, by=dora)
        found = [
            item for item in real.audience_findings(taken) if item.code == "audience.example_people"
        ]
        assert found[0].blocks
        assert dict(found[0].values)["count"] == real.content(taken).audience
        states = {state.stage: state.findings for state in real.status(taken).stages}
        assert found[0] in states[Stage.AUDIENCE]  # and sealing asks the same
        listed = tmp_path / "own.csv"
        rows = (tmp_path / "example" / "audience.csv").read_text("utf-8").splitlines()
        own = rows[1].replace(rows[1].split(",")[0], "dora@acme.co")
        listed.write_text(f"{rows[0]}\n{own}\n", encoding="utf-8")
        real.audiences.set_contract(taken, expected=1, tolerance=0, rule="me", agreed="", by=dora)
        real.replace_audience(taken, listed, by=dora)
        codes = [item.code for item in real.audience_findings(taken)]
        assert "audience.example_people" not in codes


@pytest.mark.parametrize("domain", ["", "gmail.", "outlook."])
def test_a_part_of_the_examples_list_is_recognised_as_well(
    small: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, domain: str
) -> None:
    with small.here() as workspace:
        workspace.export_folder(CampaignId(small.campaign), tmp_path / "example")
    head, *rows = (tmp_path / "example" / "audience.csv").read_text("utf-8").splitlines()
    part = [row for row in rows if row.split(",")[0].endswith(f"@{domain}seed.test")]
    assert part
    listed = tmp_path / "part.csv"
    listed.write_text("\n".join([head, *part]), encoding="utf-8")
    monkeypatch.setenv("COMPOSER_PASSPHRASE", "correct horse")
    with closing(Workspace.create(tmp_path / "real")) as real:
        roles = frozenset(Role) - {Role.REVIEWER}
        dora = real.add_person(name="Dora", email="dora@acme.co", roles=roles, by=None)
        taken = CampaignId(real.import_folder(tmp_path / "example", by=dora).id)
        real.accounts.choose(taken, SERVICE, by=dora)
        real.audiences.set_contract(
            taken, expected=len(part), tolerance=0, rule="me", agreed="", by=dora
        )
        real.replace_audience(taken, listed, by=dora)
        found = {item.code: dict(item.values) for item in real.audience_findings(taken)}
        assert found["audience.example_people"]["count"] == len(part)
