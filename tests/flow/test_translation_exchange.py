"""The example goes out to translators in all its languages, and comes back the same."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace

import pytest

from composer.cli.context import Context
from composer.cli.output import Output
from composer.cli.translation_exchange import add_steps
from composer.errors import Blocked
from composer.folder.load import TRANSLATIONS
from composer.model.identifiers import CampaignId
from composer.model.translation import Translated, UnitState
from composer.stages.revising import save_files
from composer.translation.exchange.comparison import LineKind, Take
from composer.translation.exchange.model import ExchangeFormat
from composer.workspace import Workspace
from tests.flow.conftest import FEW, Practice, make_practice
from tests.unit.translation.exchange.xlsx_samples import book

FORMATS = tuple(ExchangeFormat)


class Desk:
    """The example in one workspace, opened in this process."""

    def __init__(self, practice: Practice) -> None:
        self.workspace = Workspace.open(practice.run.workspace)
        self.campaign = CampaignId(practice.campaign)
        self.author = self.workspace.resolve_person(practice.author)
        self.reviewer = self.workspace.resolve_person(practice.reviewer)
        content = self.workspace.content(self.campaign)
        self.locales = tuple(item.locale for item in content.message.catalogues)

    def texts(self) -> dict[str, object]:
        """Give what may not change on the way: words, states, remarks and comments."""
        return {
            locale: [
                (
                    line.source, line.target, line.state, line.previous, line.notes,
                    [(said.text, said.by) for said in line.comments],
                )
                for line in self.workspace.translating.units(self.campaign, locale)
            ]
            for locale in self.locales
        }  # fmt: skip

    def digests(self) -> dict[str, str]:
        """Give the digest of somebody's message in each language."""
        people = self.workspace.audience_page(self.campaign, offset=0, limit=FEW).rows
        served = {"en", *self.locales}
        first = {line.locale: line.address for line in reversed(people) if line.locale in served}
        return {
            locale: self.workspace.preview(self.campaign, address).rendered.digest
            for locale, address in first.items()
        }

    def export(self, locale: str, form: ExchangeFormat) -> bytes:
        sent = self.workspace.exchange.export(self.campaign, locale, form, by=self.author)
        return sent.content

    def compare(self, locale: str, content: bytes, form: ExchangeFormat = ExchangeFormat.PO):
        name = f"{locale}.{form.value}"
        return self.workspace.exchange.compare(self.campaign, locale, content, file=name)

    def take(self, comparison, take: Take = Take.ALL_OR_NOTHING):
        chosen = comparison.chosen(take)
        return self.workspace.exchange.take(comparison, chosen, by=self.author)

    def save(self, locale: str, source: str, target: str) -> None:
        wanted = Translated(locale=locale, source=source, target=target)
        self.workspace.translating.save(self.campaign, wanted, by=self.author)

    def empty(self) -> None:
        """Lose all translations, as a copy that was never translated has lost them."""
        files = {f"{TRANSLATIONS}{locale}.po": b'msgid ""\nmsgstr ""\n' for locale in self.locales}
        save_files(self.workspace._desk, self.campaign, files, by=self.author)

    def first(self, locale: str = "de"):
        return next(
            line
            for line in self.workspace.translating.units(self.campaign, locale)
            if "{{" in line.source
        )


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = Desk(make_practice(tmp_path_factory.mktemp("exchange"), people=FEW))
    yield made
    made.workspace.close()


def codes(comparison):
    return sorted({item.code for item in comparison.all_findings if item.blocks})


def test_five_languages_come_back_the_same_in_every_format(desk):
    line = desk.first()
    desk.save("de", line.source, f"{line.target} Bald.")
    other = desk.workspace.translating.units(desk.campaign, "de")[-1]
    desk.workspace.translating.send_back(
        desk.campaign, "de", other.source, "Too long,\nsay it shorter", by=desk.reviewer
    )
    texts, digests = desk.texts(), desk.digests()
    assert len(desk.locales) == 4
    assert set(digests) == {"en", *desk.locales}
    assert {UnitState(item[2]) for item in texts["de"]} >= {
        UnitState.DRAFT, UnitState.NEEDS_WORK, UnitState.REVIEWED,
    }  # fmt: skip
    for form in FORMATS:
        files = {locale: desk.export(locale, form) for locale in desk.locales}
        comparison = desk.compare("de", files["de"], form)
        assert comparison.is_clear
        assert set(comparison.counts) == {LineKind.UNCHANGED}
        desk.empty()
        assert desk.texts() != texts
        for locale, content in files.items():
            comparison = desk.compare(locale, content, form)
            assert comparison.is_clear, [item.text for item in comparison.all_findings]
            desk.take(comparison)
        assert desk.texts() == texts
        assert desk.digests() == digests


