"""A campaign with every setting set, what its manifest is made of, and every change of it."""

import dataclasses
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import Enum

from composer.model.campaign import (
    AttachmentSettings,
    AudienceSettings,
    Campaign,
    CampaignPolicy,
    ImapSettings,
    Inactive,
    LeaveOut,
    Mailbox,
    Pace,
    Purpose,
    Security,
    TestSettings,
    TransportKind,
    TransportSettings,
)
from composer.model.message import Catalogue, CatalogueEntry, Layout, Message, MessageFile
from composer.model.person import SeedList
from composer.model.planned_time import PlannedTime
from composer.model.policy import AudienceRule, Policy, TransportRule
from composer.model.sending_window import SendingWindow
from composer.proofs.fingerprint import Fingerprint
from composer.proofs.manifest_inputs import (
    AcceptedWarning,
    AudienceFacts,
    CheckFacts,
    ManifestInputs,
    TranslationReview,
)

SEEDS = ("seed1@seeds.example", "seed2@seeds.example", "seed3@seeds.example")


def full_campaign():
    return Campaign(
        name="Index weights",
        purpose=Purpose.SERVICE,
        sender=Mailbox(name="Exchange", address="notices@example.com"),
        reply_to=Mailbox(name="Support", address="support@example.com"),
        locale="en",
        layout="notice",
        unsubscribe="https://example.com/u/{{ token }}",
        headers=(("X-Campaign", "weights"), ("List-Id", "<weights.example.com>")),
        audience=AudienceSettings(
            file="audience.csv",
            email="email",
            locale="locale",
            expected=2000,
            tolerance=Decimal("0.02"),
            rule="status = active",
            ids=("account",),
            contacts=("manager_email",),
            personal=("first_name", "account"),
            agreed="Ana Ortiz",
            columns=(("Email Address", "email"),),
            encoding="cp1252",
            delimiter=";",
            sheet="People",
            no_locale="de",
            segment="status = active",
            leave_out=(LeaveOut(code="address.no_at", rows=14),),
            exclude=("a" * 16,),
            inactive=Inactive(column="seen", before="2026-01-31"),
            overlap=(("b" * 16, "A correction of the first letter"),),
            later=(("ja", "d" * 16),),
            only=("fr",),
            taken_from="e" * 16,
            corrects="f" * 16,
            follows="9" * 16,
            follows_groups=("handed_over", "batch 1"),
            mx=False,
        ),
        fallback=(("fr", "en"), ("de-CH", "de")),
        transport=TransportSettings(
            kind=TransportKind.SMTP,
            base_url="https://api.example.com",
            key="smtp-main",
            host="mail.example.com",
            port=587,
            security=Security.STARTTLS,
            username="mailer",
            ca_file="ca.pem",
            bounce="b+{id}@example.com",
            directory="out",
        ),
        pace=Pace(
            per_second=Decimal(50),
            connections=8,
            batches=(10, 100),
            per_domain=(("gmail.com", Decimal(20)),),
            hold_after=(1,),
            planned=PlannedTime(
                local="2026-12-01 09:00",
                zone="Europe/Berlin",
                at=datetime(2026, 12, 1, 8, tzinfo=UTC),
            ),
            per_minute=600,
            per_day=50_000,
            per_connection=1000,
            window=SendingWindow(
                opens="08:00", closes="20:00", zone="Europe/Berlin", days=(0, 1, 2, 3, 4)
            ),
        ),
        test=TestSettings(
            seeds=SEEDS[:2],
            every_batches=10,
            imap=ImapSettings(
                host="imap.example.com",
                port=993,
                security=Security.TLS,
                username="seed",
                key="seed-box",
                ca_file="imap.pem",
            ),
        ),
        policy=CampaignPolicy(
            reviewers=2, expires_hours=24, wait_hours=0, checks=("spam",), receipts=2
        ),
        attachments=(AttachmentSettings(path="files/terms.pdf", column=""),),
        readers=("de",),
    )


