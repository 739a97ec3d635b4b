"""A send has begun where a sender signed so, from whichever of their computers."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from composer.errors import Blocked
from composer.model.person import DeviceKey, Role, Roster
from composer.records.evidence import HEAD_TYPE
from composer.signoff.dsse import public_hex, sign
from composer.stages import begun
from tests.unit.records.finished import BEGAN, CAMPAIGN, Finished

LAPTOP = Ed25519PrivateKey.generate()
DEVICE = DeviceKey(public_key=public_hex(LAPTOP.public_key()), device="laptop")


class OnlyAFolder:
    """As much of a desk as is asked for here."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send_folder(self, _campaign: str) -> Path:
        return self.folder / "sends"


@pytest.fixture
def begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Send with a record signed on Ann's laptop; say whether that counts as begun."""

    def begins(*, roles=None, device: DeviceKey | None = DEVICE, signs: bool = True) -> bool:
        made = Finished(tmp_path)

        def on_the_laptop(name: str = "Ann"):
            del name
            return lambda statement: sign(
                HEAD_TYPE, json.dumps(json.loads(statement)).encode(), LAPTOP
            )

        monkeypatch.setattr(made, "signer", on_the_laptop)
        made.test()
        made.send(signs=signs)
        ann = made.team.people["Ann"]
        keys = (*ann.device_keys, *([device] if device else []))
        people = (replace(ann, keys=keys, roles=roles or ann.roles), made.team.people["Ben"])
        roster = Roster(version=1, previous="", people=people, digest="d" * 64)
        monkeypatch.setattr(begun, "require_roster", lambda _desk: roster)
        made.close()
        return begun.is_begun(OnlyAFolder(tmp_path), CAMPAIGN, made.manifest.digest)

    return begins


def test_a_second_computer_of_the_sender_counts(begins) -> None:
    assert begins()


def test_a_key_that_is_nobodys_does_not(begins) -> None:
    assert not begins(device=None)


def test_a_revoked_key_does_not(begins) -> None:
    assert not begins(device=replace(DEVICE, revoked_at=BEGAN, reason="lost"))


def test_the_computer_of_somebody_who_may_not_send_does_not(begins) -> None:
    assert not begins(roles=frozenset({Role.AUTHOR}))


def test_a_test_alone_is_no_beginning(begins) -> None:
    """What was signed then stands before the people of the proof were taken over."""
    assert not begins(signs=False)


class OneOfTwo:
    """A desk of one of several workspaces on a computer."""

    def __init__(self, name: str, *, is_practice: bool = False) -> None:
        active = SimpleNamespace(place=SimpleNamespace(path="/where/it/began"))
        self.folder = SimpleNamespace(
            id=name, is_practice=is_practice, registry=SimpleNamespace(active=lambda _id: active)
        )


def test_a_campaign_that_was_taken_to_another_workspace_is_sent_from_one_of_them(
    home: Path,
) -> None:
    begun.require_begun_nowhere_else(OneOfTwo("second"), CAMPAIGN)
    begun.claim_sending(OneOfTwo("first"), CAMPAIGN)
    for refuses in (begun.require_begun_nowhere_else, begun.claim_sending):
        refuses(OneOfTwo("first"), CAMPAIGN)
        with pytest.raises(Blocked) as refused:
            refuses(OneOfTwo("second"), CAMPAIGN)
        (found,) = refused.value.findings
        assert found.code == "send.elsewhere"
        assert "/where/it/began" in found.text


def test_practising_a_campaign_keeps_nobody_from_sending_it(home: Path) -> None:
    begun.claim_sending(OneOfTwo("practice", is_practice=True), CAMPAIGN)
    begun.claim_sending(OneOfTwo("real"), CAMPAIGN)
    begun.claim_sending(OneOfTwo("practice", is_practice=True), CAMPAIGN)
