"""A newsletter in five languages, one of which is not ready: its readers get it later, by itself.

Translators work in programs of their own: files go out to them and come back.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.flow.conftest import DOMAIN
from tests.gui.driven import Person
from tests.gui.journal import JOURNEY_S, Journey
from tests.gui.journey_acts import (
    ask_by_file,
    begin_campaign,
    open_campaign,
    open_proof,
    send_all,
    take_in,
    use_list,
    write,
    write_list,
)
from tests.gui.journey_mail import nobody_else_has_mail, the_mail_of
from tests.gui.journey_team import BEGINS, a_team
from tests.gui.test_two_homes import LONG_S, approve, freeze_and_test
from tests.servers.mailhost import MailHost

pytestmark = [pytest.mark.long, pytest.mark.timeout(JOURNEY_S)]

NAME = "Winter letter"
READERS = {"en": 6, "de": 5, "fr": 4, "es": 3, "ja": 4}
LATER = READERS["ja"]
AT_ONCE = sum(READERS.values()) - LATER
SUBJECT, PREHEADER = "Winter at the library", "Open until ten"
TEXT = """# Long evenings

Dear {{ first_name }},

our library stays open **until ten** this winter.

Yours, the librarians"""
LINE = "our library stays open **until ten** this winter."
WORDS = {
    "de": {
        SUBJECT: "Winter in der Bibliothek",
        PREHEADER: "Bis zehn geöffnet",
        "Long evenings": "Lange Abende",
        "Dear {{ first_name }},": "Liebe/r {{ first_name }},",
        LINE: "unsere Bibliothek ist in diesem Winter **bis zehn** geöffnet.",
        "Yours, the librarians": "Ihre Bibliothek",
        "You receive this message because you asked to hear from us.": (
            "Sie erhalten diese Nachricht, weil Sie von uns hören wollten."
        ),
        "Unsubscribe": "Abmelden",
    },
    "fr": {
        SUBJECT: "L’hiver à la bibliothèque",
        PREHEADER: "Ouvert jusqu’à dix heures",
        "Long evenings": "Longues soirées",
        "Dear {{ first_name }},": "Bonjour {{ first_name }},",
        LINE: "notre bibliothèque reste ouverte **jusqu’à dix heures** cet hiver.",
        "Yours, the librarians": "Votre bibliothèque",
        "You receive this message because you asked to hear from us.": (
            "Vous recevez ce message parce que vous l’avez demandé."
        ),
        "Unsubscribe": "Se désabonner",
    },
    "es": {
        SUBJECT: "El invierno en la biblioteca",
        PREHEADER: "Abierta hasta las diez",
        "Long evenings": "Tardes largas",
        "Dear {{ first_name }},": "Hola, {{ first_name }}:",
        LINE: "nuestra biblioteca abre **hasta las diez** este invierno.",
        "Yours, the librarians": "Su biblioteca",
        "You receive this message because you asked to hear from us.": (
            "Recibe este mensaje porque lo pidió."
        ),
        "Unsubscribe": "Darse de baja",
    },
    "ja": {
        SUBJECT: "図書館の冬",
        PREHEADER: "夜10時まで開館",
        "Long evenings": "長い夜",
        "Dear {{ first_name }},": "{{ first_name }} 様",
        LINE: "この冬、図書館は**夜10時まで**開いています。",
        "Yours, the librarians": "図書館より",
        "You receive this message because you asked to hear from us.": (
            "このメールは、配信をご希望の方にお送りしています。"
        ),
        "Unsubscribe": "配信停止",
    },
}
SAYS = {
    "en": "until ten", "de": "bis zehn", "fr": "jusqu’à dix", "es": "hasta las diez", "ja": "夜10時",
}  # fmt: skip
PEOPLE = [
    (f"{tag}{number}@{DOMAIN}", f"Ada {number}", tag)
    for tag, count in READERS.items()
    for number in range(count)
]
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


def test_a_newsletter_in_five_languages_one_of_them_later(
    mailhost: MailHost, tmp_path: Path
) -> None:
    with a_team(tmp_path, mailhost, reviewers=["Chen Li"]) as team:
        chen_s = team.others["Chen"]
        journey = Journey(
            2, "A newsletter in five languages, one of them late", f"{BEGINS}Chen admitted."
        )
        with team.ana.open() as ana, chen_s.open() as chen:
            journey.people = {"Ana": ana, "Chen": chen}
            journey.chapter("What every newsletter needs, and the text")
            keep_address(ana)
            write_newsletter(ana, tmp_path)
            journey.chapter("Four translations: files go out to translators and come back")
            translate(ana, tmp_path)
            journey.chapter("Japanese is late: its readers get a campaign of their own")
            send_japanese_later(ana)
            journey.chapter("The others: check, freeze, test, ask")
            freeze_and_test(ana)
            ask_by_file(ana, "Chen Li", tmp_path / "winter.proof")
            journey.chapter("Chen approves, Ana sends")
            open_proof(chen, tmp_path / "winter.proof", owner_words=team.owner_words)
            answer = approve(chen, AT_ONCE, tmp_path / "winter.approval")
            take_in(ana, answer, "It can be sent now.")
            send_all(ana, AT_ONCE)
            ana.until_seen(f"Written to later, by “{NAME}, Japanese”: {LATER} people")
            mailhost.wait_until_delivered()
            nobody_else_has_mail(mailhost, [row[0] for row in PEOPLE if row[2] != "ja"])
            journey.chapter("The Japanese translation comes")
            open_campaign(ana, f"{NAME}, Japanese")
            japanese_comes(ana, tmp_path)
            journey.chapter("A sign-off of its own, and the report")
            freeze_and_test(ana)
            ask_by_file(ana, "Chen Li", tmp_path / "japanese.proof")
            chen.close()
            open_proof(chen, tmp_path / "japanese.proof")
            answer = approve(chen, LATER, tmp_path / "japanese.approval")
            take_in(ana, answer, "It can be sent now.")
            send_all(ana, LATER)
            ana.until_seen("Only people who read Japanese")
    mailhost.wait_until_delivered()
    nobody_else_has_mail(mailhost, [row[0] for row in PEOPLE])
    for address, name, tag in PEOPLE:
        (text,) = the_mail_of(mailhost, address)
        assert SAYS[tag] in text.replace("\n", " ")
        assert name in text
    journey.keep()


def keep_address(ana: Person) -> None:
    """Ana says once who the team is: news without a postal address are against the law."""
    ana.until_seen("No campaigns yet.")
    ana.click("Brand…")
    ana.fill("Name", "Example Library")
    ana.fill("Postal address", "4 Lime Tree Square\n69002 Lyon")
    ana.click("Save the brand")
    ana.until_seen("Saved")
    ana.click("Back")


def write_newsletter(ana: Person, folder: Path) -> None:
    begin_campaign(ana, NAME, "Newsletter", news=True)
    write(ana, subject=SUBJECT, preheader=PREHEADER, text=TEXT)
    ana.click("Sender and headers")
    ana.fill("Link to unsubscribe", "https://example.com/leave/{{ token }}")
    ana.press("Tab")
    rows = write_list(folder / "readers.csv", ("email", "first_name", "locale"), PEOPLE)
    use_list(ana, rows, len(PEOPLE))


def translate(ana: Person, folder: Path) -> None:
    """German goes out as a file and comes back; French and Spanish come of themselves."""
    ana.press("Ctrl+2")
    ana.open_menu("Add a language", "German (de)")
    out = folder / "to the translator.po"
    save_for_translator(ana, out)
    bring(ana, translated(out, "de", folder / "from the translator.po"))
    ana.until_seen("translations into German were taken over.")
    for tag, language in (("fr", "French"), ("es", "Spanish")):
        ana.drop(translated(out, tag, folder / f"{tag}.po"))
        ana.click(f"Add {language} and compare")
        ana.until_seen(f"{tag}.po, compared with {language} as it is here")
        ana.click("Take over ", seconds=LONG_S)
        ana.until_seen(f"translations into {language} were taken over.")
    ana.open_menu("Add a language", "Japanese (ja)")
    ana.until_seen(f"{LATER} people get it in Japanese.")


def send_japanese_later(ana: Person) -> None:
    ana.open_menu("This language…", "Send Japanese later…")
    ana.until_seen(f"{LATER} people who read Japanese get it later")
    ana.click(f"Send to {LATER} people later")
    ana.until_seen(f"Written to later, by “{NAME}, Japanese”")


def japanese_comes(ana: Person, folder: Path) -> None:
    ana.press("Ctrl+2")
    ana.click("Japanese")
    out = folder / "japanese.po"
    save_for_translator(ana, out)
    bring(ana, translated(out, "ja", folder / "japanese, done.po"))
    ana.until_seen("translations into Japanese were taken over.")


def save_for_translator(ana: Person, file: Path) -> None:
    ana.open_menu("This language…", "Save all parts as a file", "PO, for Poedit")
    ana.name_file(file)
    ana.until_seen(f"saved in {file.name}.")


def bring(ana: Person, file: Path) -> None:
    ana.drop(file)
    ana.until_seen(f"{file.name}, compared with")
    ana.click("Take over ", seconds=LONG_S)


# --- the translators ---------------------------------------------------------------------------


def translated(out: Path, tag: str, file: Path) -> Path:
    """Translate a PO file with a program that knows nothing of ours, which may name no export."""
    head, *entries = out.read_text("utf-8").strip().split("\n\n")
    if "Language: de" in head and tag != "de":
        head = head.replace("Language: de", f"Language: {tag}")
        head = "\n".join(line for line in head.splitlines() if "X-Composer-Export" not in line)
    done = [head, *(_entry(entry, WORDS[tag]) for entry in entries)]
    file.write_text("\n\n".join(done) + "\n", encoding="utf-8")
    return file


def _entry(entry: str, words: dict[str, str]) -> str:
    before, _name, _target = entry.partition("\nmsgstr ")
    source = "".join(json.loads(one) for one in _STRING.findall(before.partition("msgid ")[2]))
    return f"{before}\nmsgstr {json.dumps(words[source], ensure_ascii=False)}"
