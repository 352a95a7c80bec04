"""How fast mail is scanned and read: `python bench/scan.py [--cache FOLDER] [--messages N] [--megabytes N] [--write]`.

One run on one generated corpus (`bench/corpus.py`, 50,000 mails and 1.6 GB unless told otherwise): scan and read of an
mbox and of a Maildir, with one and two processes, beside `cat`, beside a plain open-and-read of the files' first
16 KB, and beside notmuch, mu and mairix where they are installed. Medians of alternating runs, each in a fresh process.
`--write` writes the end of docs/bench.md, below its heading for it; a run with fewer mails is not worth writing.
"""

from __future__ import annotations

import argparse
import json
import os
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

from secondwind.mail.look import WINDOW, ready_look
from secondwind.mail.message import Message
from secondwind.mail.sieve import Sieve
from secondwind.mail.sources.registry import open_sources
from secondwind.reading.read import read
from secondwind.reading.reading import Reading

HOME = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HOME / "bench"), str(HOME / "tests")]

from corpus import make  # noqa: E402
from written import FORMS, written  # noqa: E402

RUNS, SLOW_RUNS = 5, 1
DOCS = HOME / "docs" / "bench.md"
LATEST = "## The latest run\n"
"""The heading in DOCS below which a run is written."""
PLAIN = """
import os, sys
for name in os.listdir(sys.argv[1]):
    file = os.open(sys.argv[1] + "/" + name, os.O_RDONLY)
    os.read(file, 16384)
    os.close(file)
"""


@dataclass
class Row:
    """One thing measured: `seconds` of each run and `cpu` of all its processes, start and end of them included;
    `memory` the most anonymous bytes of them together."""

    name: str
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    memory: int = 0
    told: dict[str, float] = field(default_factory=dict)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds) if self.seconds else 0.0


# ---- one measurement, in a process of its own


def scan_once(path: str, processes: int) -> dict[str, float]:
    """Scan and read, the way an import does it, without a record. Seconds, from before the first look is made."""
    read_before, began = _bytes_read(), time.perf_counter()
    sieve = Sieve(open_sources([path]), _timed if processes == 1 else read, processes=processes)
    given = _through(sieve)
    first, read_first = time.perf_counter() - began, _bytes_read() - read_before
    began = time.perf_counter()
    again = Sieve(open_sources([path]), read, marks=sieve.new_marks(), processes=processes)
    given_again = _through(again)
    return {
        "seconds": first, "reading": sum(_reading), "seen": sieve.seen, "given": given, "passed": sieve.passed,
        "bytes": read_first,
        "again_seconds": time.perf_counter() - began, "again_bytes": _bytes_read() - read_before - read_first,
        "again_given": given_again,
    }  # fmt: skip


_reading: list[float] = []


def _timed(message: Message) -> Reading:
    began = time.perf_counter()
    belief = read(message)
    _reading.append(time.perf_counter() - began)
    return belief


def _through(sieve: Sieve[Reading]) -> int:
    given = 0
    for item, belief, _ in sieve:
        given += 1
        if belief is not None and belief.kind not in ("not_job", "unsure"):
            sieve.follow(item)
    return given


def import_twice(path: str) -> dict[str, float]:
    """The import itself, into a fresh record, and once more."""
    with tempfile.TemporaryDirectory() as data:
        os.environ.update(SECONDWIND_DATA=data, DJANGO_SETTINGS_MODULE="secondwind.site.settings")
        from secondwind.cli.house import open_house, this_zone  # noqa: PLC0415  after the settings are there

        open_house()
        from secondwind.accounts.access import local_person  # noqa: PLC0415  after the settings are there
        from secondwind.actions.read_mail import begin_import, run_import  # noqa: PLC0415  after the settings are there
        from secondwind.tools.registry import built  # noqa: PLC0415  after the settings are there

        person, now, told = local_person(this_zone()), datetime.now(UTC), {}
        for name in ("", "again_"):
            read_before, began = _bytes_read(), time.perf_counter()
            done = run_import(begin_import(person, [path], look_first=False, now=now), built=built(), now=now)
            told[f"{name}seconds"] = time.perf_counter() - began
            told[f"{name}bytes"] = _bytes_read() - read_before
            told[f"{name}stored"] = done.counts["stored"]
    return told


def _bytes_read() -> int:
    """Bytes this process and its finished children asked the system for. 0 where it does not tell."""
    try:
        words = Path("/proc/self/io").read_text(encoding="ascii").split()
    except OSError:
        return 0
    return int(words[1])


# ---- measuring a process from outside


