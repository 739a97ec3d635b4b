"""The attacks by name: one test each, and each is refused.

What an attacker holds is said in each test: mostly everything but the key of the person whose word
they need. Where the same attack is made against the whole program, another module does it:
`tests/flow/test_forged_records.py`, `tests/flow/attacks`, `tests/unit/records/test_forgers.py`.
"""

import dataclasses
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from composer.errors import Blocked, FileRefused, SignatureRefused
from composer.model.clock_seen import ClockSeen, Look, is_believable
from composer.model.counter import Counter
from composer.model.received import ReceiptFacts
from composer.proofs.canonical import canonical_bytes, read_canonical
from composer.proofs.evidence import Verdict
from composer.proofs.manifest import build_manifest
from composer.proofs.origin import is_proven
from composer.signoff.age_files import decrypt_with, encrypt_for
from composer.signoff.approvals import About, comment_digest, sign_decision, verify_decisions
from composer.signoff.dsse import payload_of, sign
from composer.signoff.pins import Pin
from composer.signoff.proof_checking import check_proof
from composer.signoff.proof_file import BEGINNING, PAYLOAD_TYPE, read_proof_file
from composer.signoff.release import ReleaseInputs, build_release
from composer.signoff.roster import sign_roster, verify_rosters
from composer.signoff.statements import DecisionStatement, StatementKind
from composer.transports.mail_signatures import SigningKeys, read_signatures
from tests.servers import signed_mail
from tests.unit.proofs.sealed_example import example_inputs
from tests.unit.signoff.proof_sample import contents_of, message, written
from tests.unit.signoff.test_release import evidence_for

APPROVAL, REJECTION = StatementKind.APPROVAL, StatementKind.REJECTION
replace = dataclasses.replace


@pytest.fixture
def sealed():
    return build_manifest(example_inputs())


@pytest.fixture
def say(team, sealed, now, workspace):
    """Sign a decision of somebody about the sealed proof."""

    def signed(name, kind=APPROVAL, **changes):
        statement = DecisionStatement(
            kind=kind,
            proof=sealed.digest,
            campaign=sealed.campaign_id,
            workspace=workspace,
            person=team.people[name].public_key,
            roster_version=1,
            shown=sealed.variants,
            comment_sha256=comment_digest(""),
            issued_at=now,
            expires_at=now + timedelta(hours=24),
        )
        return sign_decision(replace(statement, **changes), private_key=team.key(name))

    return signed


@pytest.fixture
def release(team, sealed, now, workspace):
    """Ask for the release with some decisions; everything else is in order."""

    def asked(*decisions, **changes):
        inputs = ReleaseInputs(
            workspace=workspace,
            campaign_id=sealed.campaign_id,
            proof=sealed.digest,
            manifest=sealed.bytes,
            current=sealed,
            evidence=evidence_for(sealed, Verdict.EQUAL, Verdict.EQUAL),
            decisions=decisions,
            roster=team.roster(),
            policy=example_inputs().policy,
            authors=frozenset({team.people["Ann"].public_key}),
            now=now,
        )
        return build_release(replace(inputs, **changes))

    return asked


@pytest.fixture
def refused(release):
    """The release is refused, as something that does not verify or for a reason that is named."""

    def asked(*decisions, code=None, **changes):
        with pytest.raises((Blocked, SignatureRefused)) as problem:
            release(*decisions, **changes)
        if code is None:
            assert isinstance(problem.value, SignatureRefused)
        else:
            assert code in [item.code for item in problem.value.findings]

    return asked


def as_json(envelope, **changes):
    return json.dumps({**json.loads(envelope), **changes}).encode()


def test_in_order_there_is_a_release(release, say):
    assert release(say("Ben"), say("Chen"))


def test_a_wrong_payload_type(refused, say, team):
    payload = payload_of(say("Ben"))[1]
    for kind in ("roster", "policy", "seeds", "rejection", "revocation", "clearance", "proof-file"):
        other = sign(f"application/vnd.composer.{kind}.v1+json", payload, team.key("Ben"))
        refused(other, say("Chen"))


def test_one_key_under_two_ids(refused, say, team):
    """Ben, who approved, is to be counted as two people."""
    once = say("Ben")
    record = json.loads(once)
    (signature,) = record["signatures"]
    other_id = as_json(once, signatures=[{**signature, "keyid": team.people["Chen"].public_key}])
    refused(once, other_id, code="send.not_approved")
    two = [signature, {**signature, "keyid": team.people["Chen"].public_key}]
    refused(as_json(once, signatures=two), say("Chen"))
    twin = replace(team.people["Ben"], name="Bea", email="bea@example.com")
    with pytest.raises(SignatureRefused):
        sign_roster([*team.people.values(), twin], previous=None, signing=team.signing)


def test_reordered_keys(refused, say, team):
    """The same content in another spelling, with a true signature."""
    content = read_canonical(payload_of(say("Ben"))[1])
    backwards = json.dumps(dict(reversed(content.items())), separators=(",", ":")).encode()
    refused(sign(APPROVAL.payload_type, backwards, team.key("Ben")), say("Chen"))


