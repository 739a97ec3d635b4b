"""Adds up what the workers of a check send back, and takes up what was kept of one cut off."""

from __future__ import annotations

from composer.checks.everybody import Checked
from composer.checks.finding_tally import FindingTally
from composer.checks.keeping import RESULT_BYTES, Kept
from composer.checks.kept_kinds import kinds_from_record, kinds_record
from composer.checks.sizes import SizeTally, sizes_from_record, sizes_record
from composer.checks.variants_shapes import ShapeStore
from composer.model.merkle import RootFolder, leaf_hash, message_leaf

_ID_BYTES, _DIGEST_BYTES = 16, 48


class Tally:
    """Adds up what the workers send back."""

    def __init__(self, *, holds_all: bool) -> None:
        self.people = self.messages = self.html_bytes = 0
        self.findings = FindingTally(holds_all=holds_all)
        self.sizes = SizeTally()
        self.kinds = ShapeStore()
        self.root = RootFolder()

    def add(self, checked: Checked, *, people: int) -> None:
        """Take in some people's outcome."""
        self.people += people
        self.messages += checked.messages
        self.findings.add(checked.findings)
        self.sizes.add(checked.sizes)
        self.kinds.add(checked.kinds)
        self.html_bytes = max(self.html_bytes, checked.html_bytes)
        self.root.add(checked.leaves)

    def as_record(self) -> dict[str, object]:
        """Give what cannot be added up again from the single results."""
        return {
            "people": self.people,
            "html_bytes": self.html_bytes,
            "sizes": sizes_record(self.sizes.seen),
            "kinds": kinds_record(self.kinds),
        }

    def restore(self, kept: Kept) -> None:
        """Take up what was kept.

        Raises:
            ValueError: that is not what `as_record` gave.
        """
        match kept.state:
            case {
                "people": int(people),
                "html_bytes": int(html_bytes),
                "sizes": sizes,
                "kinds": kinds,
            }:
                self.people, self.html_bytes = people, html_bytes
                self.sizes.add(sizes_from_record(sizes))
                self.kinds.add(kinds_from_record(kinds))
            case _:
                raise ValueError("not the record of a check that was cut off")
        self.findings.add(kept.findings)
        for results in kept.results:
            self.messages += len(results) // RESULT_BYTES
            self.root.add(_leaves(results))


def _leaves(results: bytes) -> bytes:
    """Give what the root is folded from."""
    leaves = []
    for begin in range(0, len(results), RESULT_BYTES):
        one = results[begin : begin + RESULT_BYTES]
        id_, digest, sha256 = one[:_ID_BYTES], one[_ID_BYTES:_DIGEST_BYTES], one[_DIGEST_BYTES:]
        leaves.append(leaf_hash(message_leaf(id_.hex(), digest.hex(), sha256.hex())))
    return b"".join(leaves)
