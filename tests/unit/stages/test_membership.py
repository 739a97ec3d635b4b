"""Joining by file, the owner's lists on another computer, two owners, revocation and recovery."""

import dataclasses
from contextlib import ExitStack, closing
from datetime import timedelta

import pytest

from composer.errors import Blocked, FileRefused, SignatureRefused, UsageError
from composer.model.person import Role
from composer.proofs.canonical import canonical_bytes, read_canonical
from composer.signoff.dsse import payload_of
from composer.signoff.identities import key_entry
from composer.signoff.owner_changes import LIST_KINDS
from composer.signoff.roster_file import read_team_file, verify_team_file, write_team_file
from composer.signoff.words import owner_words
from composer.stages import trust
from composer.stages.joining import Admission
from composer.stages.own_keys import keys_for, own_keys
from composer.workspace import Workspace
from tests.conftest import home_environment
from tests.unit.signoff.conftest import MemoryKeychain

ANA, BEN = "ana@example.com", "ben@example.com"
REVIEWER = frozenset({Role.REVIEWER})


class Computers:
    """Several homes, each with its own keys; one acts at a time."""

    def __init__(self, folder, monkeypatch):
        self.folder = folder
        self._monkeypatch = monkeypatch

    def workspace(self, name):
        """Make an empty workspace on the computer of this name, with a keychain of its own."""
        self.at(name)
        made = Workspace.create(self.folder / name)
        made._desk._keychain = MemoryKeychain()
        return made

    def at(self, name):
        for variable, value in home_environment(self.folder / f"home-{name}").items():
            self._monkeypatch.setenv(variable, value)
        return self

    def file(self, name):
        return self.folder / name


@pytest.fixture
def computers(tmp_path, monkeypatch):
    return Computers(tmp_path, monkeypatch)


@pytest.fixture
def workspaces(computers):
    """Ana's workspace with one test mailbox, and an empty one on Ben's computer."""
    with ExitStack() as opened:
        ana = opened.enter_context(closing(computers.workspace("ana")))
        owner = ana.add_person(name="Ana", email=ANA, roles=frozenset({Role.AUTHOR}), by=None)
        ana.add_seed("seed1@example.com", by=owner)
        ben = opened.enter_context(closing(computers.workspace("ben")))
        yield ana, ben


def blocked(act):
    with pytest.raises(Blocked) as caught:
        act()
    return [item.code for item in caught.value.findings]


def joined(computers, ana, ben, *, roles=REVIEWER, device="laptop"):
    computers.at("ben")
    request = ben.ask_to_join(computers.file("join"), name="Ben", email=BEN, device=device)
    computers.at("ana")
    read = ana.read_request(computers.file("join"))
    admission = Admission(roles=roles, words=request.words)
    return ana.admit(read, admission, by=ana.resolve_person(ANA))


def carried(computers, source, target, *, target_home, words=None):
    source.export_team(computers.file("team"))
    computers.at(target_home)
    team, is_known = target.read_team_file(computers.file("team"))
    written = words if words is not None or is_known else owner_words(team.owner_key)
    return target.take_team_in(team, owner_words=written)


def test_somebody_joins_by_file_and_the_lists_come_to_their_computer(computers, workspaces):
    ana, ben = workspaces
    assert joined(computers, ana, ben)
    news = carried(computers, ana, ben, target_home="ben")
    assert [person.email for person in news.people] == [ANA, BEN]
    assert [(line.person.name, line.has_key) for line in ben.people()] == [
        ("Ana", False),
        ("Ben", True),
    ]
    assert ben.seeds() == ("seed1@example.com",)
    assert ben.resolve_person(None).email == BEN
    ben.close()
    again = Workspace.open(computers.file("ben"))
    with closing(again):
        again._desk._keychain = ben._desk.keychain
        assert again.resolve_person(None).email == BEN


def test_who_asks_from_practice_gets_a_key_that_practice_does_not_hold(computers, workspaces):
    """Keys of practice protect nothing: whoever tried the example joins a team with a real one."""
    ana, _ben = workspaces
    computers.at("chen")
    with (
        pytest.MonkeyPatch.context() as patched,
        closing(Workspace.create(computers.file("example"), practice=True)) as example,
    ):
        patched.setenv("COMPOSER_PASSPHRASE", "correct horse")
        file = computers.file("join-chen")
        request = example.ask_to_join(file, name="Chen", email="c@example.com", device="laptop")
        assert example._desk.keychain.get(key_entry(request.public_key)) is None
        assert [key.public_key for key in own_keys()] == [request.public_key]
        (usable,) = keys_for(example.passing.keys_here())
        assert usable.may_open("a real workspace")
    computers.at("ana")
    admission = Admission(roles=REVIEWER, words=request.words)
    assert ana.admit(ana.read_request(file), admission, by=ana.resolve_person(ANA))


