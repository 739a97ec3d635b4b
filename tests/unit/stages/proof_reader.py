"""A proof file of a small team, made with real keys: what Ann sends to Ben."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from composer.signoff.age_files import encrypt_for
from composer.signoff.pins import pin_owner
from composer.stages.own_keys import OwnKey
from composer.stages.proof_opening import open_proof
from composer.store.own_reviews import OwnReviews
from tests.unit.signoff.conftest import NOW, WORKSPACE, Team
from tests.unit.signoff.proof_sample import contents_of, digest, manifest_of, packed, written

LATER = NOW + timedelta(minutes=30)


def team():
    from composer.model.person import Role

    made = Team()
    made.add("Ann", Role.OWNER, Role.AUTHOR, Role.SENDER)
    made.add("Ben", Role.REVIEWER)
    made.add("Dora", Role.TRANSLATOR)
    made.add("Emil", Role.AUTHOR, Role.REVIEWER)
    return made


def html_kind(number, to, language, words):
    """A kind of message whose message is HTML."""
    plain = packed(number, to, language)
    head = plain.eml.split(b"\r\n\r\n")[0].replace(b"text/plain", b"text/html")
    body = f"<html><body><h1>New weights</h1><p>{words}</p></body></html>\r\n"
    eml = head + b"\r\n\r\n" + body.encode()
    return dataclasses.replace(plain, eml=eml, digest=digest(eml, to))


def proof_contents(made, **changes):
    """What the file holds; `kinds` makes a manifest that fits."""
    kinds = changes.pop(
        "kinds",
        (
            html_kind(1, "eva@example.net", "de", "Guten Tag Eva,"),
            html_kind(2, "eve@example.net", "en", "Dear Eve,"),
            html_kind(3, "evi@example.net", "fr", "Bonjour Evi,"),
        ),
    )
    keys = [made.people[name].public_key for name in ("Ben", "Emil")]
    contents = contents_of(
        made,
        NOW,
        workspace=WORKSPACE,
        kinds=kinds,
        manifest=manifest_of(kinds).bytes,
        asked=tuple(keys),
        authors=(made.owner_key, made.people["Emil"].public_key),
        translators=(),
    )
    return dataclasses.replace(contents, **changes)


def proof_file(made, **changes):
    """The file as it is sent."""
    contents = proof_contents(made, **changes)
    return encrypt_for(contents.asked, written(made, contents))


class Reader:
    """Somebody on a computer of their own: a key, pins, and what they remember."""

    def __init__(self, made, name, folder, *, knows_owner=True):
        self.team, self.folder = made, folder
        person = made.people[name]
        self.key = OwnKey(
            email=person.email,
            public_key=person.public_key,
            private_key=made.key(name),
            keychain=type(made.keychain)(),
        )
        if knows_owner:
            pin_owner(self.key.keychain, WORKSPACE, made.owner_key)

    def open(self, content):
        return open_proof(
            content, keys=[self.key], reviews=OwnReviews(self.folder), now=lambda: LATER
        )