def measured(command: list[str], row: Row, env: dict[str, str] | None = None, *, quiet: bool = False) -> None:
    """Run it, add its seconds (its own, where it prints them as JSON) and see how much memory it takes meanwhile."""
    out = subprocess.DEVNULL if quiet else subprocess.PIPE
    began, spent = time.perf_counter(), _spent()
    with subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, env=env) as running:
        while running.poll() is None:
            row.memory = max(row.memory, sum(map(_anonymous, _family(running.pid))))
            time.sleep(0.005)
        seconds = time.perf_counter() - began
        said = running.stdout.read().decode() if running.stdout else ""
    if running.returncode:
        raise SystemExit(f"{command} ended with {running.returncode}")
    if said.startswith("{"):
        row.told = json.loads(said)
        seconds = row.told["seconds"]
    row.seconds.append(seconds)
    row.cpu.append(_spent() - spent)


def _spent() -> float:
    """Seconds of processor time of all finished children."""
    now = os.times()
    return now.children_user + now.children_system


def _family(process: int) -> Iterator[int]:
    yield process
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _anonymous(process: int) -> int:
    """Anonymous bytes a process holds; a page that several share is divided among them."""
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss_Anon:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


# ---- what is measured


def rows_of(corpus: Path, slow: bool) -> list[tuple[Row, int, Callable[[Row], None]]]:
    """What is measured, how often it is run at most, and how."""
    mbox, maildir, me = str(corpus / "all.mbox"), str(corpus / "Maildir"), [sys.executable, __file__]
    every: list[tuple[Row, int, Callable[[Row], None]]] = [
        (Row("cat"), RUNS, lambda row: measured(["cat", mbox], row, quiet=True)),
        (
            Row("open and read 16 KB"),
            RUNS,
            lambda row: measured([sys.executable, "-c", PLAIN, f"{maildir}/cur"], row),
        ),
    ]
    for name, path in (("mbox", mbox), ("Maildir", maildir)):
        for processes in (1, 2):
            command = [*me, "--one", path, "--processes", str(processes)]
            every.append(
                (Row(f"{name}, {processes}"), RUNS, lambda row, command=command: measured(command, row))
            )
    every.append((Row("import"), SLOW_RUNS, lambda row: measured([*me, "--import", mbox], row)))
    for name, run in INDEXERS.items() if slow else ():
        if shutil.which(name):
            every.append((Row(name), SLOW_RUNS, lambda row, run=run: run(maildir, row)))
    return every


def warm(corpus: Path) -> None:
    """Both forms of the corpus read once, unmeasured: none is to wait for the disk where the next does not."""
    subprocess.run(["cat", str(corpus / "all.mbox")], stdout=subprocess.DEVNULL, check=True)
    subprocess.run([sys.executable, "-c", PLAIN, str(corpus / "Maildir" / "cur")], check=True)


def notmuch(maildir: str, row: Row) -> None:
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config"
        config.write_text(
            f"[database]\npath={folder}/db\nmail_root={maildir}\n[user]\nname=Sam\nprimary_email=sam@okafor.example\n"
            "[new]\ntags=new\n[maildir]\nsynchronize_flags=false\n"
        )
        (Path(folder) / "db").mkdir()
        measured(["notmuch", f"--config={config}", "new", "--quiet"], row, {**os.environ, "HOME": folder})


def mu(maildir: str, row: Row) -> None:
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "HOME": folder, "XDG_CACHE_HOME": folder}
        subprocess.run(["mu", "init", "--maildir", maildir], env=env, check=True, capture_output=True)
        measured(["mu", "index", "--quiet"], row, env)


def mairix(maildir: str, row: Row) -> None:
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "rc"
        base, name = os.path.split(maildir)
        config.write_text(
            f"base={base}\nmaildir={name}\nmfolder={folder}/found\nmformat=maildir\ndatabase={folder}/db\n"
        )
        measured(["mairix", "-f", str(config)], row, {**os.environ, "HOME": folder})


INDEXERS: dict[str, Callable[[str, Row], None]] = {"notmuch": notmuch, "mu": mu, "mairix": mairix}


# ---- saying it


