"""How fast a mailbox on a server is read: `python bench/mailbox.py [--cache FOLDER] [--messages N] [--write]`.

A Dovecot of its own on this machine holds a generated mailbox (`bench/corpus.py`, 20,000 mails unless told otherwise).
In one run: its first reading (beginnings, the cheap look, what is worth reading whole), with and without the reader;
beside it mbsync's full copy, as it comes and without waiting for the disk; a reading when nothing is new, on an open
connection; and what would be lost by looking at less of each mail. Bytes are what the server says it sent. Each first
reading and each copy is a process of its own; the server's index and the files are warm. `--write` writes
docs/bench-mailbox.md.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from secondwind.mail import look as look_room
from secondwind.mail.look import WINDOW, ready_look
from secondwind.mail.message import Message
from secondwind.mail.server.account import Login, Server
from secondwind.mail.server.imap import open_mailbox
from secondwind.mail.server.source import ImapFolder
from secondwind.mail.sieve import Sieve
from secondwind.reading.read import read

HOME = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HOME / "bench"), str(HOME / "tests")]

from scan import labelled  # noqa: E402

from corpus import Writer, make  # noqa: E402
from dovecot import Dovecot, DovecotServer, running_dovecot  # noqa: E402
from written import FORMS, written  # noqa: E402

RUNS = 3
BEGINNINGS = (0, 4_096, 8_192, 12_288, 16_384, WINDOW, sys.maxsize)
"""Bytes of a mail that are looked at: 0 stands for its head alone, the last for all of it."""
_OUT = re.compile(r"imap\(([^)]*)\).* Logged out in=\d+ out=(\d+)")


@dataclass
class Row:
    """One thing measured: the seconds of each run, the processor's in client and server, and the bytes that were sent
    in the last."""

    name: str
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    sent: int = 0
    told: dict[str, float] = field(default_factory=dict)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


# ---- one first reading, in a process of its own


def first_reading(port: int, user: str, secret: str, *, with_reader: bool) -> dict[str, float]:
    """Seconds from before the connection, and from before the first pattern is compiled, to the end."""
    began = time.perf_counter()
    with open_mailbox(Server("127.0.0.1", port, "plain"), Login(user, secret)) as connection:
        source = ImapFolder(connection, "INBOX")
        sieve = Sieve([source], read if with_reader else _nothing)
        given = sum(1 for _ in sieve)
        seconds = time.perf_counter() - began
        again = []
        for _ in range(5):
            began = time.perf_counter()
            sum(1 for _ in Sieve([ImapFolder(connection, "INBOX")], _nothing, marks=sieve.new_marks()))
            again.append(time.perf_counter() - began)
    return {"seconds": seconds, "seen": sieve.seen, "given": given, "again": statistics.median(again)}


def _nothing(_: Message) -> None:
    return None


def run_first(box: Dovecot, row: Row, *, with_reader: bool) -> None:
    asked = {"port": box.server.port, "user": box.user, "secret": box.login.secret, "reader": with_reader}
    done = subprocess.run(
        [sys.executable, __file__, "--one"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    row.told = json.loads(done.stdout)
    row.seconds.append(row.told["seconds"])
    row.sent = sent_last(box)


# ---- beside it


def run_mbsync(box: Dovecot, row: Row, *, waits_for_disk: bool) -> None:
    """mbsync's copy of the whole folder into an empty one."""
    with tempfile.TemporaryDirectory(prefix="secondwind-mbsync-") as name:
        folder = Path(name)
        (folder / "mail").mkdir()
        (folder / "rc").write_text(
            f"FSync {'yes' if waits_for_disk else 'no'}\n\n"
            f"IMAPStore far\nHost 127.0.0.1\nPort {box.server.port}\nUser {box.user}\nPass {box.login.secret}\n"
            "SSLType None\nAuthMechs LOGIN\n\n"
            f"MaildirStore near\nPath {folder}/mail/\nInbox {folder}/mail/INBOX\n\n"
            "Channel all\nFar :far:\nNear :near:\nPatterns INBOX\nCreate Near\nSync Pull\nSyncState *\n"
        )
        began = time.perf_counter()
        subprocess.run(["mbsync", "-q", "-c", str(folder / "rc"), "all"], check=True, capture_output=True)
        row.seconds.append(time.perf_counter() - began)
        row.sent = sent_last(box)
        row.told["mails"] = sum(1 for _ in folder.glob("mail/INBOX/[cn]*/*"))


def run_search(box: Dovecot, row: Row) -> None:
    """One word looked for by the server in every mail, without an index of words."""
    with open_mailbox(box.server, box.login, timeout=600) as connection:
        connection.examine("INBOX")
        began = time.perf_counter()
        row.told["found"] = len(connection.uids(criteria=("TEXT", "application")))
        row.seconds.append(time.perf_counter() - began)