def test_what_the_author_notes_goes_out_and_does_not_come_back_as_a_remark_of_the_file(desk):
    draft = desk.workspace.authoring.draft(desk.campaign)
    line = next(
        item
        for item in desk.workspace.translating.units(desk.campaign, "de")
        if item.kind == "paragraph" and f"\n{item.source}\n" in draft.body
    )
    noted = draft.body.replace(line.source, f"{{# note: say it kindly #}}\n{line.source}", 1)
    desk.workspace.save_message(desk.campaign, replace(draft, body=noted), by=desk.author)
    try:
        texts = desk.texts()
        now = next(
            item
            for item in desk.workspace.translating.units(desk.campaign, "de")
            if item.source == line.source
        )
        assert (now.author_note, now.state, now.notes) == (
            "say it kindly", line.state, line.notes,
        )  # fmt: skip
        for form in FORMATS:
            sent = desk.export("de", form)
            if form is not ExchangeFormat.XLSX:
                assert b"say it kindly" in sent
            comparison = desk.compare("de", sent, form)
            assert comparison.is_clear
            assert not any(item.notes for item in comparison.lines)
        assert desk.texts() == texts
    finally:
        desk.workspace.save_message(desk.campaign, draft, by=desk.author)


def test_a_file_with_one_thing_wrong_changes_nothing(desk):
    line = desk.first()
    desk.save("de", line.source, f"{line.target} Heute.")
    sent = desk.export("de", ExchangeFormat.PO)
    other = next(
        item
        for item in desk.workspace.translating.units(desk.campaign, "de")
        if "{{" not in item.source
    )
    damaged = sent.replace(b" Heute.", b" {{ nobody }}").replace(
        f'msgstr "{other.target}"'.encode(), f'msgstr "{other.target} neu"'.encode()
    )
    before = desk.texts()
    comparison = desk.compare("de", damaged)
    assert len(codes(comparison)) >= 1
    assert not comparison.chosen(Take.ALL_OR_NOTHING)
    assert desk.texts() == before
    done = desk.take(comparison, Take.MATCHING)
    after = {item.source: item for item in desk.workspace.translating.units(desk.campaign, "de")}
    assert done.translations == 1
    assert after[other.source].target == f"{other.target} neu"
    assert after[line.source].target == f"{line.target} Heute."


def test_a_campaign_that_has_changed_meanwhile_is_compared_again(desk):
    line = desk.first()
    sent = desk.export("de", ExchangeFormat.XLIFF_2)
    comparison = desk.compare("de", sent, ExchangeFormat.XLIFF_2)
    desk.save("de", line.source, f"{line.target} Morgen.")
    before = desk.texts()
    with pytest.raises(Blocked) as caught:
        desk.take(comparison)
    assert [item.code for item in caught.value.findings] == ["exchange.moved_on"]
    assert desk.texts() == before


def test_what_changed_on_both_sides_is_taken_only_when_somebody_says_so(desk):
    line = desk.first()
    sent = desk.export("de", ExchangeFormat.PO)
    desk.save("de", line.source, f"{line.target} Hier.")
    theirs = sent.replace(line.target.split("{{")[0].encode(), b"Dort ", 1)
    comparison = desk.compare("de", theirs)
    assert codes(comparison) == ["exchange.newer_here"]
    assert desk.take(comparison, Take.MATCHING).translations == 0
    comparison = desk.compare("de", theirs)
    assert desk.take(comparison, Take.THEIRS).translations == 1
    assert desk.first().target.startswith("Dort ")


def test_another_language_and_another_campaign_are_told(desk):
    other = next(locale for locale in desk.locales if locale != "de")
    comparison = desk.compare("de", desk.export(other, ExchangeFormat.XLSX), ExchangeFormat.XLSX)
    assert "exchange.other_language" in codes(comparison)
    assert not comparison.chosen(Take.THEIRS)
    assert not comparison.lines
    sent = desk.export("de", ExchangeFormat.XLIFF_12)
    other = sent.replace(desk.campaign.encode(), b"another")
    assert codes(desk.compare("de", other, ExchangeFormat.XLIFF_12)) == ["exchange.other_campaign"]


