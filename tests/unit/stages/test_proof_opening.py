"""A reviewer without the workspace: whose key opens a file, what they may sign, what is kept."""

from __future__ import annotations

import dataclasses
import json
from datetime import timedelta

import pytest

from composer.errors import Blocked, FileRefused, SignatureRefused
from composer.findings import finding
from composer.proofs.canonical import canonical_bytes
from composer.signoff.approval_file import read_approval_file
from composer.signoff.owner_lists import Signing
from composer.signoff.pins import read_pins
from composer.signoff.roster import sign_roster, verify_rosters
from composer.signoff.statements import StatementKind
from composer.signoff.words import owner_words
from composer.stages.own_keys import OwnIdentity, keys_of, own_identities, remember_identity
from composer.stages.proof_opening import open_proof, read_limited
from composer.stages.proof_words import opened_lines, opened_record, require_readable
from composer.store.own_reviews import OwnReview, OwnReviews
from tests.unit.signoff.conftest import NOW, WORKSPACE
from tests.unit.stages.proof_reader import Reader, html_kind, proof_contents, proof_file, team


@pytest.fixture
def made():
    return team()


@pytest.fixture
def ben(made, tmp_path):
    return Reader(made, "Ben", tmp_path / "ben")


def look_at_all(desk):
    desk.record_shown([kind.variant.digest for kind in desk.opened.required])


def codes(findings):
    return [item.code for item in findings]


def test_nothing_opens_without_a_key_or_with_somebody_elses(made, ben, tmp_path):
    content, reviews = proof_file(made), OwnReviews(tmp_path)
    with pytest.raises(Blocked) as blocked:
        open_proof(content, keys=[], reviews=reviews)
    assert codes(blocked.value.findings) == ["proof_file.no_key"]
    with pytest.raises(FileRefused) as refused:
        Reader(made, "Dora", tmp_path / "dora").open(content)
    assert codes(refused.value.findings) == ["proof_file.not_for_you"]


def test_a_key_of_practice_counts_for_nothing_outside_its_workspace(made, ben):
    content, key = proof_file(made), ben.key
    ben.key = dataclasses.replace(key, practice_of="another workspace")
    with pytest.raises(FileRefused) as refused:
        ben.open(content)
    assert codes(refused.value.findings) == ["proof_file.not_for_you"]
    ben.key = dataclasses.replace(key, practice_of=WORKSPACE)
    assert ben.open(content).is_practice is True
    ben.key = key
    assert ben.open(content).is_practice is False


def test_an_approval_needs_every_kind_seen_and_names_them(made, ben):
    desk = ben.open(proof_file(made))
    assert desk.standing_findings() == ()
    assert codes(desk.approval_findings()) == ["signoff.not_shown"]
    with pytest.raises(Blocked):
        desk.approve()
    look_at_all(desk)
    came = read_approval_file(desk.approve(comment="Good."))
    assert came.comment == "Good."
    assert len(came.statement.shown) == 3
    assert came.statement.expires_at > came.statement.issued_at > NOW
    assert desk.review.approved == desk.opened.checked.manifest.bytes


def test_nothing_is_signed_before_the_owners_words_were_compared(made, tmp_path):
    stranger = Reader(made, "Ben", tmp_path / "ben", knows_owner=False)
    desk = stranger.open(proof_file(made))
    look_at_all(desk)
    for sign in (desk.approve, lambda: desk.reject(comment="No.")):
        with pytest.raises(Blocked) as blocked:
            sign()
        assert codes(blocked.value.findings) == ["proof_file.owner_unknown"]
    with pytest.raises(Blocked) as blocked:
        desk.trust_owner("other words")
    assert codes(blocked.value.findings) == ["proof_file.owner_differs"]
    assert read_pins(stranger.key.keychain, WORKSPACE) is None
    desk.trust_owner(owner_words(made.owner_key).upper())
    assert read_pins(stranger.key.keychain, WORKSPACE).roster.version == 1
    assert desk.approve()


def test_an_older_list_of_people_is_refused_once_a_newer_one_was_seen(made, ben):
    first = proof_contents(made).rosters[0]
    signing = Signing(workspace=WORKSPACE, owner_key=made.key("Ann"), issued_at=NOW)
    second = sign_roster(
        made.people.values(), previous=verify_rosters([first], trust=made.trust), signing=signing
    )
    ben.open(proof_file(made, rosters=(first, second)))
    with pytest.raises(SignatureRefused):
        ben.open(proof_file(made, rosters=(first,)))


