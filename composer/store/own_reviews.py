"""What one person has seen, ticked and signed of campaigns, in a folder of their own.

Kept by the digest of each message, so that a tick carries over to another version where the message
is the same to the last byte, and goes where it is not. No message and no recipient is in it:
digests, the manifest that was approved last, and what was signed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import orjson

from composer import paths
from composer.store.files import write_atomically

FORMAT = 1
MOST_DIGESTS = 20_000
MOST_DECISIONS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDecision:
    """What the person signed about one version, and what they wrote with it."""

    proof: str
    envelope: bytes
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReview:
    """Everything that is remembered of one campaign for one person (public keys, 64 hex digits).

    `newest_proof` came in the file that was made last, at `newest_at`. `approved` is the manifest
    that the person approved last, empty before. `seen` and `right` are digests of messages.
    """

    workspace: str
    campaign: str
    person: str
    name: str = ""
    newest_proof: str = ""
    newest_at: datetime | None = None
    seen: frozenset[str] = frozenset()
    right: frozenset[str] = frozenset()
    approved: bytes = b""
    decisions: tuple[OwnDecision, ...] = ()

    def with_seen(self, digests: Iterable[str]) -> OwnReview:
        """Remember that messages were displayed."""
        return replace(self, seen=self.seen | frozenset(digests))

    def with_verdict(self, digest: str, *, is_right: bool) -> OwnReview:
        """Remember a tick, or take it away."""
        right = self.right | {digest} if is_right else self.right - {digest}
        return replace(self, right=right)

    def with_decision(self, decision: OwnDecision, *, approved: bytes = b"") -> OwnReview:
        """Remember what was signed; `approved` is the manifest of an approval."""
        return replace(
            self,
            decisions=(*self.decisions, decision)[-MOST_DECISIONS:],
            approved=approved or self.approved,
        )


class OwnReviews:
    """The reviews in one folder; one file for each campaign and person."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = (folder or paths.own_folder()) / "reviews"

    def get(self, *, workspace: str, campaign: str, person: str) -> OwnReview:
        """Give what is remembered; what cannot be read is as good as forgotten."""
        fresh = OwnReview(workspace=workspace, campaign=campaign, person=person)
        found = _read(self._file(fresh))
        same = found is not None and (workspace, campaign, person) == (
            found.workspace,
            found.campaign,
            found.person,
        )
        return found if found is not None and same else fresh

    def all(self) -> tuple[OwnReview, ...]:
        """Give everything that is remembered."""
        found = [_read(file) for file in sorted(self._folder.glob("*.json"))]
        return tuple(review for review in found if review is not None)

    def keep(self, review: OwnReview) -> None:
        """Remember a review in place of the former."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(self._file(review), _write(review))

    def _file(self, review: OwnReview) -> Path:
        named = f"{review.workspace}\n{review.campaign}\n{review.person}".encode()
        return self._folder / f"{hashlib.sha256(named).hexdigest()[:32]}.json"


def _write(review: OwnReview) -> bytes:
    newest_at = review.newest_at
    return orjson.dumps(
        {
            "format": FORMAT,
            "workspace": review.workspace,
            "campaign": review.campaign,
            "person": review.person,
            "name": review.name,
            "newest_proof": review.newest_proof,
            "newest_at": newest_at.astimezone(UTC).isoformat() if newest_at else "",
            "seen": sorted(review.seen)[:MOST_DIGESTS],
            "right": sorted(review.right)[:MOST_DIGESTS],
            "approved": _as_text(review.approved),
            "decisions": [
                {
                    "proof": item.proof,
                    "envelope": _as_text(item.envelope),
                    "comment": item.comment,
                }
                for item in review.decisions
            ],
        },
        option=orjson.OPT_INDENT_2,
    )


def _read(file: Path) -> OwnReview | None:
    try:
        content = orjson.loads(file.read_bytes())
        if content["format"] != FORMAT:
            return None
        moment = content["newest_at"]
        return OwnReview(
            workspace=str(content["workspace"]),
            campaign=str(content["campaign"]),
            person=str(content["person"]),
            name=str(content["name"]),
            newest_proof=str(content["newest_proof"]),
            newest_at=datetime.fromisoformat(moment) if moment else None,
            seen=frozenset(map(str, content["seen"])),
            right=frozenset(map(str, content["right"])),
            approved=_as_bytes(content["approved"]),
            decisions=tuple(
                OwnDecision(
                    proof=str(item["proof"]),
                    envelope=_as_bytes(item["envelope"]),
                    comment=str(item["comment"]),
                )
                for item in content["decisions"]
            ),
        )
    except (OSError, ValueError, KeyError, TypeError, binascii.Error):
        return None


def _as_text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _as_bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
