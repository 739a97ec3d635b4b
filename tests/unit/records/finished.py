"""A finished send of four people, made of real parts: lists, manifest, signatures, record, log."""

import dataclasses
import hashlib
import json
from datetime import UTC, datetime, timedelta

from composer.delivery.ledger import key_digest, seed_id
from composer.delivery.watch import DIFFERS
from composer.model.merkle import merkle_root, message_leaf
from composer.model.moves import Kind, Move, Mover, PlannedRecipient
from composer.model.person import Role
from composer.model.policy import Rules
from composer.model.recipient import address_key
from composer.model.states import RecipientState as State
from composer.proofs.manifest import build_manifest
from composer.proofs.permit import nonce_hash
from composer.records.evidence import (
    HEAD_TYPE,
    SEAL_TYPE,
    Addresses,
    Evidence,
    EvidenceMessage,
    EvidencePerson,
    EvidenceProof,
    EvidenceReceipt,
    SignedHead,
    write_evidence,
)
from composer.records.log_lines import log_lines
from composer.signoff.approvals import About, comment_digest, sign_decision
from composer.signoff.clearances import Clearance, Difference, sign_clearance
from composer.signoff.dsse import sign
from composer.signoff.owner_lists import Signing, Trust
from composer.signoff.policies import sign_policy, verify_policies
from composer.signoff.receipt_statements import ReceiptStatement, sign_receipts
from composer.signoff.roster import sign_roster, verify_rosters
from composer.signoff.seed_lists import sign_seeds, verify_seeds
from composer.signoff.statements import DecisionStatement, StatementKind
from composer.store.audit import AuditLog
from composer.store.database import Database
from composer.store.ledger import SqliteLedger
from composer.store.ledger_file import OutsideHead
from composer.store.ledger_view import open_ledger_read_only
from tests.unit.proofs.sealed_example import SEEDS, example_inputs
from tests.unit.signoff.conftest import WORKSPACE, Team

CAMPAIGN = "c" * 16
BEGAN = datetime(2026, 5, 1, 6, tzinfo=UTC)
KEY = bytes(range(32))
IDS = tuple(str(number) * 32 for number in range(1, 5))
RULES = Rules(expires_hours=48)
NONCES = ("first", "second")


def address(recipient):
    return f"Person{recipient[0]}@example.net"


class Clock:
    """Goes on by a second with every look; `at` sets it."""

    def __init__(self):
        self.at = BEGAN

    def __call__(self):
        self.at += timedelta(seconds=1)
        return self.at


