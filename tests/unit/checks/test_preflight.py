"""The check of everybody, in real worker processes."""

from __future__ import annotations

import dataclasses
import json
import struct
from collections.abc import Iterator

import pytest

from composer.checks import keeping, preflight
from composer.checks.finding_tally import MOST_OF_A_KIND
from composer.checks.preflight import run_preflight
from composer.checks.preflight_result import PreflightResult, preflight_from_record
from composer.model.campaign import AudienceSettings, TransportKind, TransportSettings
from composer.model.merkle import merkle_root, message_leaf
from composer.model.message import RenderContext
from composer.model.packed_people import Rows
from composer.model.recipient import Recipient
from composer.rendering.compile import compile_message
from composer.rendering.jobs import render_one
from tests.unit.checks.made_campaigns import made_context, made_recipient

PEOPLE = [made_recipient(number) for number in range(1, 31)]
FAULTY = [
    made_recipient(31, note="ask user3@example.org"),
    made_recipient(32, note="ask user3%40example.org"),
    made_recipient(33, note="see AC-100004"),
    made_recipient(34, note="as {{ first_name }} said"),
    made_recipient(35, locale="xx"),
]


class Kept:
    """Keeps everything in memory; gives it back when asked for the same rows."""

    def __init__(self) -> None:
        self.mark = ""
        self.parts: list[keeping.Part] = []

    @property
    def results(self) -> bytes:
        return b"".join(some for part in self.parts for some in part.results)

    def resume(self, mark: str) -> keeping.Kept | None:
        before, self.mark = self.mark, mark
        if mark != before or not self.parts:
            self.parts.clear()
            return None
        last = self.parts[-1]
        return keeping.Kept(
            portions=last.portions,
            state=json.loads(json.dumps(last.state)),
            results=[some for part in self.parts for some in part.results],
            findings=[item for part in self.parts for item in part.findings],
        )

    def keep(self, part: keeping.Part) -> None:
        self.parts.append(part)


def check(context: RenderContext, people: list[Recipient], **options: object) -> PreflightResult:
    return run_preflight(context, Rows(lambda: people), workers=1, **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def kept() -> Kept:
    return Kept()


@pytest.fixture(scope="module")
def result(kept: Kept) -> PreflightResult:
    return check(made_context(), [*PEOPLE, *FAULTY], keeper=kept)


def lines(results: bytes) -> list[tuple[str, str, str]]:
    found = struct.iter_unpack("16s32s32s", results)
    return [(id_.hex(), digest.hex(), wire.hex()) for id_, digest, wire in found]


def test_everybody_is_checked_and_everything_wrong_names_its_person(
    result: PreflightResult,
) -> None:
    found = {
        (item.code, item.place_of("row"))
        for item in result.findings
        if item.place_of("recipient") is not None
    }
    assert found == {
        ("content.foreign_address", 32),
        ("content.foreign_address", 33),
        ("content.foreign_id", 34),
        ("content.left_over", 35),
        ("render.no_locale", 36),
    }
    assert result.complete
    assert result.messages == 34
    assert all(item.blocks for item in result.findings if item.place_of("row"))


def test_what_belongs_to_an_earlier_audience_is_found_though_its_people_get_nothing() -> None:
    one = made_recipient(33, note="see AC-100004")
    alone = check(made_context(), [one])
    assert not alone.findings
    with_former = check(made_context(), [one], former=Rows(lambda: PEOPLE))
    assert {item.code for item in with_former.findings} == {"content.foreign_id"}
    assert with_former.messages == alone.messages == 1
    assert (with_former.root, with_former.domains) == (alone.root, alone.domains)


def test_digests_are_those_of_the_messages_and_make_the_root(
    result: PreflightResult, kept: Kept
) -> None:
    state = compile_message(made_context())
    finished = render_one(state, PEOPLE[7])
    digests = lines(kept.results)
    assert digests[7] == (PEOPLE[7].id, finished.rendered.digest, finished.wire_sha256)
    assert result.root == merkle_root(message_leaf(*item) for item in digests)


def test_the_result_is_the_same_from_run_to_run(result: PreflightResult, kept: Kept) -> None:
    twice, keeper = [*PEOPLE, *FAULTY], Kept()
    again = run_preflight(made_context(), Rows(lambda: twice), workers=2, keeper=keeper)
    assert dataclasses.replace(again, seconds=0) == dataclasses.replace(result, seconds=0)
    assert keeper.results == kept.results


def test_a_check_that_was_cut_off_goes_on_where_it_was(
    result: PreflightResult, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preflight, "PORTION", 6)
    whole = check(made_context(), [*PEOPLE, *FAULTY])
    keeper, told = Kept(), list[int]()
    stopped = check(
        made_context(),
        [*PEOPLE, *FAULTY],
        keeper=keeper,
        progress=lambda done, _total: told.append(done),
        cancelled=lambda: bool(told) and told[-1] >= 12,
    )
    assert not stopped.complete
    assert 12 <= told[-1] < 35
    begun = told[-1]
    again = check(
        made_context(),
        [*PEOPLE, *FAULTY],
        keeper=keeper,
        progress=lambda done, _total: told.append(done),
    )
    assert told[told.index(begun) + 1] == begun  # the first word of the second run
    assert again.complete
    assert dataclasses.replace(again, seconds=0) == dataclasses.replace(whole, seconds=0)
    assert keeper.results == kept.results


def test_with_other_rows_a_check_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "PORTION", 6)
    keeper = Kept()
    check(made_context(), PEOPLE, keeper=keeper)
    others = [*PEOPLE[:-1], made_recipient(99)]
    told: list[int] = []
    found = check(
        made_context(), others, keeper=keeper, progress=lambda done, _total: told.append(done)
    )
    assert told[0] == 0
    assert found.complete
    assert [line[0] for line in lines(keeper.results)] == [one.id for one in others]


