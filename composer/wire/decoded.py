"""What a decoder gives: one message as a reader would see it, the same for every form.

Its digest is made of what was decoded by the one definition, `model.rendered.message_digest`.
"""

from __future__ import annotations

from typing import NamedTuple

from composer.model.rendered import Attachment, message_digest
from composer.wire.skeleton import ReadText


class DecodedMessage(NamedTuple):
    """A message as decoded: headers ordered, without Date and MIME framing; text and HTML with LF.

    `header_names` are all fields of the top block, framing and Date included, as written.
    Attachments stand in the order of the parts: those shown in the body first.
    """

    headers: tuple[tuple[str, str], ...]
    header_names: tuple[str, ...]
    from_addresses: tuple[str, ...]
    to_addresses: tuple[str, ...]
    reply_addresses: tuple[str, ...]
    plain: ReadText
    markup: ReadText
    attachments: tuple[Attachment, ...]

    @property
    def text(self) -> str:
        """The text part, empty where there is none."""
        return self.plain.content.decode("utf-8")

    @property
    def html(self) -> str:
        """The HTML part, empty where there is none."""
        return self.markup.content.decode("utf-8")

    def header(self, name: str) -> str | None:
        """Give the first header of that name, or None."""
        wanted = name.lower()
        for key, value in self.headers:
            if key.lower() == wanted:
                return value
        return None

    def digest(self, *, envelope_sender: str, envelope_recipient: str) -> str:
        """Recompute the message's digest for an envelope."""
        return message_digest(
            envelope_sender=envelope_sender,
            envelope_recipient=envelope_recipient,
            headers=self.headers,
            text=self.plain.content,
            html=self.markup.content,
            attachments=[
                (item.name, item.content_type, item.content_id, item.sha256)
                for item in self.attachments
            ],
        )
