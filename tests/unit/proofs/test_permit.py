"""A test permit holds seeds of the owner's list only, at least two different mailboxes first."""

import dataclasses

import pytest

from composer.errors import Blocked
from composer.model.person import SeedList
from composer.model.recipient import Recipient
from composer.model.seed_mailbox import SeedMailbox, SeedMailboxes
from composer.proofs.manifest import build_manifest
from composer.proofs.manifest_settings import seeds_digest
from composer.proofs.permit import (
    TEST_HEADER,
    PermitKind,
    TestPermit,
    mailbox_key,
    nonce_hash,
    plan_copy,
    plan_test,
)

SEED = "s" * 32


def recipient(number):
    return Recipient(
        id=f"{number:032x}",
        row=number + 1,
        address=f"person{number}@example.com",
        locale="en",
        fields=(("email", f"person{number}@example.com"), ("first_name", "Ann"), ("account", "A1")),
        token="2" * 32,
        salt="3" * 32,
    )


def planned(inputs, *, kinds=5, seeds=None, chosen=None, plan=plan_test, **more):
    variants = [recipient(number) for number in range(1, kinds + 1)]
    check = dataclasses.replace(
        inputs.check, variants=tuple((variant.id, "d" * 64) for variant in variants)
    )
    seeds = seeds or inputs.seeds
    test = inputs.campaign.test
    if chosen is not None:
        test = dataclasses.replace(test, seeds=chosen)
    campaign = dataclasses.replace(inputs.campaign, test=test)
    manifest = build_manifest(
        dataclasses.replace(inputs, check=check, seeds=seeds, campaign=campaign)
    )
    return plan(variants, manifest=manifest, seeds=seeds, message_seed=SEED, **more)


def codes(refused):
    return [item.code for item in refused.value.findings]


@pytest.mark.parametrize("kinds", [1, 2, 3, 12])
def test_every_kind_and_every_mailbox_is_covered(inputs, kinds):
    permit = planned(inputs, kinds=kinds, chosen=())
    assert {message.variant_id for message in permit.messages} == {
        f"{number:032x}" for number in range(1, kinds + 1)
    }
    assert {message.seed for message in permit.messages} == set(inputs.seeds.addresses)
    assert permit.messages[0].seed != permit.messages[1].seed


def test_only_the_campaigns_own_seeds_are_used_where_it_names_some(inputs):
    permit = planned(inputs, kinds=4)
    assert {message.seed for message in permit.messages} == set(inputs.seeds.addresses[:2])


def test_each_message_is_the_seeds_own_row_with_its_own_nonce(inputs):
    permit = planned(inputs)
    for message in permit.messages:
        assert message.recipient.address == message.seed
        assert dict(message.recipient.fields)["email"] == message.seed
        assert dict(message.recipient.fields)["first_name"] == "Test First Name"
        assert message.header == (TEST_HEADER, message.nonce)
        assert message.nonce not in repr(message)
        assert message.nonce not in nonce_hash(message.nonce)
    assert len({message.nonce for message in permit.messages}) == len(permit.messages)
    assert len({nonce_hash(message.nonce) for message in permit.messages}) == len(permit.messages)


def test_a_second_run_predicts_the_same_rows_with_other_nonces(inputs):
    one, two = planned(inputs), planned(inputs)
    assert [message.recipient for message in one.messages] == [
        message.recipient for message in two.messages
    ]
    assert not {m.nonce for m in one.messages} & {m.nonce for m in two.messages}


def test_a_test_done_again_makes_new_messages(inputs):
    one, again = planned(inputs), planned(inputs, first_slot=5)
    assert not {m.recipient.id for m in one.messages} & {m.recipient.id for m in again.messages}


def test_copies_during_the_send_go_to_one_seed_after_the_other(inputs):
    copies = [planned(inputs, plan=plan_copy, number=number) for number in range(4)]
    assert all(permit.kind is PermitKind.COPY for permit in copies)
    assert [permit.messages[0].seed for permit in copies] == [*inputs.seeds.addresses[:2]] * 2
    tested = {message.recipient.id for message in planned(inputs).messages}
    assert not tested & {permit.messages[0].recipient.id for permit in copies}


def test_an_address_of_the_audience_does_not_fit_in(inputs):
    permit = planned(inputs)
    first = permit.messages[0]
    person = recipient(1)
    for smuggled in (
        dataclasses.replace(first, recipient=person),
        dataclasses.replace(
            first, recipient=dataclasses.replace(first.recipient, address=person.address)
        ),
        dataclasses.replace(first, seed=person.address, recipient=person),
        dataclasses.replace(first, seed=person.address),
        dataclasses.replace(
            first, recipient=dataclasses.replace(first.recipient, id=first.variant_id)
        ),
    ):
        with pytest.raises(Blocked) as refused:
            dataclasses.replace(permit, messages=(smuggled, *permit.messages[1:]))
        assert "test.not_a_seed" in codes(refused)
        with pytest.raises(Blocked):
            TestPermit(
                campaign_id=permit.campaign_id,
                proof=permit.proof,
                kind=PermitKind.COPY,
                seeds=permit.seeds,
                messages=(smuggled,),
            )


