"""The words by which mail systems say, in their own language, that mail failed or is late.

They only decide where a report holds no code, and only in messages that a mail system wrote.
"""

from __future__ import annotations

import re

_LATE = (
    r"\b(?:has been|is being|was|is) delayed\b",
    r"\bdelivery (?:status )?delay|\bdelivery has been delayed",
    r"\b(?:will|shall) (?:be|keep|continue)[a-z ]{0,12} (?:trying|retr|to (?:try|retr|deliv))",
    r"\bnot yet been delivered\b|\bstill (?:being|trying)\b",
    r"\bmail system will (?:retry|continue)",
    r"\bdo not need to resend\b|\bno action is required\b",
    r"\bwarning: (?:message|could not|mail)\b",
    r"\bverz(?:ö|oe)ger|\bretard[ée]|\bretrasad|\bin ritardo|\bзадерж|延迟|遅延",
)
_LOST = (
    r"\bun(?:known|deliverable|delivered|routable|reachable)\b",
    r"\bno(?:t)? (?:such|a valid|known|found|exist|listed|active)",
    r"\bdoes(?: not|n['’]t) (?:exist|have)",
    (
        r"\b(?:cannot|could not|can['’]t|couldn['’]t|was not|wasn['’]t|unable to|failed to) "
        r"(?:be )?(?:deliver|find|found|reach|accept|sent)"
    ),
    r"\b(?:delivery|mail|message) (?:to [a-z ]{0,50})?(?:failed|failure|has failed|returned)",
    r"\breturned (?:mail|to sender)",
    (
        r"\b(?:mailbox|account|user|address|recipient)[a-z ]{0,20} (?:is )?(?:full|disabled|"
        r"inactive|unavailable|rejected|invalid|closed|suspended|over quota|not found|unknown|"
        r"denied|no longer)"
    ),
    r"\bquota (?:exceeded|is full)|\bover ?quota\b",
    r"\binvalid (?:recipient|address|mailbox|user)",
    r"\brelay(?:ing)? (?:denied|not permitted)|\brejected\b|\bhost (?:unknown|not found)",
    r"\bunzustellbar|\bnicht (?:zugestellt|gefunden)|\bunbekannt",
    r"\bnon (?:remis|distribu)|\bn['’]a pas pu|\binconnu|\bn['’]existe pas",
    r"\bno (?:se )?(?:ha )?(?:podido|pudo|existe)|\bdesconocid",
    r"\bimpossibile|\bnon (?:esiste|trovat|consegn)|\bsconosciut",
    r"\bniet (?:worden )?(?:afgeleverd|bezorgd|gevonden)|\bonbekend",
    r"\bnão (?:foi|existe|pôde)|\bnie (?:istnieje|dostarczon|można)",
    r"\bне (?:доставлен|найден|существует|удалось)|\bнедоступен",
    r"退信|无法|不存在|配信でき|見つかりません|存在しません",
)

DELAYED = re.compile("|".join(_LATE), re.IGNORECASE)
FAILED = re.compile("|".join(_LOST), re.IGNORECASE)
