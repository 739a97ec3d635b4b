"""The manifest: the same content makes the same proof, and any one change makes another."""

import dataclasses
from decimal import Decimal

import pytest

from composer.errors import SignatureRefused
from composer.model.campaign import CampaignPolicy
from composer.model.message import CatalogueEntry
from composer.proofs.canonical import canonical_bytes, read_canonical
from composer.proofs.manifest import build_manifest, read_manifest
from tests.unit.proofs.sealed_example import is_covered, mutations


def test_every_change_of_anything_that_decides_the_messages_makes_another_proof(inputs):
    sealed = build_manifest(inputs).digest
    seen = set()
    for path, mutated in mutations(inputs):
        name = path[1:].partition("[")[0]
        changed = build_manifest(mutated).digest != sealed
        assert changed == is_covered(path), path
        seen.add(name)
    assert {
        "campaign.pace.per_second",
        "message.body",
        "audience.root",
        "campaign.sender.address",
    } <= seen
    assert len(seen) > 60


def test_the_same_content_makes_the_same_bytes(inputs):
    again = dataclasses.replace(inputs, literal_addresses=inputs.literal_addresses * 2)
    assert build_manifest(again).bytes == build_manifest(inputs).bytes


def test_a_pace_is_a_number_and_not_its_spelling(inputs):
    for written in ("50.0", "5E+1", "50.00"):
        pace = dataclasses.replace(inputs.campaign.pace, per_second=Decimal(written))
        same = dataclasses.replace(inputs, campaign=dataclasses.replace(inputs.campaign, pace=pace))
        assert build_manifest(same).digest == build_manifest(inputs).digest


def test_optional_settings_may_be_missing(inputs):
    campaign = dataclasses.replace(
        inputs.campaign,
        reply_to=None,
        policy=CampaignPolicy(),
        test=dataclasses.replace(inputs.campaign.test, imap=None),
        audience=dataclasses.replace(inputs.campaign.audience, expected=None),
    )
    message = dataclasses.replace(inputs.message, text_override=None)
    without = build_manifest(dataclasses.replace(inputs, campaign=campaign, message=message))
    assert read_manifest(without.bytes) == without


def test_an_empty_text_part_is_not_a_missing_one(inputs):
    digests = {
        build_manifest(
            dataclasses.replace(
                inputs, message=dataclasses.replace(inputs.message, text_override=text)
            )
        ).digest
        for text in (None, "")
    }
    assert len(digests) == 2


def test_a_manifest_is_read_back_from_its_bytes(inputs):
    manifest = build_manifest(inputs)
    assert read_manifest(manifest.bytes) == manifest
    assert manifest.variants == inputs.check.variants
    assert manifest.campaign_id == inputs.campaign_id
    assert manifest.number("policy", "reviewers") == 2
    assert manifest.text("program", "source") == "5" * 64


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.update(format="composer proof 2"),
        lambda c: c.pop("pace"),
        lambda c: c.update(more="x"),
    ],
)
def test_a_manifest_of_another_form_is_refused(inputs, change):
    content = read_canonical(build_manifest(inputs).bytes)
    change(content)
    with pytest.raises(SignatureRefused):
        read_manifest(canonical_bytes(content))


def test_a_manifest_in_another_spelling_is_refused(inputs):
    with pytest.raises(SignatureRefused):
        read_manifest(build_manifest(inputs).bytes + b" ")


def test_a_translation_counts_by_what_it_says_for_the_texts_in_use(inputs):
    def digest(*entries):
        catalogues = (dataclasses.replace(german, entries=entries),)
        message = dataclasses.replace(inputs.message, catalogues=catalogues)
        return build_manifest(dataclasses.replace(inputs, message=message)).digest

    [german] = inputs.message.catalogues
    subject, preheader = german.entries
    former = CatalogueEntry(source="Old weights", target="Alte Gewichte", fuzzy=True)
    noted = dataclasses.replace(subject, notes=("short",))
    assert digest(subject, preheader) == digest(former, preheader, noted)
    assert digest(subject, preheader) != digest(former, preheader)
    assert digest(subject) == digest(
        subject, dataclasses.replace(preheader, target="", fuzzy=False)
    )
    assert digest(subject) != digest(subject, preheader)