def test_duplicate_keys(refused, say, team):
    """Two programs could read either of the two."""
    payload = payload_of(say("Ben"))[1]
    doubled = payload.replace(b'{"campaign":', b'{"campaign":"other","campaign":', 1)
    refused(sign(APPROVAL.payload_type, doubled, team.key("Ben")), say("Chen"))
    envelope = say("Ben")
    refused(envelope.replace(b'"payload":', b'"payload":"e30=","payload":', 1), say("Chen"))


def test_a_swapped_payload(refused, say):
    """Ben's true signature over another statement of his own."""
    other = json.loads(say("Ben", comment_sha256=comment_digest("other")))["payload"]
    refused(as_json(say("Ben"), payload=other), say("Chen"))


def test_a_replay_on_another_campaign(refused, say, sealed, team, now, workspace):
    """Approvals of one campaign, workspace or version stand in the records of another one."""
    for field in ("campaign", "workspace", "proof"):
        elsewhere = {field: "e" * (64 if field == "proof" else 32)}
        refused(say("Ben", **elsewhere), say("Chen", **elsewhere), code="send.not_approved")
    about = About(proof=sealed.digest, campaign="another", workspace=workspace)
    said = [say("Ben"), say("Chen")]
    assert verify_decisions(said, about=about, roster=team.roster(), now=now) == ()


def test_a_rejection_as_an_approval(refused, say, team):
    """Ben sent it back; somebody makes an approval of that."""
    rejection = say("Ben", REJECTION)
    refused(as_json(rejection, payloadType=APPROVAL.payload_type), say("Chen"))
    payload = payload_of(rejection)[1]
    refused(sign(APPROVAL.payload_type, payload, team.key("Ben")), say("Chen"))
    refused(rejection, say("Ben"), say("Chen"), code="send.rejected")


def test_an_expired_approval(refused, say, now):
    old = now - timedelta(hours=30)
    expired = say("Ben", issued_at=old, expires_at=now - timedelta(hours=6))
    refused(expired, say("Chen"), code="send.expired")
    long = say("Ben", issued_at=old, expires_at=now + timedelta(days=900))
    refused(long, say("Chen"), code="send.expired")  # the rules say 24 hours, whatever is signed


def test_a_revoked_key(refused, say, team, now):
    """The thief of Ben's lost computer signs with its key."""
    ben = team.people["Ben"]
    gone = tuple(replace(key, revoked_at=now, reason="lost") for key in ben.device_keys)
    roster = team.roster()
    people = tuple(replace(one, keys=gone) if one == ben else one for one in roster.people)
    refused(
        say("Ben"), say("Chen"), roster=replace(roster, people=people), code="send.not_approved"
    )


def test_a_roster_downgrade_and_a_fork(team):
    """Yesterday's list, in which somebody who has left may still sign."""
    first = sign_roster(team.people.values(), previous=None, signing=team.signing)
    before = verify_rosters([first], trust=team.trust)
    left = replace(team.people["Ben"], keys=tuple(
        replace(key, revoked_at=datetime(2026, 5, 1, tzinfo=UTC), reason="left")
        for key in team.people["Ben"].device_keys
    ))  # fmt: skip
    people = [left if one.name == "Ben" else one for one in team.people.values()]
    second = sign_roster(people, previous=before, signing=team.signing)
    newest = verify_rosters([first, second], trust=team.trust)
    pinned = replace(team.trust, pin=Pin(version=2, digest=newest.digest))
    assert verify_rosters([first, second], trust=pinned) == newest
    for older in ([first], [second], [first, first], []):
        with pytest.raises(SignatureRefused):
            verify_rosters(older, trust=pinned)
    fork = sign_roster(team.people.values(), previous=before, signing=team.signing)
    with pytest.raises(SignatureRefused):
        verify_rosters([first, fork], trust=pinned)


def test_a_decision_under_a_newer_roster_than_the_one_here(refused, say):
    """A freeze: the newest list is kept away from whoever sends."""
    refused(say("Ben", roster_version=2), say("Chen"))


def test_a_clock_set_back_or_to_2037(now):
    look = Look(at=now, counter=Counter(start="boot", seconds=0))
    seen = ClockSeen(at=now, first_looks=(look,))
    hour = Counter(start="boot", seconds=3600)
    restarted = Counter(start="another boot", seconds=1)
    assert is_believable(seen, now=now + timedelta(hours=1), counter=hour)
    assert not is_believable(seen, now=now + timedelta(hours=2), counter=hour)
    for moment in (now - timedelta(hours=80), datetime(2037, 1, 1, tzinfo=UTC)):
        for counter in (hour, restarted):
            assert not is_believable(seen, now=moment, counter=counter)


def test_a_proof_whose_shown_content_differs_from_its_digest(team, now, workspace):
    """Ann shows Ben another message, sender or reader than the version that he would sign."""
    contents = contents_of(team, now, workspace=workspace)
    first, second = contents.kinds
    for shown in (
        replace(first, eml=message("eva@example.net", "de", "Something harmless")),
        replace(first, eml=message("eva@example.net, max@example.net", "de")),
        replace(first, envelope_sender="other@example.com"),
        replace(first, digest=second.digest),
        replace(first, locale="en"),
    ):
        with pytest.raises(FileRefused):
            check_proof(
                replace(contents, kinds=(shown, second)),
                pins=None, reader=team.people["Ben"].public_key, now=now,
            )  # fmt: skip


