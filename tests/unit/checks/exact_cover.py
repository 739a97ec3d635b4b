"""Set cover solved exactly, by branch and bound; no code is shared with what it is held against."""

from __future__ import annotations

from collections.abc import Sequence


def exact(masks: Sequence[int]) -> int:
    """Tell how few of the bit masks have every bit that any has."""
    whole = 0
    for mask in masks:
        whole |= mask
    best = len(masks) + 1

    def go(missing: int, used: int) -> None:
        nonlocal best
        if not missing:
            best = min(best, used)
            return
        most = max((mask & missing).bit_count() for mask in masks)
        if used + -(-missing.bit_count() // most) >= best:
            return
        bits = [1 << n for n in range(missing.bit_length()) if missing >> n & 1]
        rarest = min(bits, key=lambda bit: sum(bool(mask & bit) for mask in masks))
        for mask in sorted(
            {mask & missing for mask in masks if mask & rarest}, key=lambda item: -item.bit_count()
        ):
            go(missing & ~mask, used + 1)

    go(whole, 0)
    return best
