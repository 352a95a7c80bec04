"""Mail that a machine makes up, led by what it has not reached yet: `python bench/fuzz.py [--minutes N] [--runs N]`.

Each made-up mail goes through the cheap look, the parser and every method of reading. What is looked for: an
exception, a quote that does not stand in the mail, more text than is promised, a mail that takes longer than five
seconds. It begins at the invented mails of tests/corpus and at one in every form that mail is written in. What broke
something is left in --keep, and given as a file it is tried again: `python bench/fuzz.py --again FILE`.

Without atheris, which is not made for every machine, it says "not run" and ends well.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

try:
    import atheris
except ImportError:
    atheris = None

HOME = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HOME), str(HOME / "tests")]

LONGEST = 20_000
"""Bytes of a made-up mail. Longer ones are for tests/reading/test_bounds.py."""
PATIENCE = 5
"""Seconds one mail may take, with all that counts which line was reached."""

if atheris:
    with atheris.instrument_imports(include=["secondwind"]):
        from secondwind.mail.look import WINDOW, ready_look
        from secondwind.mail.parse import parse_message
        from secondwind.mail.sieve import thread_marks
        from secondwind.reading.methods import METHODS
    from mail.test_fuzz import held
    from written import FORMS, written


def try_one(raw: bytes) -> None:
    """All that is done with a mail, and what is promised of it."""
    beginning = raw[:WINDOW]
    ready_look().is_worth_reading(beginning)
    thread_marks(beginning, with_domain=True)
    message = parse_message(raw)
    for read in METHODS.values():
        held(message, read(message))


def plant(folder: Path) -> None:
    """Mails to begin at, and nothing an earlier run has added: the same seed makes the same mails."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in (HOME / "tests" / "corpus").glob("*.eml"):
        (folder / path.stem).write_bytes(path.read_bytes())
    text = "Danke für Ihre Bewerbung. Leider haben wir uns für eine andere Person entschieden: “Señor” Łoś, 10:00."
    for number, form in enumerate(FORMS.values()):
        (folder / f"form{number}").write_bytes(written("Ann <a@b.example>", "Ihre Bewerbung", text, form))


def words_to_use(path: Path) -> None:
    """Pieces of mail that chance alone would take long to find, in the form libFuzzer reads."""
    words = [
        "Content-Type: multipart/mixed; boundary=q", "--q", "Content-Type: text/html; charset=utf-16", "base64",
        "quoted-printable", "=?utf-8?b?", "?=", "text/calendar", "BEGIN:VCALENDAR", "BEGIN:VEVENT", "DTSTART;TZID=",
        "message/rfc822", "From ", "> ", "On Mon wrote:", "-----Original Message-----", "<table><tr><td>",
        "style='display:none'", "Unfortunately", "Leider", "interview on Tuesday 3 March at 10:00", "https://",
        "Date: Mon, 2 Mar 2026 10:00:00 +0000", "References: <a@b>", "Reply-To:", "List-Id: <a>", "\\xc3\\xa9", "\\x00",
    ]  # fmt: skip
    path.write_text("".join(f'"{word}"\n' for word in words), encoding="utf-8")


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--minutes", type=float, default=20)
    ask.add_argument("--runs", type=int, default=-1, help="at most so many mails, whatever the minutes")
    ask.add_argument("--seed", type=int, default=0, help="0: another each time")
    ask.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "secondwind-fuzz")
    ask.add_argument("--again", type=Path, help="a mail that broke something")
    given = ask.parse_args()
    if atheris is None:
        print("fuzz: not run (atheris is not made for this machine)")
        return 0
    if given.again:
        try_one(given.again.read_bytes())
        return 0
    began = given.keep / "began"
    plant(began)
    words_to_use(given.keep / "words")
    options = {
        "max_total_time": int(given.minutes * 60), "runs": given.runs, "seed": given.seed, "max_len": LONGEST,
        "len_control": 10, "timeout": PATIENCE, "rss_limit_mb": 2048, "print_final_stats": 1,
        "artifact_prefix": f"{given.keep}/", "dict": given.keep / "words",
    }  # fmt: skip
    atheris.Setup(
        [sys.argv[0], *(f"-{name}={value}" for name, value in options.items()), str(began)], try_one
    )
    atheris.Fuzz()  # which ends the program itself, with the outcome as its exit
    return 0


if __name__ == "__main__":
    sys.exit(main())