def zipped(*entries):
    """A zip file; names may stand twice."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


ZIP_TRICKS = {
    "bomb": zipped(("manifest", b"\0" * 5_000_000)),
    "duplicate names": zipped(("manifest", b"{}"), ("manifesT", b'{"a":1}')).replace(
        b"manifesT", b"manifest"
    ),
    "path names": zipped(("../../.bashrc", b"x"), ("/etc/passwd", b"x")),
    "many entries": zipped(*((str(number), b"") for number in range(2000))),
}


@pytest.mark.parametrize("trick", ZIP_TRICKS)
def test_zip_tricks_in_a_proof_file(team, trick):
    """Nothing is unpacked: neither as it is, nor inside the encryption, nor behind a beginning."""
    hostile = ZIP_TRICKS[trick]
    with pytest.raises(FileRefused):
        decrypt_with([team.key("Ben")], hostile)
    inside = encrypt_for([team.people["Ben"].public_key], hostile)
    for content in (decrypt_with([team.key("Ben")], inside), BEGINNING + hostile):
        with pytest.raises(FileRefused):
            read_proof_file(content)


def test_trailing_data_path_names_duplicates_and_huge_counts_in_a_proof_file(team, now, workspace):
    """Ann signs the table herself; the reader believes no size, count or name of it."""
    contents = contents_of(team, now, workspace=workspace)
    good = written(team, contents)
    assert read_proof_file(good) == contents
    start = len(BEGINNING) + 8
    length = int.from_bytes(good[len(BEGINNING) : start], "big")
    table, parts = json.loads(payload_of(good[start : start + length])[1]), good[start + length :]

    def made(parts=parts, size=None, **changes):
        payload = canonical_bytes({**table, **changes})
        envelope = sign(PAYLOAD_TYPE, payload, team.key("Ann"))
        size = len(envelope) if size is None else size
        return b"".join((BEGINNING, size.to_bytes(8, "big"), envelope, parts))

    assert read_proof_file(made()) == contents
    first = table["parts"][0]
    for hostile in (
        good + b"\0",
        good + zipped(("x", b"y")),
        made(parts=parts + parts),
        made(size=2**63),
        made(size=0),
        made(size=1),
        made(test=[2**53 - 1, 2**53 - 1, 1]),
        made(kinds=table["kinds"] * 2),
        made(told=["x"] * 501),
        made(asked=table["asked"] * 2),
    ):
        with pytest.raises(FileRefused):
            read_proof_file(hostile)
    for listed in (
        [{**first, "role": "../../evil"}, *table["parts"][1:]],
        [{**first, "name": "/etc/passwd"}, *table["parts"][1:]],
        [{**first, "size": 2**52}, *table["parts"][1:]],
        [{**first, "size": 0}, *table["parts"]],
        [first, *table["parts"]],
        [first] * 4097,
    ):
        payload = {**table, "parts": listed}
        envelope = sign(PAYLOAD_TYPE, canonical_bytes(payload), team.key("Ann"))
        with pytest.raises(FileRefused):
            read_proof_file(
                b"".join((BEGINNING, len(envelope).to_bytes(8, "big"), envelope, parts))
            )


def test_age_tricks_in_a_proof_file(team, now, workspace):
    """The encryption is damaged, lengthened, or names one reader a hundred thousand times."""
    sealed = encrypt_for(
        [team.people["Ben"].public_key], written(team, contents_of(team, now, workspace=workspace))
    )
    head, end, rest = sealed.partition(b"\n--- ")
    lines = head.split(b"\n")
    many = b"\n".join([lines[0], *(lines[1:3] * 100_000), *lines[3:]]) + end + rest
    for hostile in (sealed + b"\0", sealed + sealed, sealed[:-1], many, b"\n" + sealed):
        with pytest.raises(FileRefused):
            decrypt_with([team.key("Ben")], hostile)


def test_a_received_copy_with_one_to_address_edited_out():
    """The fault of 2019 arrived, and whoever saved the file took the other address out of it."""
    second = b", maria@example.com"
    received = (
        b"From: Exchange <notices@example.com>\r\nTo: seed1@seeds.example" + second + b"\r\n"
        b"Subject: New weights\r\nDate: Fri, 01 May 2026 06:30:00 +0000\r\n\r\nnew weights.\r\n"
    )
    sent_at = datetime.now(UTC)
    with signed_mail.keys_served() as names:
        asked = SigningKeys(signed_mail.service(names))

        def proven(saved):
            found = read_signatures(saved, from_domain="example.com", ask_key=asked)
            return is_proven(ReceiptFacts(how="file", signatures=found), sent_at=sent_at)

        signed = signed_mail.signed(received)
        assert proven(signed)
        assert not proven(signed.replace(second, b""))
        covered = [name for name in signed_mail.USUAL if name != b"to"]
        assert not proven(signed_mail.signed(received, covers=covered).replace(second, b""))