def test_only_what_is_unfinished_can_go_out_and_nothing_else_is_missed(desk):
    line = desk.first()
    desk.save("de", line.source, f"{line.target} Neu.")
    sent = desk.workspace.exchange.export(
        desk.campaign, "de", ExchangeFormat.XLIFF_12, by=desk.author, only_unfinished=True
    )
    assert 0 < sent.units < len(desk.texts()["de"])
    comparison = desk.compare("de", sent.content, ExchangeFormat.XLIFF_12)
    assert comparison.is_clear
    assert comparison.export == sent.id
    assert len(comparison.lines) == sent.units


def run(desk, out, *arguments):
    """Run a command in this process; give its code and what it printed."""
    parser = argparse.ArgumentParser()
    add_steps(parser.add_subparsers(), argparse.ArgumentParser(add_help=False))
    options = parser.parse_args([*map(str, arguments), "--locale", "de"])
    context = Context(
        workspace_path=desk.workspace.path,
        person_email=desk.author.email,
        out=Output(as_json=True),
        open_window=lambda _path, _person: 0,
        open_file=lambda _file, _workspace, _person: 0,
    )
    try:
        code = options.run(context, options)
    finally:
        context.workspace.close()
    return code, json.loads(out.readouterr().out.splitlines()[-1])


def test_the_command_line_writes_a_file_compares_it_and_takes_it_over(desk, tmp_path, capsys):
    file = tmp_path / "de.xlf"
    code, sent = run(desk, capsys, "export", desk.campaign, file)
    assert (code, sent["format"], sent["units"]) == (0, "xlf", len(desk.texts()["de"]))
    line = desk.first()
    content = file.read_bytes()
    start = line.target.split("{{")[0].encode()
    file.write_bytes(content.replace(start, b"Moin ", 1))
    assert run(desk, capsys, "import", desk.campaign, file, "--dry-run")[1]["counts"]["taken"] == 1
    assert desk.first().target == line.target
    code, taken = run(desk, capsys, "import", desk.campaign, file)
    assert (code, taken["taken"], taken["export"]) == (
        0, {"translations": 1, "comments": 0}, sent["export"],
    )  # fmt: skip
    assert desk.first().target.startswith("Moin ")


def test_the_command_line_names_the_place_of_what_is_wrong(desk, tmp_path, capsys):
    file = tmp_path / "de.po"
    run(desk, capsys, "export", desk.campaign, file)
    source = desk.first().source
    content = file.read_text("utf-8")
    file.write_text(content.replace(source.split("{{")[0], "Nobody's ", 1), encoding="utf-8")
    before = desk.texts()
    code, answer = run(desk, capsys, "import", desk.campaign, file)
    assert (code, answer["taken"]) == (1, None)
    [found] = [item for item in answer["findings"] if item["code"] == "exchange.unknown_source"]
    assert found["where"]["file"] == "de.po"
    assert content.split("\n")[found["where"]["line"] - 1].startswith("msgid ")
    assert desk.texts() == before


def test_a_file_says_which_language_it_is_of(desk):
    sent = desk.export("de", ExchangeFormat.PO)
    for stated, found in (("de", "de"), ("de_DE", "de"), ("pt_BR", "pt-BR"), ("", "")):
        content = sent.replace(b"Language: de", f"Language: {stated}".encode())
        of = desk.workspace.exchange.language_of(desk.campaign, content, file="x.po")
        assert of == found


def test_a_table_of_all_languages_is_read_for_the_one_that_is_asked_for(desk):
    units = desk.workspace.translating.units
    columns = [
        {line.source: line.target for line in units(desk.campaign, locale)}
        for locale in desk.locales
    ]
    rows = [(source, *(texts[source] for texts in columns)) for source in columns[0]]
    content = book([("en", *desk.locales), *rows])
    assert desk.workspace.exchange.language_of(desk.campaign, content, file="all.xlsx") == ""
    for locale in desk.locales:
        comparison = desk.compare(locale, content, ExchangeFormat.XLSX)
        assert set(comparison.counts) == {LineKind.UNCHANGED}
        assert not codes(comparison)


def test_what_a_campaigns_own_file_keeps_of_former_texts_stands_against_nothing(desk):
    path = f"{TRANSLATIONS}de.po"
    core = desk.workspace._desk
    kept = core.campaigns.tree(desk.campaign)[path] + b'\nmsgid "gone"\nmsgstr "weg"\n'
    save_files(core, desk.campaign, {path: kept}, by=desk.author)
    comparison = desk.compare("de", kept)
    assert comparison.is_clear
    assert set(comparison.counts) == {LineKind.UNCHANGED}
    assert codes(desk.compare("de", kept.replace(b'"weg"', b'"fort"'))) == [
        "exchange.unknown_source"
    ]
