"""How long a translator waits: for the units of a language, for all languages, for a save.

A message of 200 units in 40 languages, all reviewed, in a real workspace. Times are of the work of
this process (other work on the machine makes the clock longer, not this), the first time and
again; `save` is what the window calls while somebody types, `source` is what an author waits for
who changes one paragraph.

    .venv/bin/python -m tests.bench.translation [UNITS [LANGUAGES]]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from composer.model.message import Catalogue, CatalogueEntry
from composer.model.person import Role
from composer.model.translation import Translated
from composer.stages.content import load_content
from composer.stages.translation_findings import translation_findings
from composer.stages.translation_reviews import translation_reviews
from composer.translation import po_file
from composer.translation.catalogue import write_po
from composer.workspace import Workspace

SETTINGS = """
name = "Weights"
purpose = "service"
from = "Acme <notices@acme.co>"
locale = "en"
layout = "bare.html"
[audience]
file = "audience.csv"
[transport]
kind = "practice"
"""
LAYOUT = "<!doctype html><html><body>{{ body }}</body></html>"
TAGS = [
    "af", "ar", "bg", "bn", "ca", "cs", "cy", "da", "de", "el", "es", "et", "eu", "fa", "fi",
    "fr", "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk",
    "km", "kn", "ko", "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "my", "nb", "ne", "nl",
    "pl", "pt", "ro", "ru", "si", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "th", "tr",
]  # fmt: skip


def main(arguments: list[str]) -> int:
    """Print one line for each figure."""
    count, languages = (int(value) for value in (*arguments, "200", "40")[:2])
    tags = TAGS[:languages]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace, campaign, ana = build(folder, count, tags)
        print(f"{count} units, {len(tags)} languages")
        workspace.close()
        workspace = Workspace.open(folder / "workspace")
        desk, translating = workspace._desk, workspace.translating
        po_file._kept.cache_clear()
        content = timed("content, first", lambda: load_content(desk, campaign))
        timed("units of one language, first", lambda: translating.units(campaign, "de"))
        timed("units of one language, again", lambda: translating.units(campaign, "de"))
        timed("progress of all, first", lambda: translating.progress(campaign))
        timed("progress of all, again", lambda: translating.progress(campaign))
        timed("findings of all, first", lambda: translation_findings(desk, content))
        timed("who reviewed all, first", lambda: translation_reviews(desk, content))
        source = translating.units(campaign, "de")[5].source
        for text in ("Ein Satz.", "Ein Satz mehr."):
            wanted = Translated(locale="de", source=source, target=text)
            timed("save", lambda wanted=wanted: translating.save(campaign, wanted, by=ana))
        timed("units after a save", lambda: translating.units(campaign, "de"))
        timed("progress after a save", lambda: translating.progress(campaign))
        content = load_content(desk, campaign)
        timed("findings of all after a save", lambda: translation_findings(desk, content))
        draft = workspace.authoring.draft(campaign)
        for word in ("ninth", "tenth"):
            body = draft.body.replace("about place 9 ", f"about the {word} place ")
            changed = replace(draft, body=body)
            timed(
                "source", lambda changed=changed: workspace.save_message(campaign, changed, by=ana)
            )
        timed("progress after that", lambda: translating.progress(campaign))
        workspace.close()
    return 0


def build(folder: Path, count: int, tags: list[str]):
    """Make a workspace with a message in many languages."""
    workspace = Workspace.create(folder / "workspace", practice=True)
    roles = frozenset({Role.OWNER, Role.AUTHOR, Role.TRANSLATOR})
    ana = workspace.add_person(name="Ana", email="ana@acme.co", roles=roles, by=None)
    texts = [
        f"Dear {{{{ name }}}}, this sentence is about place {number} on the list of {number * 7} places."
        for number in range(count - 1)
    ]
    message = "---\nsubject: Hello\n---\n" + "\n\n".join(texts) + "\n"
    people = "email,locale,name\n" + "".join(
        f"p{at}@acme.co,{tag},Ann\n" for at, tag in enumerate(tags)
    )
    source = folder / "campaign"
    (source / "translations").mkdir(parents=True)
    for name, text in (
        ("campaign.toml", SETTINGS), ("message.md", message), ("audience.csv", people), ("bare.html", LAYOUT),
    ):  # fmt: skip
        (source / name).write_text(text)
    for tag in tags:
        entries = tuple(
            CatalogueEntry(source=text, target=text.replace("this sentence", f"{tag} says it"))
            for text in ("Hello", *texts)
        )
        (source / "translations" / f"{tag}.po").write_bytes(
            write_po(Catalogue(locale=tag, entries=entries))
        )
    campaign = workspace.import_folder(source, by=ana)
    assert campaign.id, campaign.findings[:3]
    return workspace, campaign.id, ana


def timed(what: str, work: Callable[[], object]) -> object:
    """Do it and print how long it took, by the work of this process and by the clock."""
    clock, own = time.perf_counter(), time.process_time()
    result = work()
    own, clock = time.process_time() - own, time.perf_counter() - clock
    print(f"{what:32} {own * 1000:8.0f} ms of work {clock * 1000:8.0f} ms by the clock")
    return result


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
