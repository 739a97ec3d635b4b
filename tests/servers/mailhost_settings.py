"""The configuration of the mail host: Postfix takes mail, Dovecot files it, one Maildir an address.

Nothing can leave: only the listed domains are accepted, and every other route is an error. Answers
can be ordered by address: a local part `reject-NNN…` gets that code at RCPT, an envelope sender
`data-NNN…` gets it at DATA.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

MAIN_CF = """\
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
maillog_file = {folder}/log/postfix.log
maillog_file_prefixes = {folder}/log
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtp_bind_address = 127.0.0.1
myhostname = mx.seed.test
myorigin = seed.test
mydestination =
mynetworks = 127.0.0.0/8
relayhost =
default_transport = error:5.7.1 outbound mail is off on this test host
relay_transport = error:5.7.1 outbound mail is off on this test host
local_transport = error:no local mail
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
virtual_mailbox_domains = {domains}
virtual_mailbox_maps = static:ok
alias_maps =
smtpd_recipient_restrictions = check_recipient_access regexp:{folder}/etc/postfix/rcpt, permit_mynetworks, reject
smtpd_relay_restrictions = reject_unauth_destination
smtpd_data_restrictions = check_sender_access regexp:{folder}/etc/postfix/sender
smtputf8_enable = yes
smtpd_forbid_bare_newline = yes
# the default exempts every loopback client, which is every client here
smtpd_forbid_bare_newline_exclusions =
# Dovecot's LMTP knows no SMTPUTF8: addresses with non-ASCII local parts land in utf8@seed.test
transport_maps = regexp:{folder}/etc/postfix/transport
utf8lda_destination_recipient_limit = 1
smtpd_tls_cert_file = {folder}/tls/cert.pem
smtpd_tls_key_file = {folder}/tls/key.pem
smtpd_tls_security_level = may
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{auth}
smtpd_client_connection_rate_limit = 0
smtpd_client_event_limit_exceptions = static:all
smtpd_peername_lookup = no
disable_dns_lookups = yes
in_flow_delay = 0
smtpd_error_sleep_time = 0
maximal_queue_lifetime = 1h
bounce_queue_lifetime = 1h
minimal_backoff_time = 5s
maximal_backoff_time = 30s
queue_run_delay = 5s
"""

MASTER_CF = """\
127.0.0.1:{smtp} inet n - n - - smtpd
127.0.0.1:{smtp_without_utf8} inet n - n - - smtpd
  -o smtputf8_enable=no
  -o smtpd_discard_ehlo_keywords=smtputf8,8bitmime
127.0.0.1:{submission} inet n - n - - smtpd
  -o syslog_name=postfix/submission
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_tls_auth_only=yes
  -o smtpd_recipient_restrictions=check_recipient_access,regexp:{folder}/etc/postfix/rcpt,permit_sasl_authenticated,reject
127.0.0.1:{smtps} inet n - n - - smtpd
  -o syslog_name=postfix/smtps
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_recipient_restrictions=check_recipient_access,regexp:{folder}/etc/postfix/rcpt,permit_sasl_authenticated,reject
127.0.0.1:{small} inet n - n - - smtpd
  -o message_size_limit=20000
  -o smtpd_recipient_limit=3
  -o smtpd_soft_error_limit=1
  -o smtpd_hard_error_limit=2
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
utf8lda unix - n n - - pipe
  flags=DRu user=mail argv=/usr/lib/dovecot/dovecot-lda -c {folder}/etc/dovecot/dovecot.conf -d utf8@seed.test
postlog unix-dgram n - n - 1 postlogd
"""

RCPT_ANSWERS = """\
/^reject-421/ 421 4.3.2 fixture: closing transmission channel
/^reject-450/ 450 4.2.1 fixture: mailbox busy
/^reject-451/ 451 4.7.1 fixture: greylisted, try later
/^reject-452/ 452 4.2.2 fixture: out of storage
/^reject-550/ 550 5.1.1 fixture: no such user
/^reject-551/ 551 5.1.6 fixture: user moved
/^reject-552/ 552 5.2.2 fixture: mailbox full
/^reject-553/ 553 5.1.3 fixture: bad address syntax
/^reject-554/ 554 5.7.1 fixture: policy
"""

DATA_ANSWERS = """\
/^data-421/ 421 4.3.2 fixture: drop at DATA
/^data-451/ 451 4.3.0 fixture: temporary failure at DATA
/^data-554/ 554 5.7.1 fixture: refused at DATA
"""

# One password opens every address's mailbox; the bytes stay as they came, below trace headers.
DOVECOT_CONF = """\
base_dir = {folder}/run
protocols = imap lmtp
listen = 127.0.0.1
log_path = {folder}/log/dovecot.log
ssl = yes
ssl_cert = <{folder}/tls/cert.pem
ssl_key = <{folder}/tls/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home={folder}/mail/%Ld/%Ln allow_all_users=yes
}}
mail_location = maildir:~/Maildir
mail_fsync = never
first_valid_uid = 1
auth_username_chars =
auth_username_format = %u
recipient_delimiter =
lmtp_save_to_detail_mailbox = no
lda_mailbox_autocreate = yes
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
service imap-login {{
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
service auth {{
  unix_listener auth-userdb {{
    mode = 0666
  }}
  inet_listener sasl {{
    address = 127.0.0.1
    port = {auth}
  }}
}}
"""


def write_settings(folder: Path, values: Mapping[str, str | int]) -> None:
    """Write every configuration file below `folder`/etc."""
    postfix, dovecot = folder / "etc" / "postfix", folder / "etc" / "dovecot"
    places = dict(values, folder=str(folder))
    texts = {
        postfix / "main.cf": MAIN_CF.format(**places),
        postfix / "master.cf": MASTER_CF.format(**places),
        postfix / "rcpt": RCPT_ANSWERS,
        postfix / "sender": DATA_ANSWERS,
        postfix / "transport": "/[^ -~]/ utf8lda:\n",
        dovecot / "dovecot.conf": DOVECOT_CONF.format(**places),
    }
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="ascii")
