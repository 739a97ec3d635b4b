"""The words of the example that the window's tests show: one notice in five languages."""

SUBJECT = "Index weighting update: what changes on {{ effective_date }}"
PREHEADER = "The weights of the Example 100 change at the next review."
BODY = """\
# Index weighting update

Dear {{ first_name or "customer" }},

The weights of the **Example 100** index change on {{ effective_date }}.
The largest change concerns account `{{ account }}`.

| Constituent | Old weight | New weight |
| --- | ---: | ---: |
| Alder Holdings | 4.20 % | 3.85 % |
| Birch Systems | 2.75 % | 3.10 % |

{% if tier == "gold" %}
As a gold customer you can ask {{ manager_email }} for the full calculation.
{% endif %}

## What you need to do

- Check your positions before the close of trading.
- Read the [full notice](https://example.com/notices/weights).

Yours,
Example Exchange
"""
TRANSLATIONS = {
    "de": {
        SUBJECT: "Neue Indexgewichtung: Was sich am {{ effective_date }} ändert",
        PREHEADER: "Die Gewichte des Example 100 ändern sich bei der nächsten Überprüfung.",
        "Index weighting update": "Neue Indexgewichtung",
        'Dear {{ first_name or "customer" }},': 'Guten Tag {{ first_name or "und willkommen" }},',
        "What you need to do": "Was Sie tun müssen",
        "Check your positions before the close of trading.": "Prüfen Sie Ihre Positionen vor Handelsschluss.",
    },
    "es": {
        SUBJECT: "Actualización de pesos del índice: cambios del {{ effective_date }}",
        "Index weighting update": "Actualización de pesos del índice",
        'Dear {{ first_name or "customer" }},': 'Hola {{ first_name or "cliente" }}:',
    },
    "ja": {
        SUBJECT: "指数ウェイト変更のお知らせ({{ effective_date }})",
        "Index weighting update": "指数ウェイト変更のお知らせ",
        'Dear {{ first_name or "customer" }},': '{{ first_name or "お客様" }} 様',
    },
    "ar": {
        SUBJECT: "تحديث أوزان المؤشر: ما الذي يتغير في {{ effective_date }}",
        "Index weighting update": "تحديث أوزان المؤشر",
        'Dear {{ first_name or "customer" }},': "عزيزي {{ first_name or 'العميل' }}،",
        "What you need to do": "ما عليك فعله",
    },
}
LAYOUT = """\
<!doctype html><html lang="{{ lang }}" dir="{{ dir }}"><head><meta charset="utf-8"><style>
body { margin: 0; background: #eef1f5; color: #1b1f24; font: 16px/1.5 "Noto Sans", sans-serif; }
.card { max-width: 600px; margin: 24px auto; background: #fff; padding: 32px; border-radius: 8px; }
table { border-collapse: collapse; width: 100%; } td, th { padding: 6px 8px; border-bottom: 1px solid #d5d9e0; text-align: start; }
@media (prefers-color-scheme: dark) { body { background: #16191d; color: #e6e9ed; } .card { background: #1e2227; } a { color: #8fb0ff; } }
@media (max-width: 480px) { .card { margin: 0; padding: 16px; border-radius: 0; } }
</style></head><body><div class="card"><img src="cid:logo" alt="Example Exchange" width="120">
{{ body }}</div></body></html>
"""
LOGO = b"""<svg xmlns="http://www.w3.org/2000/svg" width="120" height="32"><rect width="120" height="32" rx="6" fill="#2b5bc7"/><text x="12" y="21" font-family="sans-serif" font-size="14" fill="#fff">Example</text></svg>"""
PEOPLE = (
    ("Ada", "Lovelace", "en"),
    ("Jürgen", "Müller-Lüdenscheidt", "de"),
    ("María José", "de la Peña y Ortiz", "es"),
    ("さくら", "田中", "ja"),
    ("ليلى", "العبدالله", "ar"),
    ("Seán", "O'Brien", "en"),
    ("", "", "de"),
    ("Wolfeschlegelsteinhausenbergerdorff", "Hubert Blaine, Jr.", "en"),
)
DOMAINS = ("example.com", "mail.example.org", "post.example.net", "bücher.example")
