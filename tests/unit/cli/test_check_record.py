"""What `check --json` says about kinds: the contract's keys, and who the kinds are."""

from __future__ import annotations

from composer.cli.checking import check_record
from composer.model.check_summary import CheckSummary, KindRow, KindTable, Variant
from composer.model.identifiers import Digest, RecipientId


def test_kinds_are_named_with_what_each_shows_and_what_nobody_gets() -> None:
    kind = Variant(
        recipient_id=RecipientId("0" * 32),
        address="ann@example.org",
        row=7,
        locale="de",
        facts=("no first name",),
        people=131,
        digest=Digest("0" * 64),
    )
    summary = CheckSummary(
        messages=131,
        seconds=1.0,
        findings=(),
        variants=(kind,),
        coverage=1.0,
        eta_total_s=4,
        eta_per_domain=(),
        root=Digest("1" * 64),
        sampled=False,
        kinds=KindTable(
            covered=9,
            reachable=9,
            rows=(
                KindRow(fact="no first name", people=131, kinds=(0,)),
                KindRow(fact="longest company", people=0, kinds=(0,)),
            ),
            never=(("tier is gold", ""), ("no note", "de")),
        ),
    )
    assert check_record(summary)["variants"] == {
        "count": 1,
        "coverage": 1.0,
        "recipients": ["ann@example.org"],
        "covered": 9,
        "reachable": 9,
        "kinds": [
            {
                "recipient": "ann@example.org",
                "row": 7,
                "locale": "de",
                "facts": ["no first name"],
                "people": 131,
            }
        ],
        "matrix": [
            {"fact": "no first name", "people": 131, "kinds": [0]},
            {"fact": "longest company", "people": None, "kinds": [0]},
        ],
        "never": [
            {"fact": "tier is gold", "locale": None},
            {"fact": "no note", "locale": "de"},
        ],
        "people_estimated": False,
    }
