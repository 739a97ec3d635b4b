"""What is said when the finished messages, the time or the program differ."""

from __future__ import annotations

from composer.i18n import N_
from composer.model.changes import Area
from composer.proofs.change_values import (
    duration_words,
    number_words,
    purpose_words,
)
from composer.proofs.said import Said

OUTCOME: dict[str, Said] = {
    "program.version": Said(
        area=Area.PROGRAM,
        changed=N_("The program was version {before} and is now version {after}."),
        added=N_("The program is now version {after}."),
        removed=N_("Which version the program has is not written down."),
    ),
    "program.source": Said(
        area=Area.PROGRAM,
        changed=N_("The program itself is another one than before."),
        causes=("program.version",),
    ),
    "program.installation": Said(
        area=Area.PROGRAM,
        changed=N_("What the program runs on here is other than before: libraries or Python."),
    ),
    "variants": Said(
        area=Area.MESSAGES,
        changed=N_("The kinds of message are others than before."),
        causes=("*",),
    ),
    "messages.root": Said(
        area=Area.MESSAGES,
        changed=N_("The finished messages are others than before."),
        causes=("*",),
    ),
    "messages.count": Said(
        area=Area.MESSAGES,
        changed=N_("There were {before} finished messages and there are now {after}."),
        show=number_words,
        causes=("audience.root", "audience.count"),
    ),
    "messages.files": Said(
        area=Area.MESSAGES,
        changed=N_("Files of the message: {before} before, {after} now."),
        causes=("files", "attachments"),
    ),
    "messages.files_not_scanned": Said(
        area=Area.MESSAGES,
        changed=N_("Files that were not looked into: {before} before, {after} now."),
        causes=("files", "attachments"),
    ),
    "messages.pictures_not_scanned": Said(
        area=Area.MESSAGES,
        changed=N_("Pictures in files that were not looked into: {before} before, {after} now."),
        causes=("files", "attachments"),
    ),
    "eta.total_s": Said(
        area=Area.PACE,
        changed=N_("Sending was to take {before} and now takes {after}."),
        same=N_("The time that sending takes is slightly other than before."),
        show=duration_words,
        causes=("*",),
    ),
    "eta.per_domain.*": Said(
        area=Area.PACE,
        changed=N_("Sending to {name} was to take {before} and now takes {after}."),
        added=N_("Sending to {name} now takes {after}."),
        removed=N_("Nothing goes to {name} any more."),
        same=N_("The time that sending to {name} takes is slightly other than before."),
        show=duration_words,
        causes=("*",),
    ),
    "campaign.name": Said(
        area=Area.OTHER,
        changed=N_("The campaign was called “{before}” and is now called “{after}”."),
    ),
    "campaign.purpose": Said(
        area=Area.OTHER,
        changed=N_("The message was {before} and is now {after}."),
        show=purpose_words,
    ),
    "campaign.id": Said(area=Area.OTHER, changed=N_("This is another campaign.")),
    "format": Said(area=Area.OTHER, changed=N_("The proof is written in another form.")),
}
