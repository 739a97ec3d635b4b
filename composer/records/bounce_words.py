"""The words by which mail systems say, in their own language, that mail failed or is late.

They only decide where a report holds no code, and only in messages that a mail system wrote.
"""

from __future__ import annotations

import re

_LATE = (
    (
        r"\b(?:has been|have been|is being|was|were|is|are) (?:temporarily )?"
        r"(?:delayed|deferred|postponed)\b"
    ),
    r"\bdelivery (?:status )?delay|\bdelivery has been delayed|\bdelayed (?:mail|delivery|message)",
    r"\b(?:will|shall) (?:be|keep|continue)[a-z ]{0,12} (?:trying|retr|to (?:try|retr|deliv|be))",
    r"\bnot yet (?:been )?delivered\b|\bstill (?:being|trying)\b|\bdelivery attempts will continue",
    r"\bmail system will (?:retry|continue)",
    r"\bdo not need to (?:resend|do anything)\b|\bno action is required\b",
    r"\bwarning: (?:message|could not|mail)\b|\bthis is (?:only |just )?a warning\b",
    r"\bverz(?:ö|oe)ger|\bnoch nicht zugestellt|\b(?:weiterhin|erneut) versuch|\bweiter versuch",
    r"\bretard[ée]|\bpas encore (?:été|pu)|\bnouvelle tentative|\bsera retent",
    r"\bretrasad|\bse ha retras|\baplazad|\baún no (?:se )?ha|\bseguir[áa] intentando",
    r"\bin ritardo|\bnon (?:è|e) ancora stat|\batrasad|\badiad|\bainda não foi",
    r"\bvertraagd|\bopóźni|\bforsinket|\bfördröj|\bviivästy|\bзадерж|\bотложен",
    r"延迟|延遲|稍后重试|遅延|遅れて|再送|再試行|まだ配信されて|지연",
)
_LOST = (
    r"\bun(?:known|deliverable|delivered|routable|routeable|reachable)\b",
    r"\bno(?:t)? (?:such|a valid|known|found|exist|listed|active|deliver(?:ed|able)|recogni[sz]ed)",
    r"\bdoes(?: not|n['’]t) (?:exist|have)|\bis not (?:available|our customer|a (?:known|local))",
    (
        r"\b(?:cannot|could not|couldn['’]t|can['’]t|was not|wasn['’]t|were not|unable to|"
        r"failed to|not able to|did not) "
        r"(?:be )?(?:deliver|find|found|reach|accept|sent|send|receive)"
    ),
    r"\b(?:delivery|mail|message) (?:to [a-z ]{0,50})?(?:failed|failure|has failed|returned)",
    r"\breturned (?:mail|to sender)|\b(?:permanent|fatal) (?:fatal )?(?:error|failure)",
    r"\bdelivery (?:error|problem|impossible)|\bnon-?delivery\b|\bnot be delivered\b",
    (
        r"\b(?:mailbox|account|user|address|recipient)[a-z ]{0,20} (?:is )?(?:full|disabled|"
        r"inactive|unavailable|rejected|invalid|closed|suspended|over quota|not found|unknown|"
        r"denied|no longer)"
    ),
    r"\bquota (?:exceeded|is full)|\bover ?quota\b|\bexceeded [a-z]{1,5} (?:quota|storage)",
    r"\binvalid (?:recipient|address|mailbox|user)|\bbad (?:address|recipient|destination)",
    r"\brelay(?:ing)? (?:denied|not permitted)|\brejected\b|\bhost (?:unknown|not found)",
    r"\b(?:was|been|is) (?:blocked|refused)\b",
    (
        r"\bunzustellbar|\bnicht (?:[^\n.]{0,60} )?(?:zugestellt|ausgeliefert|gefunden|erreich)|"
        r"\bunbekannt|\bexistiert nicht|\bpostfach (?:ist )?(?:voll|überfüllt)|\bfehlgeschlagen|"
        r"\b(?:zurück|ab)gewiesen|\babgelehnt|\bgescheitert|\bendgültig"
    ),
    (
        r"\bnon (?:remis|distribu|d[ée]livr)|\bn['’]a (?:pas )?pu|\binconnu|"
        r"\bn['’]existe (?:pas|plus)|\b[ée]chec|\bimpossible (?:de|d['’])|\bintrouvable|"
        r"\brejet[ée]|\bn['’]a pas été|\bbo[iî]te [^\n.]{0,30}pleine"
    ),
    (
        r"\bno (?:se )?(?:ha )?(?:podido|pudo|puede|existe|entreg)|\bdesconocid|\bimposible|"
        r"\bno fue posible|\bdevuelto|\brechazad|\bbuz[óo]n [^\n.]{0,20}llen|\bno se encontr"
    ),
    r"\bimpossibile|\bnon (?:esiste|trovat|consegn|recapit)|\bsconosciut",
    r"\bmancat[ao] (?:recap|cons)",
    r"\bniet (?:worden |kon )?(?:afgeleverd|bezorgd|gevonden)|\bonbekend|\bbestaat niet",
    r"\bnão (?:foi|existe|pôde|pode)|\bnie (?:istnieje|dostarczon|można|został|udało)",
    r"\bkunde inte|\bkunne ikke|\bei voitu|\bnelze|\bneexistuj|\bnem (?:sikerült|létez)",
    r"\bteslim edilem|\biletilem|\bbulunam|\bnu a putut",
    r"\bне (?:был[аои]? )?(?:доставлен|найден|существует|удалось)|\bневозможно|\bнедоступен",
    r"\bне вдалося|\bне існує|\bотклонен",
    r"退信|退回|无法|無法|不存在|投递失败|失败|配信でき|配信不能|配信エラー|届けられ|お届けでき",
    r"送信でき|見つかりません|存在しません|宛先不明|전송 ?실패|배달할 수|전달할 수|존재하지",
    r"تعذر|لم يتم تسليم|לא נמסר|לא ניתן|δεν (?:ήταν δυνατή|παραδόθηκε)",
)
_HELD = (
    r"\b(?:is being|has been|was|is) (?:held|quarantined)\b",
    r"\bawait(?:s|ing) (?:moderat|approv|confirm|your)",
    r"\b(?:please|must|need to) (?:confirm|verify|authenticate|reply to this)\b",
    r"\b(?:click|follow|visit)\b[^\n.]{0,40}\b(?:to (?:deliver|confirm|release|be added)|confirm)",
    r"\bbitte best[äa]tigen|\bveuillez confirmer|\bconfirme? (?:su|sua|votre) ",
)

DELAYED = re.compile("|".join(_LATE), re.IGNORECASE)
FAILED = re.compile("|".join(_LOST), re.IGNORECASE)
HELD = re.compile("|".join(_HELD), re.IGNORECASE)
