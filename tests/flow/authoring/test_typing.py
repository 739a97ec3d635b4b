"""What is told while somebody types: soon, in its place, and nothing once it is closed."""

from __future__ import annotations

import pickle
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from composer.errors import Blocked, Closed
from composer.model.identifiers import CampaignId
from composer.model.message import MessageFile
from composer.model.writing import MessageDraft
from composer.rendering.pool import WorkerPool
from composer.stages.content import load_content
from composer.stages.text_findings import TextReader
from tests.flow.authoring.desk import Desk
from tests.flow.conftest import Practice
from tests.measured import ATTEMPTS


def long_text(size: int = 64 * 1024) -> str:
    paragraph = (
        'Dear {{ first_name or "customer" }}, what changes is [written here]'
        "(https://seed.test/news/{{ token }}) for everybody who reads **it** in time.\n\n"
    )
    return paragraph * (size // len(paragraph))


def read_to_the_end(desk: Desk) -> list[str]:
    return [item.code for item in desk.workspace.template_findings(desk.campaign)]


def test_saving_a_long_text_waits_for_no_language_and_everything_is_told_afterwards(
    desk: Desk,
) -> None:
    workspace, text = desk.workspace, long_text(12 * 1024)
    desk.save(body=f"{text}TODO: the date.\n")
    read_to_the_end(desk)
    for number in range(ATTEMPTS):
        begun = time.monotonic()
        at_once = desk.save(body=f"{text}TODO: the time, {number}. {{{{ frist_name }}}}\n")
        told = [item.code for item in workspace.status(desk.campaign).blocked_by]
        quick = time.monotonic() - begun
        read_to_the_end(desk)
        whole = time.monotonic() - begun
        assert {"template.unknown_field", "content.placeholder"} <= {*at_once}
        assert "template.unknown_field" in told
        if quick < whole / 2:
            break
    else:
        pytest.fail("each save took longer than half of the whole reading")
    desk.save(body=text)
    assert not {"template.unknown_field", "content.placeholder"} & {*read_to_the_end(desk)}


def test_mistakes_in_a_long_text_are_told_at_once_beside_what_is_known_of_its_languages(
    desk: Desk,
) -> None:
    body = long_text() + "TODO: the date.\n"
    desk.save(body=body)
    assert "content.placeholder" in read_to_the_end(desk)
    find = desk.workspace.template_findings
    taken = []
    for number in range(3):
        draft = replace(desk.draft, body=f"{body}\n{number} {{{{ frist_name }}}}\n")
        begun = time.monotonic()
        found = find(desk.campaign, draft)
        taken.append(time.monotonic() - begun)
        line = next(item.place_of("line") for item in found if item.code.endswith("unknown_field"))
        assert line == draft.body.count("\n")
        assert "content.placeholder" in [item.code for item in found]
    whole = time.monotonic()
    desk.save(body=f"{body}\nAnother end.\n")
    read_to_the_end(desk)
    assert min(taken) < (time.monotonic() - whole) / 2


def test_what_attached_files_hold_is_not_read_again_while_somebody_types(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = tuple(
        MessageFile(path=f"files/{number}.pdf", content=bytes(5_000_000)) for number in range(2)
    )
    context = load_content(desk.workspace._desk, desk.campaign).context(desk.draft)
    sent: list[bytes] = []
    reader = TextReader(desk.workspace._desk)
    run = WorkerPool.run

    def watched(pool, job, item, **kwargs):  # type: ignore[no-untyped-def]
        sent.append(pickle.dumps(item))
        return run(pool, job, item, **kwargs)

    monkeypatch.setattr(WorkerPool, "run", watched)
    message = replace(context.message, body="{{ frist_name }}", files=files)
    found = reader.findings(replace(context, message=message))
    reader.close()
    assert [item.code for item in found] == ["template.unknown_field"]
    assert sent
    assert max(map(len, sent)) < 200_000


def test_what_is_wrong_with_the_content_is_told_with_its_file_and_line(desk: Desk) -> None:
    picture = desk.add("chart.png")
    lines = [
        "Dear reader,",
        "TODO: the date",
        "[plain](http://plain.seed.test/a) and [odd](ftp://odd.seed.test/b)",
        f"![]({picture.removeprefix('files/')})",
        "Ask somebody@seed.test.",
    ]
    body = "\n\n".join(lines)
    desk.save(body=body, subject="A subject that goes on " + "and on " * 20)
    found = desk.workspace.template_findings(desk.campaign)
    in_english = [item for item in found if item.place_of("locale") in (None, "en")]
    places = {
        item.code: (item.place_of("file"), item.place_of("part"), item.place_of("line"))
        for item in in_english
    }
    assert places["content.placeholder"] == ("message.md", "body", 3)
    assert places["content.http_link"] == ("message.md", "body", 5)
    assert places["content.bad_link"] == ("message.md", "body", 5)
    assert places["content.no_alt"] == ("message.md", "body", 7)
    assert places["content.long_subject"] == ("message.md", "subject", None)
    named = [item for item in in_english if item.code == "content.literal_address"]
    assert [item.place_of("line") for item in named if "somebody" in item.text] == [9]
    pictures = [dict(item.values)["image"] for item in found if item.code == "content.no_alt"]
    assert set(pictures) == {picture}


def long_drafts(desk: Desk) -> list[MessageDraft]:
    return [replace(desk.draft, body=f"{long_text()}{number}") for number in range(2)]


def test_endless_templates_are_told_within_two_seconds_even_one_after_another(desk: Desk) -> None:
    preview = desk.workspace.preview
    endless = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    preview(desk.campaign, None)

    def one_after_another() -> float:
        with ThreadPoolExecutor(2) as both:  # two at once wait until the spare has started, too
            list(both.map(lambda body: preview(desk.campaign, None, draft=body), long_drafts(desk)))
        slowest = 0.0
        for number in range(2):
            draft = replace(desk.draft, body=f"Hello {number} {endless}")
            begun = time.monotonic()
            with pytest.raises(Blocked) as refused:
                preview(desk.campaign, None, draft=draft)
            slowest = max(slowest, time.monotonic() - begun)
            assert [item.code for item in refused.value.findings] == ["render.time"]
        return slowest

    assert any(one_after_another() < 2 for _ in range(ATTEMPTS))
    assert preview(desk.campaign, None).rendered.text


def test_whoever_asks_a_closed_workspace_is_told_that_and_starts_no_worker(
    small: Practice,
) -> None:
    with small.here() as workspace:
        campaign = CampaignId(small.campaign)
        draft = workspace.authoring.draft(campaign)
    with pytest.raises(Closed):
        workspace.preview(campaign, None)
    with pytest.raises(Closed):
        workspace.template_findings(campaign, replace(draft, body="Other words."))
