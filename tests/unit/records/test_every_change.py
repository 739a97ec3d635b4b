"""Every single change of an evidence file is found, also in one for which nobody signed as a whole.

Each text and number is changed, each key taken out and each item of a list taken out, doubled and
swapped, one at a time; the file is written anew in its proper form each time, so that it is the
content that is found, not the spelling.
"""

import copy
import json

import pytest

from composer.records.evidence import Addresses
from composer.records.verify import verify_evidence

UNBOUND = ("received_sha256", "seed")
"""Of what arrived: which bytes, and in which mailbox. No statement signed by somebody of the team
says it in a form that the file could be compared with; who signs the file as a whole vouches.

Nor is the last entry of the log bound while no head of the record was signed after it: that the
program ended is told to the log when the record is closed."""


def paths(tree, place=()):
    """Give every place of a tree: leaves, keys and items."""
    match tree:
        case dict():
            for key, value in tree.items():
                yield (*place, key)
                yield from paths(value, (*place, key))
        case list():
            for number, value in enumerate(tree):
                yield (*place, number)
                yield from paths(value, (*place, number))


def holder(tree, place):
    for step in place[:-1]:
        tree = tree[step]
    return tree, place[-1]


def changed(tree, place):
    parent, key = holder(tree, place)
    value = parent[key]
    if isinstance(value, int):
        parent[key] = value + 1
    elif isinstance(value, str):
        middle = len(value) // 2
        other = "b" if value[middle : middle + 1] == "a" else "a"
        parent[key] = value[:middle] + other + value[middle + 1 :]
    else:
        return False
    return True


def removed(tree, place):
    parent, key = holder(tree, place)
    del parent[key]
    return True


def doubled(tree, place):
    parent, key = holder(tree, place)
    if not isinstance(parent, list):
        return False
    parent.insert(key, copy.deepcopy(parent[key]))
    return True


def swapped(tree, place):
    parent, key = holder(tree, place)
    if not isinstance(parent, list) or key == 0 or parent[key] == parent[key - 1]:
        return False
    parent[key - 1], parent[key] = parent[key], parent[key - 1]
    return True


def added(tree, place):
    parent, key = holder(tree, place)
    if not isinstance(parent[key], dict):
        return False
    parent[key]["more"] = "x"
    return True


def layout(tree):
    """Write a tree as evidence is written: a line for each item of the long lists."""

    def plain(value):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def part(name, value, long):
        if name in long and isinstance(value, list):
            items = (proof(item) if name == "proofs" else plain(item) for item in value)
            return f"{plain(name)}: [\n" + ",\n".join(items) + "\n]"
        return f"{plain(name)}: {plain(value)}"

    def proof(item):
        if not isinstance(item, dict):
            return plain(item)
        return "{\n" + ",\n".join(part(*pair, ("messages",)) for pair in item.items()) + "\n}"

    long = ("proofs", "heads", "people", "log", "journal")
    return ("{\n" + ",\n".join(part(*pair, long) for pair in tree.items()) + "\n}\n").encode()


def unseen(made, addresses, changes, wanted):
    """Give the changes that nothing was found of."""
    file = made.write(made.evidence(addresses=addresses), "honest.json")
    honest = json.loads(file.read_bytes())
    assert layout(honest) == file.read_bytes(), "the test writes as the program does"
    missed = []
    for place in filter(wanted, paths(honest)):
        for change in changes:
            tree = copy.deepcopy(honest)
            if not change(tree, place):
                continue
            file.write_bytes(layout(tree))
            if not verify_evidence(file, owner=made.team.owner_key).findings:
                missed.append((change.__name__, place))
    return missed


def is_bound(made, missed):
    last = len(made.evidence().log) - 1
    return [
        (change, place)
        for change, place in missed
        if (change != "changed" or place[-1] not in UNBOUND)
        and (change, place) != ("removed", ("log", last))
    ]


def in_short(place):
    """Whether a quick look takes a place: of the long lists of the record, every seventh entry."""
    return place[0] != "journal" or len(place) == 1 or place[1] % 7 == 0


def test_every_text_and_number_that_is_changed_is_found(finished):
    assert is_bound(finished, unseen(finished, Addresses.CLEAR, [changed], in_short)) == []


def test_whatever_is_taken_out_doubled_swapped_or_added_is_found(finished):
    def items(place):
        return in_short(place) and (place[0] != "journal" or len(place) < 3)

    every = [removed, doubled, swapped, added]
    assert is_bound(finished, unseen(finished, Addresses.NONE, every, items)) == []


@pytest.mark.long
@pytest.mark.parametrize("addresses", Addresses)
def test_every_change_of_every_place_is_found(finished, addresses):
    every = [changed, removed, doubled, swapped, added]
    assert is_bound(finished, unseen(finished, addresses, every, lambda _place: True)) == []


def test_the_exceptions_are_exceptions(finished):
    """What is listed as unbound really is: a rule that binds it would leave the list."""

    def listed(place):
        return place[-1] in UNBOUND and place[0] == "proofs"

    assert unseen(finished, Addresses.NONE, [changed], listed)


def test_signed_as_a_whole_there_are_no_exceptions(finished):
    owner = finished.team.owner_key
    file = finished.write(finished.evidence(sealed_by=owner), "signed.json")
    honest = json.loads(file.read_bytes())
    for place in paths(honest):
        if place[-1] not in UNBOUND or place[0] != "proofs":
            continue
        tree = copy.deepcopy(honest)
        changed(tree, place)
        file.write_bytes(layout(tree))
        found = verify_evidence(file, owner=owner).findings
        assert "evidence.seal_broken" in [item.code for item in found]
