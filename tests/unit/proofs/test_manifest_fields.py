"""Every field of the manifest, with one change of a campaign that must make another proof.

A field that is added to the manifest needs a row here, and sentences in `changes.py`: nothing gets
into what people sign that no change is shown of.
"""

import pytest

from composer.proofs.manifest import build_manifest
from tests.unit.proofs.sealed_example import mutations

KEYED = {
    "catalogues",
    "translation.reviewed",
    "files",
    "fallback",
    "audience.overlap",
    "audience.later",
    "audience.source.columns",
    "pace.per_domain",
    "eta.per_domain",
}
"""Whose keys are values: languages, paths, domains."""

FIELDS = {
    "campaign.id": "campaign_id",
    "campaign.name": "campaign.name",
    "campaign.purpose": "campaign.purpose",
    "campaign.locale": "campaign.locale",
    "message.locale": "message.locale",
    "message.subject": "message.subject",
    "message.preheader_sha256": "message.preheader",
    "message.body_sha256": "message.body",
    "message.text_sha256": "message.text_override",
    "message.html_sha256": "message.body_html",
    "message.brand.name": "message.brand.name",
    "message.brand.colour": "message.brand.colour",
    "message.brand.logo": "message.brand.logo",
    "message.brand.address": "message.brand.address",
    "message.brand.website": "message.brand.website",
    "layout.setting": "campaign.layout",
    "layout.name": "message.layout.name",
    "layout.kind": "message.layout.is_mjml",
    "layout.sha256": "message.layout.html",
    "catalogues.*": "message.catalogues[0].entries[0].target",
    "translation.readers[]": "campaign.readers[0]",
    "translation.reviewed.*[].person": "reviews[0].person",
    "translation.reviewed.*[].name": "reviews[0].name",
    "translation.reviewed.*[].declared": "reviews[0].declared",
    "translation.reviewed.*[].count": "reviews[0].count",
    "files.*": "message.files[0].content",
    "attachments[].path": "campaign.attachments[0].path",
    "attachments[].column": "campaign.attachments[0].column",
    "audience.root": "audience.root",
    "audience.count": "audience.count",
    "audience.columns[]": "audience.columns[0]",
    "audience.file": "campaign.audience.file",
    "audience.email": "campaign.audience.email",
    "audience.locale": "campaign.audience.locale",
    "audience.expected": "campaign.audience.expected",
    "audience.tolerance": "campaign.audience.tolerance",
    "audience.rule": "campaign.audience.rule",
    "audience.agreed": "campaign.audience.agreed",
    "audience.ids[]": "campaign.audience.ids[0]",
    "audience.contacts[]": "campaign.audience.contacts[0]",
    "audience.personal[]": "campaign.audience.personal[0]",
    "audience.segment": "campaign.audience.segment",
    "audience.leave_out[].code": "campaign.audience.leave_out[0].code",
    "audience.leave_out[].rows": "campaign.audience.leave_out[0].rows",
    "audience.exclude[]": "campaign.audience.exclude[0]",
    "audience.inactive.column": "campaign.audience.inactive.column",
    "audience.inactive.before": "campaign.audience.inactive.before",
    "audience.no_locale": "campaign.audience.no_locale",
    "audience.overlap.*": "campaign.audience.overlap[0][1]",
    "audience.later.*": "campaign.audience.later[0][1]",
    "audience.only[]": "campaign.audience.only[0]",
    "audience.taken_from": "campaign.audience.taken_from",
    "audience.corrects": "campaign.audience.corrects",
    "audience.follows": "campaign.audience.follows",
    "audience.follows_groups[]": "campaign.audience.follows_groups[0]",
    "audience.mx": "campaign.audience.mx",
    "audience.source.columns.*": "campaign.audience.columns[0][1]",
    "audience.source.encoding": "campaign.audience.encoding",
    "audience.source.delimiter": "campaign.audience.delimiter",
    "audience.source.sheet": "campaign.audience.sheet",
    "fallback.*": "campaign.fallback[0][1]",
    "addresses.literal[]": "literal_addresses[0]",
    "addresses.contacts[]": "contact_values[0]",
    "accepted[].key": "accepted[0].key",
    "accepted[].code": "accepted[0].code",
    "accepted[].count": "accepted[0].count",
    "accepted[].reason": "accepted[0].reason",
    "accepted[].name": "accepted[0].name",
    "accepted[].person": "accepted[0].person",
    "sender.from.name": "campaign.sender.name",
    "sender.from.address": "campaign.sender.address",
    "sender.reply_to.name": "campaign.reply_to.name",
    "sender.reply_to.address": "campaign.reply_to.address",
    "headers[][]": "campaign.headers[0][1]",
    "unsubscribe": "campaign.unsubscribe",
    "transport.kind": "campaign.transport.kind",
    "transport.base_url": "campaign.transport.base_url",
    "transport.key": "campaign.transport.key",
    "transport.account": "account",
    "transport.host": "campaign.transport.host",
    "transport.port": "campaign.transport.port",
    "transport.security": "campaign.transport.security",
    "transport.username": "campaign.transport.username",
    "transport.ca_file": "campaign.transport.ca_file",
    "transport.bounce": "campaign.transport.bounce",
    "transport.directory": "campaign.transport.directory",
    "pace.per_second": "campaign.pace.per_second",
    "pace.connections": "campaign.pace.connections",
    "pace.batches[]": "campaign.pace.batches[0]",
    "pace.per_domain.*": "campaign.pace.per_domain[0][1]",
    "pace.hold_after[]": "campaign.pace.hold_after[0]",
    "pace.planned.local": "campaign.pace.planned.local",
    "pace.planned.zone": "campaign.pace.planned.zone",
    "pace.planned.utc": "campaign.pace.planned.at",
    "pace.per_minute": "campaign.pace.per_minute",
    "pace.per_day": "campaign.pace.per_day",
    "pace.per_connection": "campaign.pace.per_connection",
    "pace.window.days[]": "campaign.pace.window.days[0]",
    "pace.window.opens": "campaign.pace.window.opens",
    "pace.window.closes": "campaign.pace.window.closes",
    "pace.window.zone": "campaign.pace.window.zone",
    "test.seeds[]": "campaign.test.seeds[0]",
    "test.every_batches": "campaign.test.every_batches",
    "test.list": "seeds.addresses[0]",
    "test.imap.host": "campaign.test.imap.host",
    "test.imap.port": "campaign.test.imap.port",
    "test.imap.security": "campaign.test.imap.security",
    "test.imap.username": "campaign.test.imap.username",
    "test.imap.key": "campaign.test.imap.key",
    "test.imap.ca_file": "campaign.test.imap.ca_file",
    "policy.rules": "policy.by_audience[0].people",
    "policy.reviewers": "campaign.policy.reviewers",
    "policy.expires_hours": "campaign.policy.expires_hours",
    "policy.wait_hours": "policy.wait_hours",
    "policy.checks[]": "policy.checks[less]",
    "policy.receipts": "policy.receipts",
    "policy.alone": "policy.alone",
    "policy.campaign_reviewers": "campaign.policy.reviewers",
    "policy.campaign_expires_hours": "campaign.policy.expires_hours",
    "policy.campaign_wait_hours": "campaign.policy.wait_hours",
    "policy.campaign_checks[]": "campaign.policy.checks[0]",
    "policy.campaign_receipts": "campaign.policy.receipts",
    "variants[].recipient": "check.variants[0][0]",
    "variants[].digest": "check.variants[0][1]",
    "variants[].locale": "check.variant_locales[0][1]",
    "messages.root": "check.root",
    "messages.count": "check.count",
    "messages.files": "check.files",
    "messages.files_not_scanned": "check.files_not_scanned",
    "messages.pictures_not_scanned": "check.pictures_not_scanned",
    "eta.total_s": "check.eta_total_s",
    "eta.per_domain.*": "check.eta_per_domain[0][1]",
    "program.source": "fingerprint.source",
    "program.installation": "fingerprint.installation",
    "program.version": "fingerprint.version",
}
"""A field of the manifest, and what of a campaign is changed, as `mutations` names it."""
OF_THE_FORM = {"format"}
"""Says which form the manifest has; another one is not read at all."""


def fields(value, path=""):
    """Give (field, value) of everything below; a list's items are one field."""
    if isinstance(value, dict):
        for key, item in value.items():
            name = "*" if path in KEYED else key
            yield from fields(item, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for item in value:
            yield from fields(item, f"{path}[]")
    else:
        yield path, value


def held(inputs, field):
    return [value for name, value in fields(build_manifest(inputs).content) if name == field]


def test_every_field_of_the_manifest_has_a_row_and_every_row_a_field(inputs):
    found = {name for name, _value in fields(build_manifest(inputs).content)}
    assert found - OF_THE_FORM == FIELDS.keys()


@pytest.mark.parametrize("field", FIELDS)
def test_a_change_of_what_a_field_says_makes_another_proof(inputs, field):
    changes = dict(mutations(inputs))
    changed = changes[f".{FIELDS[field]}"]
    assert held(changed, field) != held(inputs, field)
    assert build_manifest(changed).digest != build_manifest(inputs).digest
