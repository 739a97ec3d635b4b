"""The guard's rules by name, each with the sentence that is shown when it is broken.

One table, so that a reader sees everything the guard refuses and a test can demand an attack for
each row. Guards rule 1 (one message, one recipient) and rule 2 (what is previewed is handed over).
No sentence holds an address or any text of the message.
"""

from __future__ import annotations

from typing import NoReturn

from composer.errors import GuardRefused
from composer.i18n import N_, _

GUARD_RULES: dict[str, str] = {
    # bytes
    "size": N_("The message is larger than any server takes."),
    "line_ends": N_("A line ends with a bare carriage return or line feed."),
    "line_length": N_("A line is longer than 998 bytes."),
    "null_byte": N_("The message holds a null byte."),
    "eight_bit": N_("The message holds 8-bit bytes where only ASCII may stand."),
    # header block
    "header_end": N_("The header has no end."),
    "header_size": N_("The header is too large or has too many lines."),
    "header_name": N_("A header line has no proper name before its colon."),
    "header_folding": N_("A header is folded in a way that programs read differently."),
    "header_utf8": N_("A header holds bytes that are not UTF-8."),
    "header_control": N_("A header holds a control or direction character."),
    "encoded_word": N_("An encoded word in a header cannot be read in exactly one way."),
    "header_twice": N_("A header that may stand once stands twice."),
    "header_missing": N_("A header that every message needs is missing."),
    "header_unknown": N_("A header stands in the message that is not one of ours."),
    "header_routing": N_("A header could add recipients or copies."),
    "message_id": N_("The Message-ID has a wrong form."),
    # addresses
    "address_form": N_("An address field is not a plain name and address."),
    "address_group": N_("An address field holds a group, a comment or a route."),
    "address_name": N_("A display name holds an address or an angle bracket."),
    "one_recipient": N_("The message is not addressed to exactly one recipient."),
    "intended_recipient": N_("The message is addressed to somebody else than intended."),
    "one_sender": N_("The message does not come from, or answer to, exactly one address."),
    "envelope": N_("The envelope is not the one intended sender and recipient."),
    # MIME
    "mime_version": N_("The MIME version is missing or wrong."),
    "parameter": N_("A MIME parameter cannot be read in exactly one way."),
    "boundary": N_("The boundary between the message's parts is not unmistakable."),
    "structure": N_("The message's parts are not built as this program builds them."),
    "transfer_encoding": N_("A part's transfer encoding is unknown or broken."),
    "charset": N_("A text part is not UTF-8."),
    "text_control": N_("A text part holds control characters or mixed line ends."),
    # provider body
    "json_form": N_("The provider's request is not well-formed JSON."),
    "json_twice": N_("A key stands twice in the provider's request."),
    "json_key": N_("The provider's request holds a key that this program never writes."),
    "json_value": N_("The provider's request holds a value of the wrong kind."),
    "personalization": N_("The provider's request does not hold exactly one personalization."),
    "tracking": N_("The provider is not told to leave the message as it is."),
    "custom_args": N_("The provider's request labels the message with more than an opaque id."),
    # sameness
    "date": N_("The message does not hold exactly one plain Date line."),
    "wire_digest": N_("The bytes are not the ones that were approved."),
    "digest": N_("The message is not the one that was approved."),
}


def refuse(rule: str) -> NoReturn:
    """Raise the refusal of a rule.

    Raises:
        GuardRefused: always.
    """
    raise GuardRefused(
        _(GUARD_RULES[rule]),
        rule=rule,
        advice=_("Nothing was handed over. Render and check the campaign again."),
    )