def test_other_words_admit_nobody(computers, workspaces):
    ana, ben = workspaces
    request = ben.ask_to_join(computers.file("join"), name="Ben", email=BEN, device="laptop")
    computers.at("ana")
    for words in ("", "zebra " * 9, request.words.rsplit(" ", 1)[0]):
        admission = Admission(roles=REVIEWER, words=words)
        codes = blocked(lambda: ana.admit(request, admission, by=ana.resolve_person(ANA)))  # noqa: B023
        assert codes == ["people.words_differ"]
    assert len(ana.people()) == 1


def test_only_the_owner_admits_and_only_with_a_role(computers, workspaces):
    ana, ben = workspaces
    assert joined(computers, ana, ben)
    request = ana.read_request(computers.file("join"))
    admission = Admission(roles=REVIEWER, words=request.words)
    reviewer = ana.resolve_person(BEN)
    assert blocked(lambda: ana.admit(request, admission, by=reviewer)) == ["people.role_needed"]
    owner = ana.resolve_person(ANA)
    assert blocked(lambda: ana.admit(request, admission, by=owner)) == ["people.key_known"]
    computers.at("chen")
    other = ben.ask_to_join(
        computers.file("join2"), name="Chen", email="chen@example.com", device="desk"
    )
    computers.at("ana")
    nothing = Admission(roles=frozenset(), words=other.words)
    assert blocked(lambda: ana.admit(other, nothing, by=owner)) == ["people.roles_needed"]


def test_a_further_computer_belongs_to_the_same_person(computers, workspaces):
    ana, ben = workspaces
    assert joined(computers, ana, ben)
    assert joined(computers, ana, ben, roles=frozenset(), device="desk")
    (person,) = (line.person for line in ana.people() if line.person.email == BEN)
    assert [key.device for key in person.device_keys] == ["laptop", "desk"]
    assert person.roles == REVIEWER


def test_the_lists_are_refused_without_the_owner_s_words(computers, workspaces):
    ana, ben = workspaces
    assert joined(computers, ana, ben)
    ana.export_team(computers.file("team"))
    computers.at("ben")
    team, is_known = ben.read_team_file(computers.file("team"))
    assert not is_known
    for words in (None, "", "zebra"):
        codes = blocked(lambda: ben.take_team_in(team, owner_words=words))  # noqa: B023
        assert codes == ["people.owner_words_differ"]
    assert ben.people() == ()


def test_older_forked_and_foreign_lists_are_refused(computers, workspaces):
    ana, ben = workspaces
    ana.export_team(computers.file("older"))
    assert joined(computers, ana, ben)
    carried(computers, ana, ben, target_home="ben")
    older, _known = ben.read_team_file(computers.file("older"))
    assert blocked(lambda: ben.take_team_in(older)) == ["people.not_lower"]
    with closing(computers.workspace("eve")) as eve:
        eve.add_person(name="Eve", email="eve@example.com", roles=REVIEWER, by=None)
        eve.export_team(computers.file("foreign"))
        team, _known = eve.read_team_file(computers.file("foreign"))
    computers.at("ben")
    words = owner_words(team.owner_key)
    assert blocked(lambda: ben.take_team_in(team, owner_words=words)) == ["people.other_workspace"]
    renamed = dataclasses.replace(team, workspace=older.workspace)
    with pytest.raises(SignatureRefused):
        ben.take_team_in(renamed, owner_words=words)


