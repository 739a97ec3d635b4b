"""The peers that sending is measured beside: nodemailer's pool, mailmerge, SendGrid's own package.

Each is installed into a scratch folder by npm or pip when the benchmark runs, and sends as its own
documentation shows: a personalised text and HTML of about 5 KB to each. None keeps a record on the
disk, compares anything, or knows after a crash who has it. Each prints the seconds from the first
message to the last answer, without its start, and those that it computed in that time.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from composer.model.recipient import Recipient

NODEMAILER = "nodemailer@7"
PACKAGES = ("mailmerge", "sendgrid")
TEXT = "Dear {{first_name}} {{last_name}},\n\nthe account {{account}} holds {{balance}} EUR.\n\n"
FILLING = (
    "From next month the index weights follow the new free float rules. The change was announced "
    "in spring and published with the calculation of three example portfolios.\n\n"
)
TIMES = 10

NODE = """
const nodemailer = require('nodemailer'), fs = require('fs');
const [port, connections, file] = process.argv.slice(2);
const people = JSON.parse(fs.readFileSync(file)), text = TEXT;
const html = '<html><body><p>' + text.replace(/\\n\\n/g, '</p><p>') + '</p></body></html>';
const fill = (t, p) => t.replace(/{{(\\w+)}}/g, (_m, name) => p[name]);
const pool = nodemailer.createTransport({host: '127.0.0.1', port: +port, secure: false,
  ignoreTLS: true, pool: true, maxConnections: +connections, maxMessages: Infinity});
async function main() {
  const began = process.hrtime.bigint(), used = process.cpuUsage();
  let next = 0;
  async function worker() {
    while (next < people.length) {
      const p = people[next++];
      await pool.sendMail({from: 'Example <notices@example.com>', to: p.email,
        subject: fill('{{first_name}}, your statement', p), text: fill(text, p), html: fill(html, p)});
    }
  }
  await Promise.all(Array.from({length: 2 * connections}, worker));
  const took = process.cpuUsage(used);
  console.log(Number(process.hrtime.bigint() - began) / 1e9, (took.user + took.system) / 1e6);
  pool.close();
}
main();
"""

SDK = """
import json, sys, time
from sendgrid import SendGridAPIClient
from sendgrid.helpers.mail import Mail
port, file = sys.argv[1:]
people, text = json.load(open(file)), TEXT
html = '<html><body><p>' + text.replace('\\n\\n', '</p><p>') + '</p></body></html>'
def fill(words, person):
    for name, value in person.items():
        words = words.replace('{{' + name + '}}', value)
    return words
client = SendGridAPIClient('SG.x', host=f'http://127.0.0.1:{port}')
began, computed = time.perf_counter(), time.process_time()
for person in people:
    message = Mail(from_email='notices@example.com', to_emails=person['email'],
        subject=fill('{{first_name}}, your statement', person),
        plain_text_content=fill(text, person), html_content=fill(html, person))
    assert client.send(message).status_code == 202
print(time.perf_counter() - began, time.process_time() - computed)
"""

MERGE = """
import sys, time
from mailmerge.__main__ import main
began, computed = time.perf_counter(), time.process_time()
try:
    main(['--no-dry-run', '--no-limit'], standalone_mode=False)
finally:
    print(time.perf_counter() - began, time.process_time() - computed, file=sys.stderr)
"""


@dataclass(frozen=True, kw_only=True)
class Took:
    """What a whole send took: seconds, and those computed by each process that took part."""

    seconds: float
    computed_s: Mapping[str, float]


@dataclass(frozen=True)
class Peers:
    """Installed peers; each call sends to everybody once."""

    folder: Path
    python: Path

    def nodemailer(self, port: int, *, connections: int) -> Took:
        """Let nodemailer's pool send."""
        return _took(
            ["node", "peer.js", str(port), str(connections), "people.json"], cwd=self.folder
        )

    def sdk(self, port: int) -> Took:
        """Let the loop of SendGrid's package send."""
        return _took([str(self.python), "peer.py", str(port), "people.json"], cwd=self.folder)

    def mailmerge(self, port: int) -> Took:
        """Let mailmerge send."""
        config = f"[smtp_server]\nhost = 127.0.0.1\nport = {port}\nsecurity = Never\n"
        (self.folder / "mailmerge_server.conf").write_text(config, encoding="utf-8")
        return _took([str(self.python), "merge.py"], cwd=self.folder)


def install_peers(folder: Path, people: Sequence[Recipient]) -> Peers:
    """Install the peers and write down whom they send to."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is needed for nodemailer")
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel", "error"]
    subprocess.run([npm, "install", *quiet, NODEMAILER], cwd=folder, check=True)
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    python = folder / "venv" / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *PACKAGES], check=True)
    text = TEXT + TIMES * FILLING
    for name, script in (("peer.js", NODE), ("peer.py", SDK), ("merge.py", MERGE)):
        (folder / name).write_text(script.replace("TEXT", json.dumps(text)), encoding="utf-8")
    rows = [dict(person.fields) for person in people]
    (folder / "people.json").write_text(json.dumps(rows), encoding="utf-8")
    with (folder / "mailmerge_database.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, rows[0])
        table.writeheader()
        table.writerows(rows)
    head = "TO: {{email}}\nSUBJECT: {{first_name}}, your statement\nFROM: notices@example.com\n"
    multi = 'Content-Type: multipart/alternative; boundary="x"\n\n'
    html = f"<html><body><p>{text.replace(chr(10) * 2, '</p><p>')}</p></body></html>"
    parts = (
        f"--x\nContent-Type: text/plain\n\n{text}\n--x\nContent-Type: text/html\n\n{html}\n--x--\n"
    )
    (folder / "mailmerge_template.txt").write_text(head + multi + parts, encoding="utf-8")
    return Peers(folder=folder, python=python)


def _took(command: list[str], *, cwd: Path) -> Took:
    done = subprocess.run(command, cwd=cwd, check=False, capture_output=True, text=True)
    said = (done.stderr if "merge.py" in command else done.stdout).strip().splitlines()
    if done.returncode or not said:
        raise SystemExit(f"{command[1]} failed:\n{done.stderr[-2000:]}")
    seconds, computed_s = map(float, said[-1].split())
    return Took(seconds=seconds, computed_s={"its process": computed_s})
