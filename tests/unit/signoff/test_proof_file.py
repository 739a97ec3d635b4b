"""A `.proof` is read in exactly one way, by the people it names, and shows what it names."""

import dataclasses
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from composer.errors import FileRefused, SignatureRefused
from composer.model.person import Role
from composer.proofs.canonical import canonical_bytes
from composer.signoff.age_files import decrypt_with, encrypt_for
from composer.signoff.dsse import payload_of, sign
from composer.signoff.owner_lists import Signing
from composer.signoff.pins import Pin, Pins
from composer.signoff.proof_checking import check_proof
from composer.signoff.proof_file import (
    BEGINNING,
    LENGTH_BYTES,
    PAYLOAD_TYPE,
    read_proof_file,
    write_proof_file,
)
from composer.signoff.roster import sign_roster, verify_rosters
from tests.unit.proofs.sealed_example import example_inputs
from tests.unit.signoff.proof_sample import contents_of, manifest_of, message, packed, written


@pytest.fixture
def contents(team, now, workspace):
    return contents_of(team, now, workspace=workspace)


def code(refused):
    return refused.value.findings[0].code


def check(team, contents, now, *, name="Ben", pins=None):
    return check_proof(contents, pins=pins, reader=team.people[name].public_key, now=now)


def test_what_was_written_is_read_again(team, contents):
    assert read_proof_file(written(team, contents)) == contents


def test_only_the_named_people_open_it(team, contents):
    content = written(team, contents)
    ben, chen = team.people["Ben"].public_key, team.people["Chen"].public_key
    sealed = encrypt_for([ben, chen], content)
    assert content not in sealed
    assert decrypt_with([team.key("Emil"), team.key("Chen")], sealed) == content
    with pytest.raises(FileRefused) as refused:
        decrypt_with([team.key("Emil")], sealed)
    assert code(refused) == "proof_file.not_for_you"
    assert b"Dear reader" not in sealed


def test_what_is_no_such_file_is_refused(team):
    for hostile in (b"", b"PK\x03\x04", b"x" * 100, b"age-encryption.org/v1\n"):
        with pytest.raises(FileRefused):
            decrypt_with([team.key("Ben")], hostile)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_damage_is_refused(team, contents, data):
    content = written(team, contents)
    at = data.draw(st.integers(0, len(content) - 1))
    bit = 1 << data.draw(st.integers(0, 7))
    kind = data.draw(st.sampled_from(("bit", "cut", "more", "less", "twice")))
    damaged = {
        "bit": content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :],
        "cut": content[:at],
        "more": content[:at] + b"\n" + content[at:],
        "less": content[:at] + content[at + 1 :],
        "twice": content + content[at:],
    }[kind]
    with pytest.raises(FileRefused):
        read_proof_file(damaged)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_damage_of_the_encrypted_file_is_refused(team, contents, data):
    sealed = encrypt_for([team.people["Ben"].public_key], written(team, contents))
    at = data.draw(st.integers(0, 9999)) * len(sealed) // 10_000  # its size is not always the same
    damaged = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
    with pytest.raises(FileRefused):
        decrypt_with([team.key("Ben")], damaged)


def forged(team, content, change):
    """The same parts under another table, signed by Ann herself."""
    start = len(BEGINNING) + LENGTH_BYTES
    length = int.from_bytes(content[len(BEGINNING) : start], "big")
    table = json.loads(payload_of(content[start : start + length])[1])
    change(table)
    envelope = sign(PAYLOAD_TYPE, canonical_bytes(table), team.key("Ann"))
    return b"".join(
        (BEGINNING, len(envelope).to_bytes(8, "big"), envelope, content[start + length :])
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table["parts"].append(table["parts"][0]),
        lambda table: table["parts"].pop(),
        lambda table: table["parts"][0].update(size=table["parts"][0]["size"] - 1),
        lambda table: table["parts"][0].update(size=2**53 - 1),
        lambda table: table["parts"][0].update(size=-1),
        lambda table: table["parts"][0].update(sha256="0" * 64),
        lambda table: table["parts"][0].update(role="../../etc/passwd"),
        lambda table: table["parts"][0].update(name="/etc/passwd"),
        lambda table: table["parts"].reverse(),
        lambda table: table["kinds"][0].update(content="0" * 64),
        lambda table: table["kinds"][0].update(content=""),
        lambda table: table["kinds"][0].update(people=-1),
        lambda table: table["kinds"].extend(table["kinds"] * 9000),
        lambda table: table.update(told=["x" * 5000]),
        lambda table: table.update(asked=["0" * 63]),
        lambda table: table.update(test=[1, 1, 2]),
        lambda table: table.update(translators=[["de"]]),
        lambda table: table.update(more=""),
        lambda table: table.pop("authors"),
        lambda table: table.update(made_by="0" * 64),
    ],
)
def test_a_table_that_says_anything_else_is_refused(team, contents, change):
    content = written(team, contents)
    assert read_proof_file(forged(team, content, lambda _table: None)) == contents
    with pytest.raises(FileRefused):
        read_proof_file(forged(team, content, change))


