"""What holds whatever the mail: its place does not matter, a second reading changes nothing, scan and import agree."""

from __future__ import annotations

import json
import os
import random
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from functools import cache, partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.house import environment, run
from secondwind.actions import read_mail
from secondwind.cli import mail as commands
from secondwind.mail.message import Message
from secondwind.mail.parse import parse_message
from secondwind.reading.methods import METHODS
from secondwind.reading.reading import Reading
from written import FORMS, Form, written

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "search"
TESTS = Path(__file__).resolve().parents[1]
CORPUS = [path.read_bytes().replace(b"\r\n", b"\n") for path in sorted((TESTS / "corpus").glob("*.eml"))]
FROM_LINE = b"From someone@invented.example Mon Nov 16 10:00:00 2026\n"
CALM = (
    "The parcel left the depot this morning and arrives tomorrow. Here is the recipe for the plum tart. The train was "
    "late, so we took the bus along the coast. "
)


def a_letter(number: int, answers: str = "") -> bytes:
    """A long private mail without a word of work: the cheap look passes it over."""
    day = f"Tue, {number % 27 + 1} Jan 2026 08:00:{number % 60:02} +0000"
    fields = [("Message-ID", f"<letter{number}@lane.example>"), ("Date", day)]
    fields += [("In-Reply-To", f"<{answers}>")] if answers else []
    form = list(FORMS.values())[number % 6]
    return written("Pat <pat@lane.example>", f"Tart {number}", CALM * 15, form, fields=tuple(fields))


def a_nod(number: int) -> bytes:
    """A mail of a house that hires, long and without a word of work: found by the mail beside it alone."""
    fields = (
        ("Message-ID", f"<nod{number}@brightwater.example>"),
        ("Date", "Mon, 9 Mar 2026 10:00:00 +0000"),
    )
    return written("Lena <lena.voss@brightwater.example>", "The coast", CALM * 15, Form(), fields=fields)


MAILBOX = [
    *CORPUS,
    *(a_letter(number) for number in range(30)),
    *(a_letter(100 + number, answers="interview_invitation@corpus.example") for number in range(3)),
    a_nod(1),
]


def write(path: Path, mails: Sequence[bytes]) -> Path:
    quoted = (re.sub(rb"(?m)^(>*From )", rb">\1", raw) for raw in mails)
    path.write_bytes(
        b"".join(FROM_LINE + raw + (b"\n" if raw.endswith(b"\n") else b"\n\n") for raw in quoted)
    )
    return path


def shuffled(seed: int) -> list[bytes]:
    mails = list(MAILBOX)
    random.Random(seed).shuffle(mails)
    return mails


# ---- one mail


@settings(max_examples=3)
@given(st.permutations(range(len(CORPUS))))
@pytest.mark.parametrize("method", METHODS)
def test_a_reading_does_not_depend_on_what_was_read_before(method: str, order: list[int]) -> None:
    """In any order, and read twice over, each mail is read the same by each method."""
    wanted = alone(method)
    mails = [parse_message(CORPUS[number]) for number in order]
    assert [METHODS[method](mail) for mail in mails] == [wanted[number] for number in order]


@cache
def alone(method: str) -> list[Reading]:
    """Each mail of the corpus read in a fresh parse, in their order, once for all tests."""
    return [METHODS[method](parse_message(raw)) for raw in CORPUS]


@pytest.mark.parametrize("raw", CORPUS[::7])
def test_a_mail_read_again_says_the_same(raw: bytes) -> None:
    """From the same bytes, and from the same message: equal in every field."""
    message: Message = parse_message(raw)
    assert parse_message(raw) == message
    for read in METHODS.values():
        assert read(message) == read(message)


# ---- a mailbox, through the commands


def imported(data: Path, box: Path) -> dict[str, int]:
    """What the import counts by kind."""
    done = run(data, "mail", "import", str(box), "--json")
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout)
    assert counts["problems"] == 0
    return {kind: number for kind, number in counts["readings"].items() if number}