def table(rows: dict[str, Row]) -> list[str]:
    lines = [
        "| what | median s | all runs | processor s | times `cat` | anonymous MB |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows.values():
        runs = " ".join(f"{each:.2f}" for each in row.seconds)
        lines.append(
            f"| {row.name} | {row.median:.2f} | {runs} | {statistics.median(row.cpu):.2f} "
            f"| {row.median / rows['cat'].median:.1f} | {row.memory / 2**20:.0f} |"
        )
    return lines


def goals(rows: dict[str, Row], size: int) -> list[str]:
    """Each goal with what was measured, met or not."""
    lines = ["| goal | measured | |", "|---|---|---|"]

    def add(goal: str, value: float, limit: float, *, at_least: bool = False) -> None:
        met = value >= limit if at_least else value <= limit
        lines.append(f"| {goal} | {value:.3g} | {'met' if met else 'not met'} |")

    for processes in (1, 2):
        box, folder = rows[f"mbox, {processes}"], rows[f"Maildir, {processes}"]
        add(f"mbox, {processes}: times `cat`, 8 at most", box.median / rows["cat"].median, 8)
        add(
            f"Maildir, {processes}: times open-and-read, 4 at most",
            folder.median / rows["open and read 16 KB"].median,
            4,
        )
        add(f"mbox, {processes}: anonymous MB, under 80", box.memory / 2**20, 80)
        add(f"Maildir, {processes}: anonymous MB, under 80", folder.memory / 2**20, 80)
        if "notmuch" in rows:
            faster = rows["notmuch"].median / box.median
            add(f"mbox, {processes}: times faster than notmuch, 60 at least", faster, 60, at_least=True)
    for name in ("mbox, 1", "Maildir, 1", "import"):
        told = rows[name].told
        if name != "import":  # which reads its own record as well
            add(f"{name}, once more: share of the bytes, under 0.02", told["again_bytes"] / size, 0.02)
        add(
            f"{name}, once more: share of the time, under 1/3", told["again_seconds"] / told["seconds"], 1 / 3
        )
    return lines


def report(made: dict[str, int], rows: dict[str, Row]) -> str:
    looked = rows["mbox, 1"].told
    return "\n".join(
        [
            f"{made['messages']:,} mails, {made['bytes'] / 1e9:.2f} GB, median {made['median']:,} bytes, "
            f"{made['about_jobs']:,} about a search for work, {made['encoded']:,} base64 or quoted-printable.",
            f"Looked at: {looked['seen']:,.0f}, read: {looked['given']:,.0f}, passed over: {looked['passed']:,.0f}. "
            f"Of the mbox's seconds with one process the reader took {looked['reading']:.1f}.",
            "", *table(rows), "", *goals(rows, made["bytes"]),
        ]
    )  # fmt: skip


def recall(folder: Path) -> list[str]:
    """How much labelled mail the look misses, written in each form: every row of `*.jsonl` but not_job."""
    rows = [
        json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text().splitlines()
    ]
    jobs = [row for row in rows if row["label"] != "not_job"]
    look, lines = ready_look(), ["| labelled mail written as | missed | of |", "|---|---|---|"]
    for name, form in FORMS.items():
        raws = (
            written(job["from"] or "x@home.invented", job["subject"].replace("\n", " "), job["body"], form)
            for job in jobs
        )
        missed = sum(not look.is_worth_reading(raw[:WINDOW]) for raw in raws)
        lines.append(f"| {name} | {missed} | {len(jobs)} |")
    return lines


def labelled() -> Path | None:
    corpora = os.environ.get("SECONDWIND_CORPORA")
    folder = Path(corpora).parent / "data" / "dev" if corpora else None
    return folder if folder and folder.exists() else None


def write(text: str, given: argparse.Namespace) -> None:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=HOME, capture_output=True, text=True, check=False
    )
    top = (
        f"{LATEST}\n`python bench/scan.py --messages {given.messages} --megabytes {given.megabytes} --write`, "
        f"{datetime.now(UTC):%Y-%m-%d}, commit\n{commit.stdout.strip()}, {os.cpu_count()} cores, "
        f"Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.1f}. Times swing with "
        "what else the machine does: compare them with each\nother, not with another machine's.\n\n"
    )
    kept = DOCS.read_text(encoding="utf-8").partition(LATEST)[0]
    DOCS.write_text(f"{kept}{top}{text}\n", encoding="utf-8")


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "secondwind-bench")
    ask.add_argument("--messages", type=int, default=50_000)
    ask.add_argument("--megabytes", type=int, default=1_600)
    ask.add_argument("--runs", type=int, default=RUNS)
    ask.add_argument("--no-indexers", action="store_true")
    ask.add_argument("--write", action="store_true", help="write the run into docs/bench.md")
    ask.add_argument("--one", help=argparse.SUPPRESS)
    ask.add_argument("--processes", type=int, default=1, help=argparse.SUPPRESS)
    ask.add_argument("--import", dest="imported", help=argparse.SUPPRESS)
    given = ask.parse_args()
    if given.one or given.imported:
        print(
            json.dumps(scan_once(given.one, given.processes) if given.one else import_twice(given.imported))
        )
        return 0
    made = make(given.cache, given.messages, given.megabytes)
    every = rows_of(given.cache, not given.no_indexers)
    for number in range(given.runs):
        for row, runs, run in every:
            if number < runs:
                print(f"\r{row.name:<30}", end="", file=sys.stderr, flush=True)
                warm(given.cache)
                run(row)
    text = report(made, {row.name: row for row, _, _ in every})
    text += "\n\n" + (
        "\n".join(recall(folder)) if (folder := labelled()) else "Recall on labelled mail: not run."
    )
    print(text)
    if given.write:
        write(text, given)
    return 0


if __name__ == "__main__":
    sys.exit(main())
