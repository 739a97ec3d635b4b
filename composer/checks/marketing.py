"""Finds what marketing lacks, and asks whether a service notice makes an offer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from composer.checks.written import Written
from composer.findings import Finding, finding
from composer.model.campaign import Purpose
from composer.model.message import Message, RenderContext
from composer.rendering.fixed_names import fix_names

_ADDRESS = re.compile(r"<address\b[^>]*>(?=(?:(?!</address).)*[^\W_])", re.IGNORECASE | re.DOTALL)

_OFFERS = {
    "en": r"discounts?|coupons?|promo codes?|special offers?|exclusive offers?|buy now|order now"
    r"|limited[- ]time offer|shop now|free trial|\d+ ?% off|on sale|clearance|cashback"
    r"|save (?:up to )?(?:\d+ ?%|[€$£] ?\d+)|upgrade now",
    "de": r"rabatte?|gutscheine?|gutscheincodes?|sonderangebote?|aktionscodes?|schnäppchen"
    r"|jetzt (?:kaufen|bestellen)|nachlass|preisnachlass|nur für kurze zeit"
    r"|\d+ ?(?:%|prozent) (?:auf (?:alle|ihr|das|den|die)\w*|günstiger|sparen|rabatt|nachlass)",
    "fr": r"remises? (?:de \d+|exclusives?|exceptionnelles?|immédiates?)|codes? promo|essai gratuit"
    r"|offres? (?:spéciales?|exclusives?)|soldes d[’'](?:été|hiver)|pendant les soldes"
    r"|achetez maintenant|bons? de réduction|[-−]\d+ ?%|\d+ ?% de (?:réduction|remise)",
    "es": r"descuentos?|cupones|cupón|código promocional|ofertas? especial(?:es)?|rebajas"
    r"|compre ahora|compra ahora|prueba gratuita",
    "it": r"sconti|sconto|codice promozionale|offert[ae] special[ei]|acquista ora|buono sconto",
    "pt": r"descontos?|cupons?|cupom|código promocional|ofertas? especia(?:l|is)|compre agora",
    "nl": r"korting|kortingen|kortingscodes?|aanbiedingen|speciale aanbieding|koop nu|bestel nu",
    "pl": r"rabat\w*|kod promocyjny|zniżk\w+|wyprzedaż|kup teraz",
    "sv": r"rabatt\w*|erbjudanden?|köp nu",
    "ru": r"скидк\w+|промокод\w*|распродаж\w+|специальн\w+ предложени\w+|куп(?:и|ите) сейчас",
    "ar": r"خصم(?:ًا|اً)? (?:\d|بنسبة|يصل|خاص|حصري)[^ ]*|\d+ ?[%٪] خصم|خصومات|عرض خاص|عروض خاصة"
    r"|تخفيضات|قسيمة شراء|اشتر الآن",
    "ja": r"割引|クーポン|セール|特別価格|キャンペーン価格|今すぐ購入|\d+ ?[%％] ?オフ",
    "zh": r"折扣|优惠券|优惠码|特价|促销|立即购买",
}
"""Words of selling, as patterns, by language."""
_UNBROKEN = frozenset({"ja", "zh"})


def find_marketing_gaps(context: RenderContext) -> Iterator[Finding]:
    """Find what the law and mail services ask of marketing."""
    campaign, message = context.campaign, context.message
    if campaign.purpose is not Purpose.MARKETING:
        return
    if not campaign.unsubscribe:
        yield finding("content.no_unsubscribe", where={"key": "unsubscribe"})
    elif "unsubscribe_url" not in _written_html(message):
        yield finding("content.no_visible_unsubscribe", where={"part": "layout"})
    if not _shows_postal_address(message):
        yield finding("content.no_postal_address", where={"part": "layout"})
    if not campaign.audience.rule:
        yield finding("content.no_basis", where={"key": "audience.rule"})


def find_offers(written: Written, purpose: Purpose) -> Iterator[Finding]:
    """Ask about words of selling in a service notice; each language by its own words."""
    language = written.locale.partition("-")[0]
    if purpose is Purpose.MARKETING or language not in _OFFERS:
        return
    words = _OFFERS[language]
    pattern = words if language in _UNBROKEN else rf"(?<!\w)(?:{words})(?!\w)"
    match = re.search(pattern, f"{written.subject}\n{written.words}", re.IGNORECASE)
    if match is not None:
        yield finding("content.offer_in_service", where=written.where("body"), found=match[0])


def _written_html(message: Message) -> str:
    body = message.body if message.body_html is None else message.body_html
    return message.layout.html + body


def _shows_postal_address(message: Message) -> bool:
    """Tell whether the brand's address is shown and set, or an address is written out."""
    written = _written_html(message)
    brand = "brand_address" in written and bool(message.brand.address.strip())
    own = _ADDRESS.search(fix_names(written, {"brand_address": ""}, html=True))
    return brand or own is not None