def test_a_result_survives_being_stored(result: PreflightResult) -> None:
    record = json.loads(json.dumps(result.as_record()))
    assert preflight_from_record(record) == result
    with pytest.raises(ValueError, match="record"):
        preflight_from_record({"messages": 1})


def test_domains_are_counted_for_the_time(result: PreflightResult) -> None:
    assert result.domains == (("example.org", 35),)


def test_an_empty_cell_that_would_be_printed_is_found_for_its_person() -> None:
    context = made_context(body="Dear {{ first_name }}, news.\n")
    found = check(context, [*PEOPLE[:3], made_recipient(4, first_name=" n/a ")])
    assert [(i.code, i.place_of("row"), i.place_of("column")) for i in found.findings] == [
        ("content.empty_field", 5, "first_name")
    ]


@pytest.mark.parametrize("kind", [TransportKind.PRACTICE, TransportKind.SENDGRID])
def test_what_the_guard_would_refuse_is_found_before_sign_off(kind: TransportKind) -> None:
    transport = TransportSettings(kind=kind)
    clean = check(made_context(transport=transport), PEOPLE[:2])
    assert [item.code for item in clean.findings] == []
    context = made_context(transport=transport, headers=(("X-SMTPAPI", "{}"),))
    found = check(context, PEOPLE[:2])
    assert [item.code for item in found.findings] == ["guard.refused"] * 2
    assert dict(found.findings[0].values)["rule"] == "header_routing"


def test_kinds_of_message_come_from_the_same_pass() -> None:
    found = check(made_context(), [*PEOPLE[:3], made_recipient(9, first_name="")])
    assert [(item.row, item.people) for item in found.variants] == [(2, 3), (10, 1)]
    assert found.coverage == 1.0


def test_a_part_that_nobody_sees_is_noted() -> None:
    context = made_context(body="{% if note %}\nNote {{ note }}\n{% endif %}\n\nNews.\n")
    assert [i.code for i in check(context, PEOPLE[:2]).findings] == ["content.nobody_sees"]


def test_what_could_not_be_looked_for_is_said() -> None:
    contacts = AudienceSettings(file="a.csv", ids=("account",), contacts=("note",))
    people = [made_recipient(n, account=f"{n}", note=f"boss{n}@acme.co") for n in range(1, 61)]
    found = check(made_context(audience=contacts, body="News\n"), people)
    assert {item.code for item in found.findings} == {"content.many_contacts", "content.short_ids"}


def test_a_message_that_gmail_would_clip_is_mentioned() -> None:
    found = check(made_context(body="word " * 24_000), PEOPLE[:1])
    assert [item.code for item in found.findings] == ["content.clipped"]