def scanned(folder: Path, box: Path, *words: str) -> dict[str, int]:
    """What the scan counts by kind."""
    done = run(folder / "none", "mail", "scan", str(box), *words)
    assert done.returncode == 0, done.stderr
    return {kind: int(number) for number, kind in re.findall(r"^ *(\d+)  (\w+)$", done.stdout, re.MULTILINE)}


def record(data: Path) -> list[str]:
    """The record as lines that can be compared; what a hash is keyed with is each record's own."""
    script = [sys.executable, str(TESTS / "cli" / "dump_record.py")]
    done = subprocess.run(
        script, env=environment(data), capture_output=True, text=True, check=True, timeout=60
    )
    return re.sub(r"'hashed_id': '\w{64}'", "'hashed_id': …", done.stdout).splitlines()


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int], list[str]]:
    """The mailbox in its own order, read into a record: where that is, what was counted, and the record."""
    folder = tmp_path_factory.mktemp("first")
    counts = imported(folder / "data", write(folder / "all.mbox", MAILBOX))
    return folder, counts, record(folder / "data")


@pytest.mark.parametrize("seed", range(12) if LONG else [1])
def test_the_order_of_mails_makes_no_difference_to_the_record(
    first: tuple[Path, dict[str, int], list[str]], tmp_path: Path, seed: int
) -> None:
    """A shuffled mailbox gives the same counts and the same record, line by line."""
    _, counts, wanted = first
    assert imported(tmp_path / "data", write(tmp_path / "all.mbox", shuffled(seed))) == counts
    assert record(tmp_path / "data") == wanted


def test_reading_again_changes_nothing(first: tuple[Path, dict[str, int], list[str]]) -> None:
    """Neither a second import, nor a reread of all kept mail as if by an earlier method, nor a second reread."""
    folder, _, wanted = first
    data = folder / "data"
    assert imported(data, folder / "all.mbox") == {}
    assert record(data) == wanted
    with closing(sqlite3.connect(data / "secondwind.sqlite3")) as rows:
        rows.execute("UPDATE record_reading SET method = 'v0'")
        rows.commit()
    for read in (r"[1-9]\d*", "0"):
        done = run(data, "mail", "reread")
        assert done.returncode == 0, done.stderr
        assert re.search(rf"^ *{read}  mails read again$", done.stdout, re.MULTILINE)
        assert re.search(r"^ *0  read otherwise now$", done.stdout, re.MULTILINE)
    assert kinds_of(record(data)) == kinds_of(wanted)


def kinds_of(lines: Sequence[str]) -> Counter[str]:
    """The kind of each kept mail and the stage of each application, counted."""
    told = [
        re.findall(r"'(?:kind|stage)': '\w*'", line)
        for line in lines
        if line.startswith(("Message ", "Application "))
    ]
    return Counter(each for line in told for each in line)


@pytest.mark.parametrize("arranged", [lambda: MAILBOX, partial(shuffled, 2)], ids=["in order", "shuffled"])
def test_scan_and_import_agree(
    first: tuple[Path, dict[str, int], list[str]], tmp_path: Path, arranged: partial[list[bytes]]
) -> None:
    """Of mails that stand in the mailbox once, the scan counts of each kind as many as the import."""
    counts = scanned(tmp_path, write(tmp_path / "all.mbox", arranged()))
    assert counts == first[1]
    assert sum(counts.values()) == len(MAILBOX)
    assert counts["not_job"] > 30


def test_the_scan_of_all_mail_counts_what_the_sieve_counts(
    first: tuple[Path, dict[str, int], list[str]], tmp_path: Path
) -> None:
    """Asked for all of it the scan reads every mail; no kind has more of it than when most are passed over."""
    assert scanned(tmp_path, first[0] / "all.mbox", "--all") == first[1]


def test_scan_and_import_follow_the_same_kinds() -> None:
    """The scan's own list of the kinds whose senders are followed is the import's."""
    assert commands.TALKED == read_mail.TALKED