class Finished:
    """Makes the send step by step; what a test wants different it changes before `evidence`."""

    def __init__(self, folder, rules=RULES, people=()):
        self.folder, self.rules = folder, rules
        self.clock = Clock()
        self.team = Team()
        self.team.add("Ann", Role.OWNER, Role.AUTHOR, Role.SENDER)
        self.team.add("Ben", Role.REVIEWER)
        self.team.add("Chen", Role.REVIEWER)
        for name, role in dict(people).items():
            self.team.add(name, role)
        self.database = Database.open(folder / "workspace.db")
        self.log = AuditLog(self.database, clock=self.clock)
        self._sign_lists()
        self.manifest = self._seal()
        self.decisions = []
        self.witnessed = []
        self.clearances = []
        self.difference = None

    def close(self):
        self.database.close()

    def note(self, name, action, **details):
        person = self.team.people[name].public_key
        return self.log.append(person=person, action=action, details=details)

    # the steps

    def test(self):
        """Send the test and sign what arrived."""
        with self.ledger() as ledger:
            ids = [seed_id(nonce) for nonce in NONCES]
            run = ledger.add_seeds(ids, label="test")
            ledger.claim(Kind.SEED, group=run, limits={0: 9}, now_s=0)
            self._pass(ledger, ids)
            ledger.sign("test", sign_head=self.signer())
        receipts = tuple((slot, nonce_hash(nonce), "equal") for slot, nonce in enumerate(NONCES))
        statement = ReceiptStatement(about=self.about, receipts=receipts, issued_at=self.clock())
        self.witness(sign_receipts(statement, private_key=self.team.key("Ann")))

    def witness(self, envelope):
        self.witnessed.append(envelope.decode())
        digest = hashlib.sha256(envelope).hexdigest()
        self.note("Ann", "test.receipts", proof=self.manifest.digest, statement=digest)

    def say(self, name, kind=StatementKind.APPROVAL, *, comment="", **changes):
        """Sign a decision of somebody."""
        at = self.clock()
        statement = DecisionStatement(
            kind=kind,
            proof=self.manifest.digest,
            campaign=CAMPAIGN,
            workspace=WORKSPACE,
            person=self.team.people[name].public_key,
            roster_version=1,
            shown=self.manifest.variants,
            comment_sha256=comment_digest(comment),
            issued_at=at,
            expires_at=at + timedelta(hours=24),
        )
        statement = dataclasses.replace(statement, **changes)
        envelope = sign_decision(statement, private_key=self.team.key(name))
        self.decisions.append(envelope.decode())
        digest = hashlib.sha256(envelope).hexdigest()
        details = {"proof": self.manifest.digest, "statement": digest, "comment": comment}
        self.note(name, f"signoff.{kind.value}", **details)

    def stop(self, ledger, code=DIFFERS):
        """Stop as for a copy that differs."""
        ledger.set_hold(code, by="", slot=1000, copy=1)
        *_before, (entry, head) = self.hashes()
        self.difference = Difference(entry=entry, hash=head, code=code)
        ledger.sign("stop", sign_head=self.signer())

    def hashes(self):
        with open_ledger_read_only(self.folder / "sends" / "ledger.db") as view:
            return [(entry.seq, entry.hash) for entry in view.journal()]

    def clear(self, name="Ben", **changes):
        """Sign that sending may go on."""
        word = Clearance(
            about=self.about,
            difference=self.difference,
            words="our own server adds it",
            issued_at=self.clock(),
        )
        word = dataclasses.replace(word, **changes)
        envelope = sign_clearance(word, private_key=self.team.key(name))
        self.clearances.append(envelope.decode())
        digest = hashlib.sha256(envelope).hexdigest()
        self.note(name, "send.clear", proof=self.manifest.digest, statement=digest)

    def send(self, *, outcome=State.ACCEPTED, signs=True, between=None):
        """Send two batches of two; `between` is done after the first."""
        self.note("Ann", "send.start", proof=self.manifest.digest)
        with self.ledger() as ledger:
            people = [
                PlannedRecipient(recipient_id=one, key_digest=self.key_digest(one)) for one in IDS
            ]
            ledger.plan(self.manifest.digest, people, batches=(2,))
            for batch in (1, 2):
                found = ledger.claim(Kind.AUDIENCE, group=batch, limits={0: 9}, now_s=0)
                self._pass(ledger, [item.recipient_id for item in found], outcome)
                if signs:
                    ledger.sign("batch", sign_head=self.signer())
                if between and batch == 1:
                    between(ledger)
        self.note("Ann", "send.end", proof=self.manifest.digest)

    def send_slowly(self, *pauses):
        """Send one batch, a person after each pause."""
        self.note("Ann", "send.start", proof=self.manifest.digest)
        with self.ledger() as ledger:
            people = [
                PlannedRecipient(recipient_id=one, key_digest=self.key_digest(one)) for one in IDS
            ]
            ledger.plan(self.manifest.digest, people, batches=(len(IDS),))
            for pause in pauses:
                limits = {0: 1}
                found = ledger.claim(Kind.AUDIENCE, group=1, limits=limits, now_s=0)
                self.clock.at += pause
                self._pass(ledger, [item.recipient_id for item in found])
            ledger.sign("batch", sign_head=self.signer())
        self.note("Ann", "send.end", proof=self.manifest.digest)

    # what comes out

    def evidence(self, *, addresses=Addresses.NONE, sealed_by=""):
        clear = addresses is Addresses.CLEAR
        with open_ledger_read_only(self.folder / "sends" / "ledger.db") as view:
            journal, heads = tuple(view.journal()), view.signed_heads()
            states = [(row.recipient_id, row.state.value) for row in view.rows()]
        return Evidence(
            addresses=addresses,
            sealed_by=sealed_by,
            campaign=CAMPAIGN,
            workspace=WORKSPACE,
            owner_key=self.team.owner_key,
            key=KEY.hex() if clear else "",
            rosters=(self.roster.decode(),),
            policies=(self.policy.decode(),),
            seeds=(self.seeds.decode(),),
            proofs=(self.proof(),),
            heads=tuple(SignedHead(**dict(zip(_HEAD, head, strict=True))) for head in heads),
            people=tuple(
                EvidencePerson(recipient=one, state=state, address=address(one) if clear else "")
                for one, state in states
            ),
            log=log_lines(
                self.log.entries(), concerns=lambda entry: entry.action != "campaign.save"
            ),
            journal=journal,
        )

    def proof(self):
        return EvidenceProof(
            proof=self.manifest.digest,
            manifest=self.manifest.bytes.decode(),
            decisions=tuple(self.decisions),
            witnessed=tuple(self.witnessed),
            clearances=tuple(self.clearances),
            receipts=tuple(
                EvidenceReceipt(
                    slot=slot,
                    seed=slot,
                    recipient=IDS[slot],
                    nonce_hash=nonce_hash(nonce),
                    state="equal",
                    received_sha256="a" * 64,
                )
                for slot, nonce in enumerate(NONCES)
            ),
            messages=MESSAGES,
        )

    def seal(self, payload):
        return sign(SEAL_TYPE, payload, self.team.key("Ann"))

    def write(self, evidence, name="evidence.json"):
        """Write a file; whoever is named in it as having signed it does."""
        file = self.folder / name
        file.write_bytes(write_evidence(evidence, seal=self.seal if evidence.sealed_by else None))
        return file

    # inside

    @property
    def about(self):
        return About(proof=self.manifest.digest, campaign=CAMPAIGN, workspace=WORKSPACE)

    @staticmethod
    def key_digest(recipient):
        return key_digest(address_key(address(recipient)), ledger_key=KEY)

    def signer(self, name="Ann"):
        def sign_head(statement):
            head = self.log.head()
            content = {**json.loads(statement), "log": [head.number, head.hash]}
            return sign(
                HEAD_TYPE, json.dumps(content, sort_keys=True).encode(), self.team.key(name)
            )

        return sign_head

    def ledger(self):
        return SqliteLedger.open(
            self.folder / "sends" / "ledger.db",
            campaign_id=CAMPAIGN,
            outside=OutsideHead(self.folder / "state", workspace_id="w", campaign_id=CAMPAIGN),
            now=self.clock,
        )

    @staticmethod
    def _pass(ledger, ids, outcome=State.ACCEPTED):
        for state in (State.BRINK, outcome):
            ledger.apply([Move(recipient_id=one, to=state, by=Mover.MACHINE) for one in ids])

    def _sign_lists(self):
        signing = Signing(
            workspace=WORKSPACE, owner_key=self.team.key("Ann"), issued_at=self.clock()
        )
        people = self.team.people.values()
        self.roster = sign_roster(people, previous=None, signing=signing)
        self.policy = sign_policy(self.rules, previous=None, signing=signing)
        self.seeds = sign_seeds(SEEDS, previous=None, signing=signing)
        self.note("Ann", "people.add", version=1)
        self.note("Ann", "policy.set", version=1)
        self.note("Ann", "seeds.add", version=1)

    def _seal(self):
        trust = Trust(workspace=WORKSPACE, owner_key=self.team.owner_key)
        trust = trust.under(verify_rosters([self.roster], trust=trust))
        inputs = example_inputs()
        root = merkle_root(
            message_leaf(item.recipient, item.digest, item.wire_sha256) for item in MESSAGES
        )
        variants = tuple((item.recipient, item.digest) for item in MESSAGES[:2])
        check = dataclasses.replace(
            inputs.check, root=root, count=len(MESSAGES), variants=variants, variant_locales=()
        )
        inputs = dataclasses.replace(
            inputs,
            campaign_id=CAMPAIGN,
            check=check,
            audience=dataclasses.replace(inputs.audience, count=len(MESSAGES)),
            seeds=verify_seeds([self.seeds], trust=trust),
            policy=verify_policies([self.policy], trust=trust),
        )
        manifest = build_manifest(inputs)
        self.note("Ann", "campaign.import", campaign=CAMPAIGN)
        self.note("Ben", "campaign.save", campaign="another one")
        self.note("Ann", "proof.seal", campaign=CAMPAIGN, proof=manifest.digest)
        return manifest


_HEAD = ("length", "head", "occasion", "envelope")
MESSAGES = tuple(
    EvidenceMessage(
        recipient=one,
        digest=hashlib.sha256(one.encode()).hexdigest(),
        wire_sha256=hashlib.sha256(f"wire {one}".encode()).hexdigest(),
    )
    for one in IDS
)


def stopped_and_cleared(made):
    """Give what stops a send for a difference, and lets it go on as it should."""

    def between(ledger):
        made.stop(ledger)
        made.clear()
        ledger.lift_hold(by=made.team.owner_key, reason="our own server adds it")

    return between


def sent(folder):
    """Everything as it should be, a difference on the way included."""
    made = Finished(folder)
    made.test()
    made.say("Ben")
    made.say("Chen", comment="Looks right.")
    made.send(between=stopped_and_cleared(made))
    return made