def test_progress_is_told_and_a_cancelled_check_is_not_complete(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(preflight, "PORTION", 10)
    whole = check(made_context(), PEOPLE, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 30), (10, 30), (20, 30), (30, 30)]
    assert whole.complete
    stopped = check(made_context(), PEOPLE, cancelled=lambda: True)
    assert not stopped.complete


def test_an_endless_template_is_named_and_leaves_the_check_incomplete() -> None:
    body = (
        "{% if note %}\n{% for a in range(99999) %}{% for b in range(99999) %}{% for c in"
        " range(99999) %}{% endfor %}{% endfor %}{% endfor %}\n{% endif %}\n\nNews.\n"
    )
    found = check(made_context(body=body), [*PEOPLE[:3], made_recipient(4, note="x")])
    assert not found.complete
    assert [(item.code, item.place_of("row")) for item in found.findings][:1] == [
        ("render.time", 5)
    ]


def test_an_audience_is_streamed_and_never_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "PORTION", 10)
    most_alive = 0
    read = 0
    answered = 0

    def rows() -> Iterator[Recipient]:
        nonlocal most_alive, read
        for number in range(1, 401):
            read += 1
            most_alive = max(most_alive, read - 400 - answered)
            yield made_recipient(number)

    def progress(done: int, _total: int) -> None:
        nonlocal answered
        answered = done

    result = run_preflight(made_context(), Rows(rows), workers=1, progress=progress)
    assert result.complete
    assert (read, answered, result.messages) == (800, 400, 400)
    assert most_alive <= 50


def test_an_audience_that_changes_between_the_passes_is_not_completely_checked() -> None:
    passes = iter((PEOPLE, [*PEOPLE[:-1], made_recipient(99)]))
    result = run_preflight(made_context(), Rows(lambda: iter(next(passes))), workers=1)
    assert not result.complete


def test_two_people_with_one_token_are_both_named() -> None:
    twin = dataclasses.replace(PEOPLE[3], token=PEOPLE[0].token)
    found = check(made_context(), [*PEOPLE[:3], twin])
    assert [(item.code, item.place_of("row")) for item in found.findings] == [
        ("audience.shared_token", 2),
        ("audience.shared_token", 5),
    ]
    assert all(item.blocks for item in found.findings)


def test_people_who_share_an_id_are_all_named_in_one_portion_or_two(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(preflight, "PORTION", 3)
    accounts = ("AC-55", "AC-77", "AC-77", "AC-88", "ac 55", "AC-99")
    audience = [made_recipient(n, account=account) for n, account in enumerate(accounts, start=1)]
    result = run_preflight(made_context(), Rows(lambda: iter(audience)), workers=1)
    assert [(item.code, item.place_of("row")) for item in result.findings] == [
        ("audience.shared_id", row) for row in (2, 3, 4, 6)
    ]
    assert {item.place_of("column") for item in result.findings} == {"account"}
    assert not any(item.blocks for item in result.findings)


def test_the_same_id_in_two_columns_of_one_person_is_no_shared_one() -> None:
    settings = dataclasses.replace(made_context().campaign.audience, ids=("account", "note"))
    twice = made_recipient(1, account="AC-77001", note="AC-77001")
    assert check(made_context(audience=settings), [twice, made_recipient(2)]).findings == ()


def test_a_message_much_larger_than_the_others_is_named() -> None:
    swallowed = made_recipient(31, note="a whole file\n" * 4000)
    usual = [made_recipient(n, note="a line") for n in range(1, 31)]
    found = check(made_context(body="News. {{ note }}\n"), [*usual, swallowed])
    assert ("content.size_outlier", 32) in [(i.code, i.place_of("row")) for i in found.findings]
    assert sum(item.code == "content.size_outlier" for item in found.findings) == 1


def test_findings_without_number_are_counted_all_and_shown_in_part() -> None:
    leaking = [made_recipient(n, note="ask user1@example.org") for n in range(2, 260)]
    keeper = Kept()
    found = check(
        made_context(body="News. {{ note }}\n"),
        [made_recipient(1, note="fine"), *leaking],
        keeper=keeper,
    )
    shown = [item for item in found.findings if item.code == "content.foreign_address"]
    assert len(shown) == MOST_OF_A_KIND
    total = sum(len(part.findings) for part in keeper.parts)
    assert total >= len(leaking)
    assert [(item.code, item.count) for item in found.counts] == [
        ("content.foreign_address", total)
    ]
