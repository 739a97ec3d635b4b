"""What a decoder gives: one message as a reader would see it, the same for every form.

Its digest is made of what was decoded, piece by piece, as `rendered.message_digest` defines it.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from composer.model.recall import Recall
from composer.model.rendered import Attachment, framed, framed_count
from composer.wire.skeleton import ReadText

_BEGIN = b"composer message 1\n"
_NAMES_ROOM = 64 * 1024


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
        text, html = self.plain.content, self.markup.content
        pieces = [
            _BEGIN,
            framed(envelope_sender),
            framed(envelope_recipient),
            framed_count(len(self.headers)),
        ]
        for name, value in self.headers:
            content = value.encode("utf-8")
            pieces += (_NAMES[name], framed_count(len(content)), content)
        pieces += (framed_count(len(text)), text, framed_count(len(html)), html)
        pieces.append(framed_count(len(self.attachments)))
        for item in self.attachments:
            values = (item.name, item.content_type, item.content_id, item.sha256)
            pieces.extend(map(framed, values))
        return hashlib.sha256(b"".join(pieces)).hexdigest()


_NAMES = Recall(framed, room_bytes=_NAMES_ROOM)
