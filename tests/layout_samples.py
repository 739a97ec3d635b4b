"""The layouts' samples as rendered messages: six layouts in five locales, by the program's own way.

`resources/samples/<layout>/` is a campaign's folder with a brand, four translations and one person
for each locale. Tests and the pictures of `dev.py docs` show exactly what a recipient would get.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from functools import cache

from composer import paths
from composer.folder.load import load_folder
from composer.model.identifiers import RecipientId
from composer.model.message import Brand, RenderContext
from composer.model.recipient import Recipient
from composer.model.rendered import RenderedMessage
from composer.rendering.compile import CompiledMessage, compile_message
from composer.rendering.message import render_message

LAYOUTS = ("notice", "announcement", "newsletter", "incident", "maintenance", "invitation")
LOCALES = ("en", "de", "fr", "ar", "ja")

HARD_BODY = """This body begins without its heading, and it holds what is hard to place on a phone.

# A title that comes late

## A section

1. one
   - with another list
   - and `code` in it
2. two

```
$ a command --with-a-very-long-option=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
```

| Account | Region | Old weight | New weight | Change | Remark |
| --- | --- | ---: | ---: | ---: | :---: |
| Northgate | Europe and the Middle East | 12.50 % | 14.75 % | +2.25 | applies from *March* |
| Southgate | Asia | 2.50 % | 4.75 % | +2.25 | later |

> First paragraph of a quotation.
>
> Second paragraph of it.

<https://exchange.example/averylongaddresswithoutanybreak/averylongaddresswithoutanybreak>

[Yes](https://exchange.example/yes "button") [No](https://exchange.example/no "button")

---

### A smaller heading

The end.
"""


@dataclass(frozen=True)
class Sample:
    """One layout's sample: what is compiled, and the person of each locale."""

    context: RenderContext
    people: dict[str, Recipient]


@cache
def load_sample(layout: str) -> Sample:
    """Read a sample as the program reads any campaign's folder."""
    loaded = load_folder(paths.resources() / "samples" / layout)
    assert loaded.campaign is not None
    assert loaded.message is not None
    assert loaded.audience is not None
    assert loaded.findings == ()
    assert loaded.campaign.layout == layout
    text = loaded.audience.path.read_bytes().decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    context = RenderContext(
        campaign=loaded.campaign,
        message=loaded.message,
        message_seed=(layout.encode("ascii").hex() * 4)[:32],
        columns=tuple(rows[0]),
    )
    people = {row["locale"]: _recipient(at, row) for at, row in enumerate(rows, start=1)}
    return Sample(context=context, people=people)


@cache
def compiled_sample(layout: str) -> CompiledMessage:
    """Compile a sample once for all its locales."""
    return compile_message(load_sample(layout).context)


@cache
def render_sample(layout: str, locale: str) -> RenderedMessage:
    """Render the message that the sample's person of a locale would get."""
    return render_message(compiled_sample(layout), load_sample(layout).people[locale])


def render_hard_body(layout: str) -> RenderedMessage:
    """Render a body that is hard to lay out, without any brand, for an English reader."""
    sample = load_sample(layout)
    message = replace(sample.context.message, body=HARD_BODY, brand=Brand())
    compiled = compile_message(replace(sample.context, message=message))
    return render_message(compiled, sample.people["en"])


def _recipient(number: int, row: dict[str, str]) -> Recipient:
    return Recipient(
        id=RecipientId(f"{number:032x}"),
        row=number + 1,
        address=row["email"],
        locale=row["locale"],
        fields=tuple(row.items()),
        token=f"{number:032x}"[::-1],
        salt="00" * 16,
    )
