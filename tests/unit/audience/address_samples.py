"""Texts that are addresses, or nearly: RFC 3696 and its errata, letters of all scripts, odd domains.

Lines as they are written; nothing here says which are right: email-validator does.
"""

from __future__ import annotations

_LINES = r"""
"Abc\@def"@example.com
customer/department=shipping@example.com
$A12345@example.com
!def!xyz%abc@example.com
_somename@example.com
user+mailbox@example.com
peter.piper@example.com
Abc\@def@example.com
Fred\ Bloggs@example.com
NotAnEmail
@NotAnEmail
"test\\blah"@example.com
dclo@us.ibm.com
abc\@def@example.com
Joe.\\Blow@example.com
first.last@[12.34.56.78]
first.last@3com.com
first.last@123.test
1234567890123456789012345678901234567890123456789012345678901234@example.com
12345678901234567890123456789012345678901234567890123456789012345@example.com
first.last@x23456789012345678901234567890123456789012345678901234567890123.iana.org
first.last@x234567890123456789012345678901234567890123456789012345678901234.iana.org
first.last@-xample.com
first.last@exampl-.com
first..last@iana.org
first.last.@iana.org
test@test@iana.org
ote"@iana.org
用户@例子.广告
अजय@डाटा.भारत
квіточка@пошта.укр
θσερ@εχαμπλε.ψομ
Dörte@Sörensen.example.com
коля@пример.рф
user@münchen.de
user@xn--mnchen-3ya.de
user@xn--mnchen.de
user@ß.de
user@faß.de
user@İstanbul.com
user@ﬁ.com
user@ⅷ.com
user@a‌b.com
user@ex--ample.com
user@xn--.com
user@☃.com
user@♥.ws
user@ａｂｃ.com
user@abc。com
ｕser@abc.com
é@example.com
user@mail.invalid
user@example.onion
user@foo.local
user@1.2.3.4
user@[IPv6:2001:db8::1]
user@com
user@example.com.
user@.example.com
user@exa_mple.com
user@exam ple.com
a@b
mailto:bob@example.com
bob@example.com?subject=x
bob%example.org@relay.com
relay!bob@example.com
bob@example.c
bob@example.123
bob@example.a1
"""
TEXTS = [*_LINES.strip("\n").split("\n"), "e\u0301@example.com", "\u00e9@example.com"]
