"""What is said of an unclear message: words for people, and the server's own where there are some."""

from __future__ import annotations

import pytest

from composer.records.unclear_words import happened_words


@pytest.mark.parametrize(
    ("recorded", "said"),
    [
        ("closed", "the mail service closed the connection"),
        ("timed out", "no answer came in time"),
        ("451 4.3.0 try later", "451 4.3.0 try later"),
    ],
)
def test_how_it_ended_is_said_in_words(recorded: str, said: str) -> None:
    assert happened_words(None, recorded).endswith(f"Recorded: \u2068{said}\u2069")


def test_nothing_is_said_of_what_is_not_recorded() -> None:
    assert "Recorded" not in happened_words(None, "")
