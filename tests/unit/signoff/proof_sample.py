"""A small proof file: two kinds of message, an owner's list, a manifest that names them."""

import dataclasses
from datetime import timedelta

from composer.proofs.manifest import build_manifest
from composer.signoff.dsse import public_hex
from composer.signoff.policies import DEFAULT_POLICY
from composer.signoff.proof_file import PackedKind, ProofContents, TestOutcome, write_proof_file
from composer.signoff.roster import sign_roster
from composer.wire.decode import decode_eml
from tests.unit.proofs.sealed_example import example_inputs

SENDER = "bounces@example.com"
CAMPAIGN = "c" * 16


def message(to, language, text="Dear reader"):
    return (
        "From: Exchange <notices@example.com>\r\n"
        f"To: {to}\r\n"
        "Subject: New weights\r\n"
        "Message-ID: <0123456789abcdef@example.com>\r\n"
        f"Content-Language: {language}\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: 7bit\r\n"
        "\r\n"
        f"{text}\r\n"
    ).encode()


def digest(eml, to):
    return decode_eml(eml).digest(envelope_sender=SENDER, envelope_recipient=to)


def packed(number, to, language, **changes):
    eml = message(to, language)
    kind = PackedKind(
        recipient=str(number) * 32,
        digest=digest(eml, to),
        envelope_sender=SENDER,
        locale=language,
        facts=("no first name",),
        people=131,
        eml=eml,
    )
    return dataclasses.replace(kind, **changes)


def manifest_of(kinds, **changes):
    inputs = dataclasses.replace(example_inputs(), policy=DEFAULT_POLICY)  # as no owner signed one
    check = dataclasses.replace(
        inputs.check,
        variants=tuple((kind.recipient, kind.digest) for kind in kinds),
        variant_locales=tuple((kind.recipient, kind.locale) for kind in kinds),
    )
    return build_manifest(dataclasses.replace(inputs, check=check, **changes))


def contents_of(team, now, *, workspace, **changes):
    """What Ann would put into a file for Ben."""
    kinds = (packed(1, "eva@example.net", "de"), packed(2, "eve@example.net", "en"))
    contents = ProofContents(
        workspace=workspace,
        campaign=CAMPAIGN,
        made_by=team.owner_key,
        made_at=now,
        sealed_by=team.owner_key,
        sealed_at=now - timedelta(hours=1),
        asked=(team.people["Ben"].public_key,),
        authors=(team.owner_key,),
        translators=(("de", team.people["Dora"].public_key),),
        manifest=manifest_of(kinds).bytes,
        former=b"",
        rosters=(sign_roster(team.people.values(), previous=None, signing=team.signing),),
        policies=(),
        decisions=(),
        kinds=kinds,
        test=TestOutcome(mailboxes=3, arrived=3, passed=True),
        told=("2 people without an address were left out.",),
    )
    return dataclasses.replace(contents, **changes)


def written(team, contents):
    """The file as its maker signs it, whoever they are."""
    name = next(
        name for name in team.people if public_hex(team.key(name).public_key()) == contents.made_by
    )
    return write_proof_file(contents, private_key=team.key(name))
