"""`secondwind mail scan` (stores nothing), `mail import` (stores, prints counts) and `mail reread` (what is kept)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from secondwind import clock
from secondwind.errors import SourceError
from secondwind.mail.message import Message, Problem
from secondwind.mail.read import read_messages
from secondwind.mail.sieve import Sieve
from secondwind.mail.sources.base import MailSource
from secondwind.mail.sources.registry import open_sources
from secondwind.reading.read import read
from secondwind.reading.reading import Kind, Reading
from secondwind.reading.relays import names_an_employer

from .house import copy_the_day, open_house, this_zone

QUIET_KINDS = frozenset({Kind.NOT_JOB, Kind.UNSURE})
TALKED = frozenset(
    {
        Kind.APPLICATION_RECEIVED,
        Kind.REJECTION,
        Kind.INTERVIEW,
        Kind.ASSESSMENT,
        Kind.OFFER,
        Kind.RECRUITER_OUTREACH,
    }
)
"""Kinds whose sender's other mail is read as well: the import's own list, which needs the record to be there."""
paths_argument = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))


@click.group()
def mail() -> None:
    """Read mail, from files (mbox, also gzip, also Gmail Takeout, Maildir, .eml, or folders of them) or a server."""


@mail.command()
@paths_argument
@click.option("--jsonl", is_flag=True, help="One JSON object a line.")
@click.option(
    "--all", "all_", is_flag=True, help="Include mail that is not about the search, and unsure readings."
)
def scan(paths: tuple[Path, ...], jsonl: bool, all_: bool) -> None:
    """Say what each mail in PATHS says. Stores nothing and changes nothing."""
    counts: Counter[str] = Counter()
    sources = open_sources(list(paths))
    for found, belief in _every(sources) if all_ else _sifted(sources, counts):
        if isinstance(found, Problem) or belief is None:
            counts["problem"] += 1
            click.echo(f"{found.place}: {found.sentence}", err=True)
            continue
        counts[belief.kind] += 1
        if belief.kind in QUIET_KINDS and not all_:
            continue
        click.echo(_json_line(found.message_id, belief) if jsonl else _line(found.subject, belief))
    if not jsonl:
        for kind, number in counts.most_common():
            click.echo(f"{number:>7}  {kind}")


def _every(sources: list[MailSource]) -> Iterator[tuple[Any, Reading | None]]:
    """Each mail with what it says, whether it looks like one about the search or not; None for a Problem."""
    for found, _position in read_messages(sources):
        yield found, None if isinstance(found, Problem) else read(found)


def _sifted(sources: list[MailSource], counts: Counter[str]) -> Iterator[tuple[Any, Reading | None]]:
    """Each mail that is worth reading, as an import finds them; the rest is counted as not about the search."""
    sieve = Sieve(sources, read)
    for found, belief, _position in sieve:
        yield found, belief
        if isinstance(found, Message) and belief is not None and belief.kind is not Kind.NOT_JOB:
            talks = belief.kind in TALKED and names_an_employer(found.sender.domain)
            sieve.follow(found, domain=talks)
    if sieve.passed:
        counts[Kind.NOT_JOB] += sieve.passed


def _json_line(message_id: str, belief: Reading) -> str:
    return json.dumps(
        {
            "message_id": message_id,
            "kind": belief.kind.value,
            "confidence": round(belief.confidence, 3),
            "employer": belief.employer,
            "role": belief.role,
            "evidence": list(belief.evidence),
            "method": belief.method,
        },
        ensure_ascii=False,
    )


def _line(subject: str, belief: Reading) -> str:
    quote = f" “{belief.evidence[0]}”" if belief.evidence else ""
    line = f"{belief.kind.value}: {belief.employer or '?'}, {' '.join(subject.split())}{quote}"
    # A mail may hold what a terminal takes for a command.
    return "".join(letter if letter.isprintable() else "�" for letter in line)


@mail.command("import")
@paths_argument
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
def import_(paths: tuple[Path, ...], as_json: bool) -> None:
    """Read PATHS into the record. Running it again, or after it was cut off, changes nothing it has done."""
    open_house()
    copy_the_day()
    from secondwind.accounts.access import local_person
    from secondwind.actions.read_mail import begin_import, run_import, stop_import, unfinished_imports
    from secondwind.tools.registry import built

    person = local_person(this_zone())
    now = clock.now()
    mail_import = begin_import(person, [str(path) for path in paths], look_first=False, now=now)
    for earlier in unfinished_imports(person, but=mail_import):
        click.echo("An earlier import was cut off. It is finished first.", err=True)
        try:
            run_import(earlier, built=built(), now=now)
        except SourceError as trouble:
            stop_import(earlier, trouble)
    with progress_bar(as_json) as progress:
        bar = progress.add_task("Reading", total=None)

        def report(current: Any) -> None:
            progress.update(bar, total=current.total_bytes or None, completed=current.read_bytes)
            if current.state == "matching":
                progress.update(bar, description="Matching")

        mail_import = run_import(mail_import, built=built(), now=now, report=report)
    counts = {
        name: value for name, value in mail_import.counts.items() if name not in {"method", "own_address"}
    }
    if as_json:
        click.echo(json.dumps(counts, ensure_ascii=False))
        return
    _say(counts, mail_import)


@mail.command()
def reread() -> None:
    """Read kept mail again with the method in force. What you set right is left alone; a second run changes nothing."""
    open_house()
    copy_the_day()
    from secondwind.accounts.access import local_person
    from secondwind.actions.reread_mail import reread_mail
    from secondwind.tools.registry import built

    with progress_bar(quiet=False) as progress:
        bar = progress.add_task("Reading", total=None)
        done = reread_mail(
            local_person(this_zone()),
            built=built(),
            now=clock.now(),
            report=lambda read, of: progress.update(bar, completed=read, total=of),
        )
    click.echo(f"{done.read:>7}  mails read again")
    click.echo(f"{done.moved:>7}  read otherwise now")
    if done.let_go:
        click.echo("Mail that was passed over earlier can be found by importing its mailbox again.")


def progress_bar(quiet: bool) -> Progress:
    """A bar on standard error; none where that is no terminal."""
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TimeRemainingColumn(),
        console=console, transient=True, disable=quiet or not console.is_terminal,
    )  # fmt: skip


def _say(counts: dict[str, Any], mail_import: Any) -> None:
    for label, name in (
        ("messages seen", "seen"), ("stored", "stored"), ("applications", "applications"),
        ("plans opened", "plans"), ("problems", "problems"),
    ):  # fmt: skip
        click.echo(f"{counts.get(name, 0):>7}  {label}")
    for kind, number in counts.get("readings", {}).items():
        if number:
            click.echo(f"{number:>7}    {kind}")
    for problem in mail_import.problems.all()[:10]:
        click.echo(f"{problem.place}: {problem.sentence}", err=True)
    if mail_import.offered:
        click.echo(
            f"The latest no, from {mail_import.offered.name}, is over a month old. A plan is offered on Today."
        )
