"""What changed between two proofs: every change has sentences, none holds a field's name."""

import dataclasses
import re
from decimal import Decimal

import pytest

from composer.model.campaign import LeaveOut
from composer.model.changes import Area, Change
from composer.proofs.canonical import canonical_bytes, read_canonical
from composer.proofs.change_sentences import SENTENCES, is_one_field, said_of
from composer.proofs.changes import Known, describe_changes
from composer.proofs.manifest import Manifest, build_manifest
from tests.unit.proofs.sealed_example import is_covered, mutations
from tests.unit.proofs.test_manifest_fields import FIELDS

RAW = re.compile(r"\b[a-z]+_[a-z_0-9]+\b|\{(?:before|after|name)\}|sha256|\b[0-9a-f]{16,}\b")
"""Names of fields, places that were not filled, and whole fingerprints."""


def told(old, new, **more):
    return [
        item.text for item in describe_changes(build_manifest(old), build_manifest(new), **more)
    ]


def changed(inputs, **settings):
    return dataclasses.replace(inputs, campaign=dataclasses.replace(inputs.campaign, **settings))


def test_every_possible_change_is_said_in_whole_sentences(inputs):
    sealed = build_manifest(inputs)
    for path, mutated in mutations(inputs):
        changes = describe_changes(sealed, build_manifest(mutated))
        assert bool(changes) == is_covered(path), path
        for change in changes:
            assert change.text[0].isupper(), (path, change.text)
            assert change.text[-1] in ".”)", (path, change.text)
            unnamed = re.sub(r"“[^”]*”|: .*$", "", change.text)
            assert not RAW.search(unnamed), (path, change.text)
        if changes:
            assert any(not change.follows for change in changes), path


def test_both_directions_are_said(inputs):
    sealed = build_manifest(inputs)
    for path, mutated in mutations(inputs):
        if is_covered(path):
            assert describe_changes(build_manifest(mutated), sealed), path


def test_nothing_changed_is_nothing_said(inputs):
    assert describe_changes(build_manifest(inputs), build_manifest(inputs)) == ()


def test_every_field_of_the_manifest_has_sentences_of_its_own():
    def own(field):
        path = tuple(field.partition("[]")[0].split("."))
        return any(is_one_field(path[:length]) for length in (2, 3)) or any(
            said_of(path[:length]) is SENTENCES.get(".".join(path[:length]))
            for length in range(1, len(path) + 1)
        )

    assert [field for field in FIELDS if not own(field)] == []


@pytest.mark.parametrize("section", [None, "policy", "test", "something_new"])
def test_a_field_that_is_not_known_yet_has_a_sentence_too(inputs, section):
    old = build_manifest(inputs)
    content = read_canonical(old.bytes)
    if section is None:
        content["newer"] = 1
    else:
        content.setdefault(section, {})["newer_field"] = ["x"]
    new = Manifest(content=content, bytes=canonical_bytes(content), digest="0" * 64)
    (change,) = describe_changes(old, new)
    assert "newer" not in change.text
    assert said_of((section or "newer", "newer_field")).changed == change.text


def test_words_for_what_people_ask_about(inputs):
    pace = dataclasses.replace(inputs.campaign.pace, per_second=Decimal(500))
    message = dataclasses.replace(inputs.message, subject="Newer weights")
    newer = dataclasses.replace(
        changed(inputs, pace=pace),
        message=message,
        audience=dataclasses.replace(inputs.audience, count=2003),
        fingerprint=dataclasses.replace(inputs.fingerprint, source="7" * 64, version="1.2.1"),
    )
    said = told(inputs, newer)
    assert said[0] == "The subject was “New weights” and is now “Newer weights”."
    assert "There were 2,000 people and there are now 2,003." in said
    assert "The pace was 50 messages a second and is now 500." in said
    assert "The program was version 1.2.0 and is now version 1.2.1." in said
    changes = describe_changes(build_manifest(inputs), build_manifest(newer))
    assert [item.area for item in changes if item.follows] == [Area.PROGRAM]


def test_what_came_and_what_went_is_said_apart(inputs):
    headers = (*inputs.campaign.headers[1:], ("X-Topic", "weights"))
    assert told(inputs, changed(inputs, headers=headers)) == [
        "Header fields that were taken out: X-Campaign: weights.",
        "Header fields that were added: X-Topic: weights.",
    ]
    turned = changed(inputs, headers=inputs.campaign.headers[::-1])
    assert told(inputs, turned) == ["The additional header fields are in another order."]


def test_an_address_for_answers_comes_and_goes(inputs):
    without = changed(inputs, reply_to=None)
    assert "Answers no longer go to support@example.com, but to the sender." in told(
        inputs, without
    )
    assert "Answers now go to support@example.com." in told(without, inputs)


def test_whom_a_decision_left_out_is_said_in_words(inputs):
    decided = dataclasses.replace(
        inputs.campaign.audience, leave_out=(LeaveOut(code="audience.role_addresses", rows=4),)
    )
    went, came = told(inputs, changed(inputs, audience=decided))
    assert went.startswith("This decision no longer holds: Up to 14 people were left out")
    assert came.startswith("New decision: Up to 4 people were left out: The address is a")


def test_what_is_known_of_the_texts_is_said_instead(inputs):
    message = dataclasses.replace(inputs.message, body="Another text")
    better = Change(area=Area.TEXT, text="The text of the message was changed in 3 parts.")
    newer = dataclasses.replace(inputs, message=message)
    known = Known(instead={"message.body_sha256": (better,)})
    assert better.text in told(inputs, newer, known=known)
    assert "The text of the message was changed." not in told(inputs, newer, known=known)


def test_what_follows_from_a_change_is_told_from_it(inputs):
    message = dataclasses.replace(inputs.message, subject="Newer weights")
    newer = dataclasses.replace(
        inputs, message=message, check=dataclasses.replace(inputs.check, root="9" * 64)
    )
    changes = describe_changes(build_manifest(inputs), build_manifest(newer))
    follows = {item.text for item in changes if item.follows}
    assert "The finished messages are others than before." in follows
    alone = dataclasses.replace(inputs, check=dataclasses.replace(inputs.check, root="9" * 64))
    (change,) = describe_changes(build_manifest(inputs), build_manifest(alone))
    assert not change.follows