def spent(server: DovecotServer) -> float:
    """Processor seconds so far of the server's processes and of all children that ended here. 0 of what is not told."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            words = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if words[3] == str(server.session):
                ticks += sum(map(int, words[11:15]))
    own = os.times()
    return ticks / os.sysconf("SC_CLK_TCK") + own.children_user + own.children_system


def sent_last(box: Dovecot) -> int:
    """Bytes the server sent in the connection that ended last, as its log has it."""
    for _ in range(100):
        found = [int(out) for user, out in _OUT.findall(box.on.log.read_text()) if user == box.user]
        if len(found) > _read_before.get(box.user, 0):
            _read_before[box.user] = len(found)
            return found[-1]
        time.sleep(0.05)
    return 0


_read_before: dict[str, int] = {}


def filled(box: Dovecot, corpus: Path) -> None:
    """The corpus in the mailbox, indexed by the server, and every file of it read once."""
    shutil.copytree(corpus / "Maildir" / "cur", box.maildir / "cur", dirs_exist_ok=True)
    box.on._own(box.maildir)
    os.sync()
    with open_mailbox(box.server, box.login, timeout=600) as connection:
        connection.examine("INBOX")
        sum(1 for _ in connection.whole(connection.uids()))
    sent_last(box)


# ---- what is lost by looking at less


def lost(mails: Iterator[tuple[bytes, bool]]) -> dict[int, dict[str, int]]:
    """For each length of beginning: mails about a search for work that are passed over, mails that are worth reading,
    and the bytes of the beginnings; `mails` are as they are on the wire, with whether they are about one."""
    found = {length: {"lost": 0, "jobs": 0, "read": 0, "bytes": 0} for length in BEGINNINGS}
    look = ready_look()
    for raw, is_job in mails:
        for length, row in found.items():
            beginning = raw[: raw.find(b"\r\n\r\n") + 4] if not length else raw[:length]
            # The look takes what is shorter than its window for the whole of a mail.
            look_room.WINDOW = min(length, len(beginning)) if len(beginning) < len(raw) else WINDOW
            is_read = look.is_worth_reading(beginning)
            row["jobs"] += is_job
            row["lost"] += is_job and not is_read
            row["read"] += is_read
            row["bytes"] += len(beginning)
    look_room.WINDOW = WINDOW
    return found


def of_corpus(made: dict[str, int], messages: int) -> Iterator[tuple[bytes, bool]]:
    """The generator's mails once more, with what it knows of each."""
    spare = max(0, made["megabytes"] * 2**20 - made["messages"] * 7_000)
    writer = Writer(made["seed"], int(spare / (made["messages"] * 0.25 * 0.39)))
    for _ in range(messages):
        before = writer.about_jobs
        raw = writer.one()
        yield raw.replace(b"\n", b"\r\n"), writer.about_jobs > before


BULK = (
    ("List-Unsubscribe", "<https://mail.example/u/1>"),
    ("Feedback-ID", "1:mail.example"),
    ("Precedence", "bulk"),
)
"""What portals and applicant systems write into the head of a mail to one person, as shops do."""


def of_labelled(folder: Path, fields: tuple[tuple[str, str], ...] = ()) -> Iterator[tuple[bytes, bool]]:
    """Labelled mail in every form it may be written in, with these fields in its head."""
    rows = [
        json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text().splitlines()
    ]
    for row in rows:
        for form in FORMS.values():
            subject = row["subject"].replace("\n", " ")
            raw = written(row["from"] or "x@home.invented", subject, row["body"], form, fields=fields)
            yield raw.replace(b"\n", b"\r\n"), row["label"] != "not_job"


def table_of_lost(title: str, found: dict[int, dict[str, int]]) -> list[str]:
    lines = [f"| {title} | lost | of | worth reading | MB of beginnings |", "|---|---|---|---|---|"]
    for length, row in found.items():
        name = (
            "head alone"
            if not length
            else "all of it"
            if length == sys.maxsize
            else f"first {length:,} bytes"
        )
        lines.append(
            f"| {name} | {row['lost']} | {row['jobs']} | {row['read']:,} | {row['bytes'] / 1e6:.0f} |"
        )
    return [*lines, ""]


# ---- saying it