def full_message():
    return Message(
        locale="en",
        subject="New weights",
        preheader="From May",
        body="Dear {{ first_name }}",
        text_override="Dear reader",
        body_html="<p>Dear reader</p>",
        layout=Layout(name="notice", html="<p>{{ body }}</p>"),
        catalogues=(
            Catalogue(
                locale="de",
                entries=(
                    CatalogueEntry(source="New weights", target="Neue Gewichte"),
                    CatalogueEntry(source="From May", target="Ab Mai", fuzzy=True),
                ),
            ),
        ),
        files=(MessageFile(path="files/terms.pdf", content=b"%PDF"),),
    )


def example_inputs():
    return ManifestInputs(
        campaign_id="c" * 16,
        account="d" * 64,
        campaign=full_campaign(),
        message=full_message(),
        audience=AudienceFacts(root="a" * 64, count=2000, columns=("email", "first_name")),
        check=CheckFacts(
            root="b" * 64,
            count=2000,
            variants=(("1" * 32, "d" * 64), ("2" * 32, "e" * 64)),
            variant_locales=(("1" * 32, "en"), ("2" * 32, "de")),
            eta_total_s=240,
            eta_per_domain=(("example.com", 200), ("gmail.com", 240)),
        ),
        seeds=SeedList(version=1, previous="", addresses=SEEDS, digest="f" * 64),
        policy=Policy(
            version=1,
            previous="",
            digest="9" * 64,
            by_audience=(AudienceRule(people=100_000, reviewers=3),),
            by_transport=(TransportRule(kind="sendgrid", reviewers=2),),
            checks=("links",),
        ),
        fingerprint=Fingerprint(source="5" * 64, installation="6" * 64, version="1.2.0"),
        literal_addresses=("support@example.com",),
        contact_values=("manager@example.com",),
        accepted=(
            AcceptedWarning(
                key="7" * 64,
                code="content.http_link",
                count=1,
                reason="The old site has no https.",
                name="Ana",
                person="8" * 64,
            ),
        ),
        reviews=(
            TranslationReview(locale="de", person="8" * 64, name="Ana", declared=False, count=1),
        ),
    )


STANDS_FOR_ITSELF = {
    # the same test mailboxes signed again bind as they did
    "seeds.version",
    "seeds.previous",
    "seeds.digest",
    # the same rules signed again bind as they did
    "policy.version",
    "policy.previous",
    "policy.digest",
}
REACHES_NOBODY = (".is_draft", ".previous", ".notes")
"""What a catalogue holds beside the translations, as a path of a change ends."""


def is_covered(path):
    """Whether a change must make another proof by itself."""
    in_catalogue = path.startswith(".message.catalogues") and path.endswith(REACHES_NOBODY)
    return path[1:].partition("[")[0] not in STANDS_FOR_ITSELF and not in_catalogue


def mutations(value):
    """Give (path, mutated value) for every leaf below, and for every list one item less."""
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            for path, mutated in mutations(getattr(value, field.name)):
                yield f".{field.name}{path}", dataclasses.replace(value, **{field.name: mutated})
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            for path, mutated in mutations(item):
                yield f"[{index}]{path}", (*value[:index], mutated, *value[index + 1 :])
        if value and not (len(value) == 2 and isinstance(value[1], (str, int, Decimal))):
            yield "[less]", value[1:]
    elif isinstance(value, Enum):
        yield "", next(member for member in type(value) if member is not value)
    elif isinstance(value, bool):
        yield "", not value
    elif isinstance(value, (int, Decimal)):
        yield "", value + 1
    elif isinstance(value, datetime):
        yield "", value + timedelta(minutes=1)
    elif isinstance(value, bytes):
        yield "", value + b"x"
    elif isinstance(value, str):
        yield "", (value[:-1] + chr(ord(value[-1]) ^ 1)) if value else "x"
    else:
        raise AssertionError(f"the example must set everything, not {value!r}")