def test_another_spelling_of_a_seed_does_not_fit_in(inputs):
    permit = planned(inputs)
    first = permit.messages[0]
    shouted = dataclasses.replace(
        first,
        seed=first.seed.upper(),
        recipient=dataclasses.replace(first.recipient, address=first.seed.upper()),
    )
    with pytest.raises(Blocked):
        dataclasses.replace(permit, messages=(shouted, *permit.messages[1:]))


def test_a_refusal_names_no_address_in_its_sentence(inputs):
    permit = planned(inputs)
    smuggled = dataclasses.replace(permit.messages[0], recipient=recipient(1))
    with pytest.raises(Blocked) as refused:
        dataclasses.replace(permit, messages=(smuggled, *permit.messages[1:]))
    assert "@" not in str(refused.value)


def test_one_mailbox_is_too_few_even_under_two_names(inputs):
    for addresses in (("a@seeds.example",), ("a+1@seeds.example", "a+2@Seeds.example")):
        seeds = SeedList(version=1, previous="", addresses=addresses, digest="f" * 64)
        with pytest.raises(Blocked) as refused:
            planned(inputs, seeds=seeds, chosen=())
        assert codes(refused) == ["test.too_few_mailboxes"]


def test_the_first_two_messages_go_to_different_mailboxes(inputs):
    addresses = ("a+1@seeds.example", "a+2@seeds.example", "b@seeds.example")
    seeds = SeedList(version=1, previous="", addresses=addresses, digest="f" * 64)
    permit = planned(inputs, seeds=seeds, chosen=())
    assert len({mailbox_key(message.seed) for message in permit.messages[:2]}) == 2
    with pytest.raises(Blocked) as refused:
        dataclasses.replace(permit, messages=(permit.messages[0], permit.messages[2]))
    assert codes(refused) == ["test.too_few_mailboxes"]


def test_no_message_and_one_message_are_no_test(inputs):
    permit = planned(inputs)
    for messages in ((), permit.messages[:1]):
        with pytest.raises(Blocked):
            dataclasses.replace(permit, messages=messages)


def test_a_seed_that_the_owner_has_not_listed_is_refused(inputs):
    with pytest.raises(Blocked) as refused:
        planned(inputs, chosen=("seed1@seeds.example", "person1@example.com"))
    assert codes(refused) == ["test.not_a_seed"]


def test_a_seed_is_written_to_as_the_owner_spelled_it(inputs):
    permit = planned(inputs, chosen=("SEED1@seeds.example", "seed2@Seeds.example"))
    assert {message.seed for message in permit.messages} == set(inputs.seeds.addresses[:2])


def test_two_messages_with_one_nonce_or_slot_are_refused(inputs):
    permit = planned(inputs)
    first, second, *rest = permit.messages
    for twin in (
        dataclasses.replace(second, nonce=first.nonce),
        dataclasses.replace(second, slot=first.slot),
        dataclasses.replace(second, nonce="short"),
    ):
        with pytest.raises(Blocked) as refused:
            dataclasses.replace(permit, messages=(first, twin, *rest))
        assert codes(refused) == ["test.not_distinct"]


def test_a_list_that_the_proof_does_not_name_is_refused(inputs):
    manifest = build_manifest(inputs)
    addresses = (*inputs.seeds.addresses, "seed9@seeds.example")
    newer = dataclasses.replace(inputs.seeds, version=2, digest="e" * 64, addresses=addresses)
    with pytest.raises(Blocked) as refused:
        plan_test([recipient(1)], manifest=manifest, seeds=newer, message_seed=SEED)
    assert codes(refused) == ["send.proof_changed"]


def test_the_same_mailboxes_signed_again_are_the_proofs_and_other_settings_are_not(inputs):
    again = dataclasses.replace(inputs.seeds, version=2, digest="e" * 64)
    assert seeds_digest(again) == seeds_digest(inputs.seeds)
    listed = SeedMailboxes(
        version=1,
        previous="",
        addresses=inputs.seeds.addresses,
        digest="f" * 64,
        settings=(SeedMailbox(address=inputs.seeds.addresses[0], authserv_id="mx.example"),),
    )
    assert seeds_digest(listed) != seeds_digest(inputs.seeds)
    assert seeds_digest(dataclasses.replace(listed, settings=())) == seeds_digest(inputs.seeds)


def test_other_kinds_than_the_proofs_are_refused(inputs):
    manifest = build_manifest(inputs)
    for variants in ([], [recipient(1)], [recipient(7), recipient(8)]):
        with pytest.raises(Blocked) as refused:
            plan_test(variants, manifest=manifest, seeds=inputs.seeds, message_seed=SEED)
        assert codes(refused) == ["send.proof_changed"]