def test_what_was_taken_back_names_what_it_takes_back(made, ben):
    desk = ben.open(proof_file(made))
    with pytest.raises(Blocked):
        desk.take_back()
    came = read_approval_file(desk.reject(comment="The third line."))
    assert came.statement.kind is StatementKind.REJECTION
    revocation = read_approval_file(desk.take_back())
    assert revocation.statement.kind is StatementKind.REVOCATION
    assert len(revocation.statement.revokes) == 1
    assert desk.own_decisions == ()


def test_an_older_file_says_so_and_a_newer_one_does_not(made, ben):
    newer = (html_kind(1, "eva@example.net", "de", "Liebe Eva,"),)
    later = NOW + timedelta(hours=1)
    assert ben.open(proof_file(made)).opened.newer_at is None
    assert ben.open(proof_file(made, kinds=newer, made_at=later)).opened.newer_at is None
    assert ben.open(proof_file(made)).opened.newer_at == later
    again = ben.open(proof_file(made, made_at=later + timedelta(hours=1)))
    assert again.opened.newer_at is None


def test_changes_are_told_since_ones_own_approval_else_since_the_teams(made, ben):
    contents = proof_contents(made)
    first, *rest = contents.kinds
    changed = (html_kind(1, first.eml and "eva@example.net", "de", "Liebe Eva,"), *rest)
    told = ben.open(proof_file(made, kinds=changed, former=contents.manifest)).opened
    assert told.before is not None
    assert not told.before_is_own
    desk = ben.open(proof_file(made))
    look_at_all(desk)
    desk.approve()
    again = ben.open(proof_file(made, kinds=changed, made_at=NOW + timedelta(minutes=1)))
    assert again.opened.before_is_own
    assert any("kind" in line.lower() for line in opened_lines(again))
    record = opened_record(again)
    assert [kind["seen"] for kind in record["kinds"]] == [False, True, True]
    assert record["changes"]


def test_a_file_with_a_damaged_message_is_refused_before_anything_is_kept(made, ben):
    contents = proof_contents(made)
    first, second, third = contents.kinds
    wrong = dataclasses.replace(first, eml=second.eml)
    content = proof_file(made, kinds=(wrong, second, third), manifest=contents.manifest)
    with pytest.raises(FileRefused) as refused:
        ben.open(content)
    assert refused.value.findings == (finding("proof_file.other_content"),)
    assert OwnReviews(ben.folder).all() == ()


@pytest.mark.parametrize("section", ["audience", "policy", "pace", "sender", "eta", "accepted"])
def test_a_manifest_that_no_program_wrote_is_refused_or_shown_never_an_accident(made, ben, section):
    contents = proof_contents(made)
    written = json.loads(contents.manifest)
    for value in ("x", 7, [], [[]], {}, {"count": "x", "from": 1, "planned": {"local": "x"}}):
        manifest = canonical_bytes({**written, section: value})
        for former in (b"", manifest):
            changes = {"former": former} if former else {"manifest": manifest}
            try:
                require_readable(ben.open(proof_file(made, **changes)))
            except (FileRefused, SignatureRefused):
                continue


def test_a_file_larger_than_any_proof_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr("composer.stages.proof_opening.LARGEST_FILE", 10)
    monkeypatch.setattr("composer.stages.proof_opening.OVERHEAD", 0)
    file = tmp_path / "x.proof"
    file.write_bytes(b"x" * 11)
    with pytest.raises(FileRefused):
        read_limited(file)


def test_identities_are_remembered_and_lead_to_the_keys(made, tmp_path):
    ben = made.people["Ben"]
    assert own_identities(tmp_path) == ()
    identity = OwnIdentity(name="Ben", email=ben.email, public_key=ben.public_key)
    remember_identity(identity, tmp_path)
    remember_identity(identity, tmp_path)
    assert own_identities(tmp_path) == (identity,)
    (found,) = keys_of([identity.person], made.keychain)
    assert found.public_key == ben.public_key
    assert keys_of([made.people["Ann"]], type(made.keychain)()) == ()


def test_what_was_seen_is_kept_by_the_message_and_damage_forgets_it(tmp_path):
    reviews = OwnReviews(tmp_path)
    fresh = reviews.get(workspace="w", campaign="c", person="p")
    assert fresh == OwnReview(workspace="w", campaign="c", person="p")
    kept = fresh.with_seen(["d" * 64]).with_verdict("d" * 64, is_right=True)
    reviews.keep(kept)
    assert reviews.get(workspace="w", campaign="c", person="p") == kept
    assert reviews.get(workspace="w", campaign="other", person="p").seen == frozenset()
    assert kept.with_verdict("d" * 64, is_right=False).right == frozenset()
    (file,) = (tmp_path / "reviews").iterdir()
    file.write_bytes(b"{")
    assert reviews.get(workspace="w", campaign="c", person="p") == fresh
    assert reviews.all() == ()
