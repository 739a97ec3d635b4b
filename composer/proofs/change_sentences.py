"""Which sentences belong to a field of the manifest; an unknown field has those of its section."""

from __future__ import annotations

from composer.i18n import N_
from composer.model.changes import Area
from composer.proofs.said import Said
from composer.proofs.said_of_message import MESSAGE
from composer.proofs.said_of_outcome import OUTCOME
from composer.proofs.said_of_people import PEOPLE
from composer.proofs.said_of_sending import SENDING

SENTENCES = {**MESSAGE, **PEOPLE, **SENDING, **OUTCOME}

ANYTHING_ELSE: dict[str, Said] = {
    "message": Said(area=Area.TEXT, changed=N_("Something else of the message was changed.")),
    "layout": Said(area=Area.LAYOUT, changed=N_("The layout itself was changed.")),
    "audience": Said(
        area=Area.PEOPLE, changed=N_("Something else about the list of people was changed.")
    ),
    "sender": Said(area=Area.SENDER, changed=N_("Something else about the sender was changed.")),
    "transport": Said(
        area=Area.TRANSPORT, changed=N_("Something else about the account was changed.")
    ),
    "pace": Said(area=Area.PACE, changed=N_("Something else about the pace was changed.")),
    "test": Said(area=Area.TEST, changed=N_("Something else about the test was changed.")),
    "policy": Said(area=Area.RULES, changed=N_("Another rule for sign-off was changed.")),
    "program": Said(
        area=Area.PROGRAM, changed=N_("The program itself is another one than before.")
    ),
}
"""What is said of a field that has no sentence of its own, by its section."""

SOMETHING = Said(area=Area.OTHER, changed=N_("Something else that people sign was changed."))


def said_of(path: tuple[str, ...]) -> Said:
    """Choose what is said of a field, by its path in the manifest."""
    for pattern in (".".join(path), ".".join((*path[:-1], "*"))):
        if pattern in SENTENCES:
            return SENTENCES[pattern]
    return ANYTHING_ELSE.get(path[0], SOMETHING)


def is_one_field(path: tuple[str, ...]) -> bool:
    """Whether an object at this path is said as one."""
    return path == ("pace", "planned")