def test_a_reviewer_is_shown_what_was_decoded_and_everything_agrees(team, contents, now):
    checked = check(team, contents, now)
    assert [kind.rendered.text for kind in checked.kinds] == ["Dear reader\n"] * 2
    assert [kind.variant.address for kind in checked.kinds] == [
        "eva@example.net",
        "eve@example.net",
    ]
    assert checked.manifest.digest == manifest_of(contents.kinds).digest
    assert checked.owner_known is False
    assert checked.made_by.name == "Ann"


def other(contents, **changes):
    return dataclasses.replace(contents, **changes)


def test_shown_content_that_differs_from_its_digest_is_refused(team, contents, now):
    first, second = contents.kinds
    changed = dataclasses.replace(first, eml=message("eva@example.net", "de", "Send money"))
    addressed = dataclasses.replace(first, eml=message("max@example.net", "de"))
    many = dataclasses.replace(first, eml=message("eva@example.net, max@example.net", "de"))
    another_language = dataclasses.replace(first, locale="fr")
    another_sender = dataclasses.replace(first, envelope_sender="x@example.com")
    not_a_message = dataclasses.replace(first, eml=b"hello")
    for kind in (changed, addressed, many, another_language, another_sender, not_a_message):
        with pytest.raises(FileRefused) as refused:
            check(team, other(contents, kinds=(kind, second)), now)
        assert code(refused) == "proof_file.other_content"


def test_kinds_that_the_manifest_does_not_name_are_refused(team, contents, now):
    first, second = contents.kinds
    strange = packed(3, "eva@example.net", "de")
    for kinds in ((first,), (second, first), (first, second, strange), (strange, second), ()):
        with pytest.raises(FileRefused) as refused:
            check(team, other(contents, kinds=kinds), now)
        assert code(refused) == "proof_file.other_content"


def test_other_rules_than_the_owner_signed_are_refused(team, contents, now):
    looser = manifest_of(contents.kinds, policy=example_inputs().policy)
    with pytest.raises(FileRefused) as refused:
        check(team, other(contents, manifest=looser.bytes), now)
    assert code(refused) == "proof_file.other_rules"


def test_a_changed_manifest_names_another_version(team, contents, now):
    inputs = manifest_of(contents.kinds)
    with pytest.raises(FileRefused) as refused:
        check(team, other(contents, manifest=inputs.bytes + b" "), now)
    assert code(refused) == "proof_file.unreadable"
    with pytest.raises(FileRefused) as refused:
        check(team, other(contents, campaign="d" * 16), now)
    assert code(refused) == "proof_file.other_content"


def test_a_general_reviewer_must_be_given_every_kind_a_language_reviewer_only_theirs(
    team, contents, now
):
    first, second = contents.kinds
    german_only = other(contents, kinds=(first, dataclasses.replace(second, eml=b"")))
    with pytest.raises(FileRefused) as refused:
        check(team, german_only, now)
    assert code(refused) == "proof_file.not_whole"
    team.people["Gerd"] = dataclasses.replace(team.add("Gerd", Role.REVIEWER), locales=("de",))
    listed = other(
        german_only,
        rosters=(sign_roster(team.people.values(), previous=None, signing=team.signing),),
    )
    checked = check(team, listed, now, name="Gerd")
    assert [kind.variant.locale for kind in checked.required_of(team.people["Gerd"])] == ["de"]


def test_a_file_of_a_stranger_is_refused(team, contents, now):
    stranger = team.add("Zoe", Role.AUTHOR)  # not in the signed list
    with pytest.raises(FileRefused) as refused:
        check(team, other(contents, made_by=stranger.public_key), now)
    assert code(refused) == "proof_file.unknown_maker"
    with pytest.raises(ValueError, match="signed by whoever"):
        write_proof_file(contents, private_key=team.key("Emil"))


def test_another_owner_than_the_pinned_one_is_refused(team, contents, now):
    pins = Pins(owner_key=team.people["Chen"].public_key)
    with pytest.raises(SignatureRefused):
        check(team, contents, now, pins=pins)


def test_an_older_list_of_people_than_the_pinned_one_is_refused(team, contents, now, workspace):
    first = contents.rosters[0]
    second = sign_roster(
        team.people.values(),
        previous=verify_rosters([first], trust=team.trust),
        signing=Signing(workspace=workspace, owner_key=team.key("Ann"), issued_at=now),
    )
    newest = verify_rosters([first, second], trust=team.trust)
    pins = Pins(owner_key=team.owner_key, roster=Pin(version=2, digest=newest.digest))
    assert check(team, other(contents, rosters=(first, second)), now, pins=pins).owner_known
    with pytest.raises(SignatureRefused):
        check(team, contents, now, pins=pins)