def report(made: dict[str, int], rows: dict[str, Row]) -> list[str]:
    first = rows["first reading"]
    lines = [
        f"{made['messages']:,} mails, {made['bytes'] / 1e6:.0f} MB, {made['about_jobs']} about a search for work; "
        f"{first.told['given']:,.0f} were worth reading.",
        "",
        "| what | median s | all runs | processor s, client and server | MB sent |",
        "|---|---|---|---|---|",
    ]
    for row in rows.values():
        runs = " ".join(f"{each:.2f}" for each in row.seconds)
        lines.append(
            f"| {row.name} | {row.median:.2f} | {runs} | {statistics.median(row.cpu):.1f} | {row.sent / 1e6:.0f} |"
        )
    lines += ["", "| goal | measured | |", "|---|---|---|"]
    copy = rows.get("mbsync")
    if copy:
        for name in ("first reading", "first reading, with the reader"):
            for other in (copy, rows["mbsync, not waiting for the disk"]):
                # Each beside the copy of its own round: what the disk takes to be sure swings with the hour.
                pairs = zip(rows[name].seconds, other.seconds, strict=True)
                share = statistics.median(mine / its for mine, its in pairs)
                lines.append(
                    f"| {name}: share of the time of {other.name}, under 1/8 | {share:.3f} | {met(share < 1 / 8)} |"
                )
        lines.append(f"| share of the bytes of mbsync | {first.sent / copy.sent:.2f} | |")
    else:
        lines.append("| beside mbsync | not run: mbsync (isync) is missing | |")
    again = first.told["again"]
    return [
        *lines,
        f"| nothing new, on an open connection: under 0.3 s | {again:.3f} | {met(again < 0.3)} |",
        "",
    ]


def met(is_met: bool) -> str:
    return "met" if is_met else "not met"


def measured(corpus: Path, runs: int) -> dict[str, Row]:
    every: dict[str, tuple[Row, int, Callable[[Dovecot, Row], None]]] = {}

    def add(name: str, times: int, run: Callable[[Dovecot, Row], None]) -> None:
        every[name] = (Row(name), times, run)

    add("first reading", runs, lambda box, row: run_first(box, row, with_reader=False))
    add("first reading, with the reader", runs, lambda box, row: run_first(box, row, with_reader=True))
    if shutil.which("mbsync"):
        add("mbsync", runs, lambda box, row: run_mbsync(box, row, waits_for_disk=True))
        add(
            "mbsync, not waiting for the disk",
            runs,
            lambda box, row: run_mbsync(box, row, waits_for_disk=False),
        )
    add("the server looks for one word in all of it", 1, run_search)
    with running_dovecot() as server:
        box = server.mailbox()
        filled(box, corpus)
        for number in range(runs):
            for row, times, run in every.values():
                if number < times:
                    print(f"{row.name:<45}", end="", file=sys.stderr, flush=True)
                    before = spent(server)
                    run(box, row)
                    row.cpu.append(spent(server) - before)
                    print(f"{row.seconds[-1]:8.2f} s", file=sys.stderr)
    return {name: row for name, (row, _, _) in every.items()}


def write(text: str, given: argparse.Namespace) -> None:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=HOME, capture_output=True, text=True, check=False
    )
    top = (
        "# How fast a mailbox on a server is read\n\n"
        f"`python bench/mailbox.py --messages {given.messages} --write`, {datetime.now(UTC):%Y-%m-%d}, commit "
        f"{commit.stdout.strip()}, {os.cpu_count()} cores, Python {sys.version.split()[0]}, "
        f"load {os.getloadavg()[0]:.1f}, "
        "Dovecot on this machine. Times swing with what else it does: compare them with each other.\n\n"
    )
    (HOME / "docs" / "bench-mailbox.md").write_text(top + text + "\n", encoding="utf-8")


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "secondwind-bench-mailbox")
    ask.add_argument("--messages", type=int, default=20_000)
    ask.add_argument("--runs", type=int, default=RUNS)
    ask.add_argument("--write", action="store_true", help="write docs/bench-mailbox.md")
    ask.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = ask.parse_args()
    if given.one:
        asked = json.load(sys.stdin)
        print(
            json.dumps(
                first_reading(asked["port"], asked["user"], asked["secret"], with_reader=asked["reader"])
            )
        )
        return 0
    if not (shutil.which("dovecot") or Path("/usr/sbin/dovecot").exists()):
        print("A mailbox on a server: not run, as Dovecot is missing (`make debian` installs it).")
        return 0
    made = make(given.cache, given.messages, given.messages * 32 // 1000)
    lines = report(made, measured(given.cache, given.runs))
    lines += table_of_lost(
        "looked at, of the generated mailbox", lost(of_corpus(made, min(given.messages, 20_000)))
    )
    folder = labelled()
    if folder:
        lines += table_of_lost("looked at, of labelled mail in every form", lost(of_labelled(folder)))
        lines += table_of_lost("looked at, of the same sent in bulk", lost(of_labelled(folder, BULK)))
    else:
        lines.append("What is lost of labelled mail: not run.")
    text = "\n".join(lines)
    print(text)
    if given.write:
        write(text, given)
    return 0


if __name__ == "__main__":
    sys.exit(main())