def test_a_lists_file_with_changed_bytes_is_refused_or_says_the_same(computers, workspaces):
    ana, _ben = workspaces
    ana.export_team(computers.file("team"))
    written = computers.file("team").read_bytes()
    team = read_team_file(written)
    refused = 0
    for place in range(3, len(written), len(written) // 100):
        changed = bytearray(written)
        changed[place] ^= 1
        try:
            other = read_team_file(bytes(changed))
            verify_team_file(other, owner_key=team.owner_key)
        except SignatureRefused:
            refused += 1
            continue
        said = [payload_of(one)[1] for kind in LIST_KINDS for one in other.lists[kind]]
        assert said == [payload_of(one)[1] for kind in LIST_KINDS for one in team.lists[kind]]
    assert refused > 50


BAD_FORMS = (
    lambda c: c.update(workspace="../../x"),
    lambda c: c.update(rosters=[]),
    lambda c: c.update(rosters=c["seeds"], seeds=c["rosters"]),
    lambda c: c.update(more="x"),
    lambda c: c.pop("proposals"),
    lambda c: c.update(rosters=[*c["rosters"], *c["rosters"]]),
)


def test_a_lists_file_of_another_form_is_refused(computers, workspaces):
    ana, _ben = workspaces
    ana.export_team(computers.file("team"))
    written = computers.file("team").read_bytes()
    key = read_team_file(written).owner_key
    for change in BAD_FORMS:
        content = read_canonical(written)
        change(content)
        with pytest.raises(SignatureRefused):
            verify_team_file(read_team_file(canonical_bytes(content)), owner_key=key)


def test_expired_lists_are_not_taken_in_and_block_what_is_here(computers, workspaces, monkeypatch):
    ana, ben = workspaces
    computers.at("ana")
    owner = ana.resolve_person(ANA)
    assert ana.list_findings() == []
    monkeypatch.setattr(trust, "LIST_LIFE", timedelta(days=10))
    ana.sign_lists_again(by=owner)
    assert [item.code for item in ana.list_findings()] == ["lists.expire_soon"]
    monkeypatch.setattr(trust, "LIST_LIFE", timedelta(0))
    ana.sign_lists_again(by=owner)
    found = [item.code for item in ana.list_findings()]
    assert found == ["lists.expired_roster", "lists.expired_seeds"]
    ana.export_team(computers.file("team"))
    computers.at("ben")
    team, _known = ben.read_team_file(computers.file("team"))
    words = owner_words(team.owner_key)
    assert blocked(lambda: ben.take_team_in(team, owner_words=words)) == ["lists.expired_roster"]
    computers.at("ana")
    monkeypatch.setattr(trust, "LIST_LIFE", timedelta(days=365))
    assert ana.sign_lists_again(by=owner)
    assert ana.list_findings() == []
    assert ana.seeds() == ("seed1@example.com",)


def second_owner(computers, ana, ben):
    """Make Ben an owner; both computers hold the newest lists."""
    roles = frozenset({Role.OWNER, Role.REVIEWER})
    assert not joined(computers, ana, ben, roles=roles)
    carried(computers, ana, ben, target_home="ben")
    (change,) = ben.waiting_changes()
    assert ben.cosign(change.digest, by=_as_listed(change, BEN))
    carried(computers, ben, ana, target_home="ana")


def _as_listed(change, email):
    return next(person for person in change.people if person.email == email)


def test_a_second_owner_signs_what_makes_them_one_and_then_every_change(computers, workspaces):
    ana, ben = workspaces
    second_owner(computers, ana, ben)
    owner = ana.resolve_person(ANA)
    ana.add_seed("seed2@example.com", by=owner)
    assert ana.seeds() == ("seed1@example.com",)
    (change,) = ana.waiting_changes()
    assert [person.email for person in change.missing] == [BEN]
    assert blocked(lambda: ana.cosign(change.digest, by=owner)) == ["people.nothing_to_sign"]
    carried(computers, ana, ben, target_home="ben")
    assert ben.cosign(change.digest, by=ben.resolve_person(BEN))
    assert ben.seeds() == ("seed1@example.com", "seed2@example.com")
    assert ben.waiting_changes() == ()
    carried(computers, ben, ana, target_home="ana")
    assert ana.seeds() == ("seed1@example.com", "seed2@example.com")
    assert ana._desk.audit.verify() == []


def test_a_revoked_person_does_nothing_more_and_can_be_admitted_anew(computers, workspaces):
    ana, ben = workspaces
    assert joined(computers, ana, ben)
    owner = ana.resolve_person(ANA)
    with pytest.raises(UsageError):
        ana.revoke_keys(BEN, key=None, reason="  ", by=owner)
    with pytest.raises(UsageError):
        ana.revoke_keys(BEN, key="nothing", reason="lost", by=owner)
    assert ana.revoke_keys(BEN, key=None, reason="left", by=owner)
    gone = ana.resolve_person(BEN)
    assert not gone.is_active
    assert not gone.has(Role.REVIEWER)
    codes = blocked(lambda: ana.add_seed("x@example.com", by=gone))
    assert codes == ["people.left"]
    assert joined(computers, ana, ben, device="new")
    assert ana.resolve_person(BEN).has(Role.REVIEWER)


def test_the_last_owner_and_the_signing_key_are_not_revoked(computers, workspaces):
    ana, _ben = workspaces
    computers.at("ana")
    owner = ana.resolve_person(ANA)
    codes = blocked(lambda: ana.revoke_keys(ANA, key=None, reason="lost", by=owner))
    assert codes == ["people.last_owner"]
    request = ana.ask_to_join(computers.file("join"), name="Ana", email=ANA, device="second")
    assert ana.admit(request, Admission(roles=frozenset(), words=request.words), by=owner)
    first = owner.public_key
    codes = blocked(lambda: ana.revoke_keys(ANA, key=first, reason="lost", by=owner))
    assert codes == ["people.own_key"]


def test_a_lost_owner_s_key_is_replaced_with_the_recovery_key(computers, workspaces):
    ana, ben = workspaces
    computers.at("ana")
    owner = ana.resolve_person(ANA)
    assert ana.make_recovery(computers.file("recovery"), by=owner)
    with pytest.raises(UsageError):
        ana.make_recovery(computers.file("recovery"), by=owner)
    carried(computers, ana, ben, target_home="ben")
    person, counts = ben.recover(computers.file("recovery"), email=None, device="new")
    assert counts
    assert person.email == ANA
    again = ben.resolve_person(None)
    assert again.public_key == owner.public_key
    assert ben.seeds() == ("seed1@example.com",)
    ben.add_seed("seed2@example.com", by=again)
    carried(computers, ben, ana, target_home="ana")
    assert not ana.people()[0].has_key
    assert ana.seeds() == ("seed1@example.com", "seed2@example.com")


def test_an_older_recovery_key_recovers_nothing(computers, workspaces):
    ana, _ben = workspaces
    computers.at("ana")
    owner = ana.resolve_person(ANA)
    assert ana.make_recovery(computers.file("first"), by=owner)
    assert ana.make_recovery(computers.file("second"), by=owner)
    codes = blocked(lambda: ana.recover(computers.file("first"), email=None, device="new"))
    assert codes == ["people.recovery_differs"]


def test_a_file_that_is_missing_or_huge_is_refused(computers, workspaces):
    ana, _ben = workspaces
    computers.file("huge").write_bytes(b" " * 100_000)
    for name in ("missing", "huge"):
        with pytest.raises(FileRefused):
            ana.read_request(computers.file(name))


def test_a_request_that_cannot_be_written_leaves_no_key(computers, workspaces):
    _ana, ben = workspaces
    with pytest.raises(OSError, match="directory"):
        ben.ask_to_join(computers.file("nowhere") / "join", name="Ben", email=BEN, device="laptop")
    assert not [name for name in ben._desk.keychain.entries if name.startswith("signing:")]


def test_nothing_is_kept_when_the_change_cannot_be_stored(computers, workspaces, monkeypatch):
    ana, ben = workspaces
    before = ana.list_states()

    def refuse(*_words, **_more):
        raise OSError(28, "no space left")

    monkeypatch.setattr(ana._desk.statements, "add_together", refuse)
    with pytest.raises(OSError, match="no space"):
        joined(computers, ana, ben)
    assert ana.list_states() == before
    assert len(ana.people()) == 1


def test_one_account_with_two_keychains_signs_as_one_person(computers, workspaces):
    ana, ben = workspaces
    assert joined(computers, ana, ben, roles=frozenset({Role.OWNER, Role.REVIEWER})) is False
    carried(computers, ana, ben, target_home="ben")
    computers.at("ana")
    (change,) = ben.waiting_changes()
    person = _as_listed(change, BEN)
    assert blocked(lambda: ben.cosign(change.digest, by=person)) == ["signoff.second_person_here"]
    actions = [entry.action for entry in ben._desk.audit.entries()]
    assert actions[-1] == "signoff.second_person_refused"


def test_nothing_is_signed_where_the_owner_was_never_compared(computers, workspaces):
    ana, _ben = workspaces
    computers.at("ana")
    owner = ana.resolve_person(ANA)
    ana._desk.keychain.delete(f"pins:{ana._desk.folder.id}")
    codes = blocked(lambda: ana.add_seed("seed2@example.com", by=owner))
    assert codes == ["people.owner_not_compared"]


def test_what_is_written_is_read_back(computers, workspaces):
    ana, _ben = workspaces
    ana.export_team(computers.file("team"))
    written = computers.file("team").read_bytes()
    assert write_team_file(read_team_file(written)) == written
