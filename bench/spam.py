"""What is seen in mail that is about no application: `python bench/spam.py [TAR_XZ]`.

TAR_XZ holds one mail a file (else `spamassassin.tar.xz` in SECONDWIND_CORPORA). Counts each kind that is told, by every
method and by folder, before the cheap look and behind it: an import reads what the look gives. Prints no word of any
mail. Without the archive it says "not run" and ends well.
"""

from __future__ import annotations

import argparse
import os
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from secondwind.mail.look import WINDOW, ready_look
from secondwind.mail.parse import parse_message
from secondwind.reading.methods import CURRENT, METHODS
from secondwind.reading.reading import Kind

QUIET = frozenset({Kind.NOT_JOB, Kind.UNSURE})


def mails(archive: Path) -> Iterator[tuple[str, bytes]]:
    """Each file's folder and bytes."""
    with tarfile.open(archive) as bundle:
        for member in bundle:
            if member.isfile() and (content := bundle.extractfile(member)):
                yield Path(member.name).parent.name, content.read()


def count(archive: Path) -> tuple[int, int, dict[str, Counter[str]]]:
    """How many mails there are, how many the look gives, and by method each kind; " behind the look" beside it."""
    seen = given = 0
    kinds: dict[str, Counter[str]] = {name: Counter() for name in METHODS}
    for folder, raw in mails(archive):
        seen += 1
        is_given = ready_look().is_worth_reading(raw[:WINDOW])
        given += is_given
        message = parse_message(raw)
        for name, read in METHODS.items():
            kind = read(message).kind
            kinds[name][kind] += 1
            kinds[name][f"{kind} behind the look"] += is_given
            if kind not in QUIET:
                kinds[name][f"{kind} in {folder}"] += 1
    return seen, given, kinds


def default_archive() -> Path | None:
    corpora = os.environ.get("SECONDWIND_CORPORA")
    return Path(corpora) / "spamassassin.tar.xz" if corpora else None


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("archive", nargs="?", type=Path, default=default_archive())
    given = ask.parse_args()
    if given.archive is None or not given.archive.is_file():
        print("false alarms: not run (give an archive or set SECONDWIND_CORPORA)")
        return 0
    seen, worth, kinds = count(given.archive)
    print(f"{seen:,} mails about no application; the look gives {worth:,} of them to be read")
    for name, counts in kinds.items():
        print(f"\n{name}{', the method in force' if name == CURRENT else ''}")
        for kind in Kind:
            folders = [
                (each.rpartition(" ")[2], n) for each, n in counts.items() if each.startswith(f"{kind} in ")
            ]
            where = ", ".join(f"{folder} {n}" for folder, n in sorted(folders))
            print(
                f"{counts[kind]:>6}  {kind:<22} behind the look {counts[f'{kind} behind the look']:>5}  {where}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
