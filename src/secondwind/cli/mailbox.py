"""`secondwind mail connect`, `sync`, `status`, `allow`, `forbid`, `disconnect`: a mailbox on a server."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from typing import Any

import click

from secondwind import clock
from secondwind.errors import SecondWindError
from secondwind.mail.server.account import Server, is_loopback

from .house import copy_the_day, open_house, this_zone
from .unlock import ask_hidden, open_secrets

_WHERE = re.compile(r"(?:(tls|starttls|plain)://)?(\[[0-9A-Fa-f:.]+\]|[^:/\s\[\]]+):(\d{1,5})")
_STARTTLS = frozenset({143, 587, 25})
_TLS = frozenset({993, 465})
COUNTED = ("seen", "stored", "applications", "plans", "problems")

what_argument = click.argument("what", type=click.Choice(["move", "drafts", "send"]))
which_option = click.option(
    "--mailbox", "address", default="", metavar="ADDRESS", help="Which mailbox, where there are several."
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object instead of sentences.")


def server_at(said: str) -> Server:
    """A server from `HOST:PORT`, or with `tls://`, `starttls://` or `plain://` before it.

    Without one: TLS, or STARTTLS at the ports that are for it; on this machine itself, at a port that says nothing,
    no protection. UnsafeServerError for plain anywhere else.
    """
    found = _WHERE.fullmatch(said.strip())
    if found is None or not 0 < int(found[3]) < 65_536:
        raise SecondWindError(f"“{said}” is no server.", "Write it like imap.northwind.example:993.")
    host, port = found[2].strip("[]"), int(found[3])
    if found[1]:
        security = found[1]
    elif port in _TLS:
        security = "tls"
    elif is_loopback(host):
        security = "plain"
    else:
        security = "starttls" if port in _STARTTLS else "tls"
    return Server(host, port, security)  # type: ignore[arg-type]


@click.command()
@click.argument("address")
@click.option("--imap", metavar="HOST:PORT", help="The server to read from; known for the big providers.")
@click.option("--smtp", metavar="HOST:PORT", help="The server to send by.")
@click.option("--user", default="", help="Who signs in, where that is not the address.")
@click.option("--password-stdin", is_flag=True, help="Read the password from a pipe.")
@click.option(
    "--folder", "folders", multiple=True, metavar="FOLDER", help="Read this folder alone. May be repeated."
)
@click.option("--since", metavar="DATE", help="Leave mail before this day alone.")
def connect(
    *,
    address: str,
    imap: str | None,
    smtp: str | None,
    user: str,
    password_stdin: bool,
    folders: tuple[str, ...],
    since: str | None,
) -> None:
    """Connect the mailbox of ADDRESS, to be read and nothing else. The password is typed unseen, never an argument."""
    began = _day(since) if since else None
    reading, sending, known_user, provider = _servers(address, imap, smtp)
    open_house()
    copy_the_day()
    from secondwind.accounts.access import local_person
    from secondwind.actions.connect_mailbox import connect_mailbox

    secret = ask_hidden("Password", piped=password_stdin)
    open_secrets(to_keep=True)
    mailbox = connect_mailbox(
        local_person(this_zone()),
        address,
        imap=reading,
        smtp=sending,
        user=user or known_user,
        secret=secret,
        provider=provider,
        folders=folders,
        since=began,
        now=clock.now(),
    )
    click.echo(f"{mailbox.address} is connected, to be read and nothing else.")
    click.echo("`secondwind mail sync` reads it.")


def _servers(address: str, imap: str | None, smtp: str | None) -> tuple[Server, Server | None, str, str]:
    """Where to read and to send, who signs in there, and the provider's key: as said, else as the table knows it."""
    from secondwind.mail.server.providers import provider_of

    given = server_at(imap) if imap else None
    sends = server_at(smtp) if smtp else None
    provider = provider_of(address)
    if given is not None:
        return given, sends, "", ""
    if provider is None:
        domain = address.rpartition("@")[2]
        raise SecondWindError(
            f"Where the mail of {domain} is kept is not known here.",
            "Name the server with --imap HOST:PORT; your provider's help pages say which.",
        )
    if provider.imap is None:
        raise SecondWindError(f"{provider.name} cannot be read from outside.", " ".join(provider.pitfalls))
    if "password" not in provider.sign_in:
        raise SecondWindError(
            f"{provider.name} takes no passwords from programs.",
            "Connect it in the browser: `secondwind up`.",
        )
    for pitfall in provider.pitfalls:
        click.echo(pitfall, err=True)
    if provider.app_password:
        click.echo(f"A password for programs is made here: {provider.app_password}", err=True)
    return provider.imap, sends or provider.smtp, provider.user_of(address), provider.key


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise SecondWindError(f"“{said}” is no date we can read.", "Write it like 2026-01-31.") from None


@click.command()
@json_option
def sync(as_json: bool) -> None:
    """Read what is new in every connected mailbox, and do what was asked of it."""
    person = _person()
    from secondwind.record.mailboxes import letters_come, mailbox_at, mailboxes

    rows = list(mailboxes(person)) or [mailbox_at(person)]
    open_secrets()
    read = [_sync_one(row, quiet=as_json) for row in rows]
    totals: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for one in read:
        totals.update({name: one[name] for name in COUNTED})
        kinds.update(one["readings"])
    come = [one.whose for one in letters_come(person, clock.now())]
    said = {**{name: totals[name] for name in COUNTED}, "readings": dict(kinds), "letters_come": come}
    if as_json:
        click.echo(json.dumps({**said, "mailboxes": read}, ensure_ascii=False))
    else:
        _say_sync(said)
    if any(one["trouble"] for one in read):
        raise click.exceptions.Exit(2)


def _sync_one(mailbox: Any, *, quiet: bool) -> dict[str, Any]:
    """Sync one mailbox; trouble with it is said and does not keep the others from being read."""
    from secondwind.actions.move_on_server import do_moves
    from secondwind.actions.sync_mailbox import sync_mailbox
    from secondwind.tools.registry import built

    from .mail import progress_bar

    read = None
    trouble = ""
    with progress_bar(quiet) as progress:
        bar = progress.add_task("Reading", total=None)

        def report(current: Any) -> None:
            progress.update(bar, total=current.total_bytes or None, completed=current.read_bytes)

        try:
            if not clock.is_moved():
                do_moves(mailbox, now=clock.now())
            read = sync_mailbox(mailbox, built=built(), now=clock.now(), report=report)
        except SecondWindError as error:
            trouble = str(error)
    if trouble:
        click.echo(f"{mailbox.address}: {trouble}", err=True)
    mailbox.refresh_from_db()
    counts = read.counts if read is not None else {}
    return {
        "address": mailbox.address,
        **{name: counts.get(name, 0) for name in COUNTED},
        "readings": counts.get("readings", {}),
        "read_at": mailbox.read_at.isoformat() if mailbox.read_at else None,
        "trouble": trouble or mailbox.trouble,
    }


def _say_sync(said: dict[str, Any]) -> None:
    click.echo(f"{said['stored']:>7}  new mails about your search")
    for kind, number in said["readings"].items():
        if number and kind != "not_job":
            click.echo(f"{number:>7}    {kind}")
    click.echo(f"{said['applications']:>7}  new applications")
    for whose in said["letters_come"]:
        click.echo(come_words(whose))


def come_words(whose: str) -> str:
    """What is said of a letter that nobody has told yet: whose it is, and nothing of what is in it."""
    plain = "".join(letter if letter.isprintable() else "�" for letter in whose)
    return f"A letter from {plain} has come. Read it there, or let us tell you."


@click.command()
@json_option
def status(as_json: bool) -> None:
    """How the connected mailboxes stand: what is read, what was found, what could not be done."""
    rows = _statuses(_person())
    if as_json:
        click.echo(json.dumps({"mailboxes": rows}, ensure_ascii=False))
        return
    if not rows:
        click.echo("No mailbox is connected.")
    for row in rows:
        for line in _lines(row):
            click.echo(line)


def _statuses(person: Any) -> list[dict[str, Any]]:
    from secondwind.record.mailboxes import folders_of, mailboxes, moves_waiting

    return [
        {
            "address": row.address,
            "user": row.user,
            "imap": f"{row.imap_host}:{row.imap_port}",
            "smtp": f"{row.smtp_host}:{row.smtp_port}" if row.smtp_host else "",
            "folders": row.folders or [folder.name for folder in folders_of(row)],
            "since": row.since.isoformat() if row.since else None,
            "read_at": row.read_at.isoformat() if row.read_at else None,
            "found": row.found,
            "trouble": row.trouble,
            "may_move": row.may_move,
            "may_save_drafts": row.may_save_drafts,
            "may_send": row.may_send,
            "keeps_up": row.keeps_up,
            "moves_waiting": moves_waiting(row).count(),
        }
        for row in mailboxes(person)
    ]


def _lines(row: dict[str, Any]) -> list[str]:
    given = [
        words
        for name, words in (
            ("may_move", "move letters"), ("may_save_drafts", "save drafts"), ("may_send", "send"),
        )
        if row[name]
    ]  # fmt: skip
    lines = [row["address"]]
    lines.append(
        f"  last read {row['read_at'][:16].replace('T', ' ')} UTC" if row["read_at"] else "  not read yet"
    )
    if row["found"]:
        found = row["found"]
        lines.append(
            f"  {found.get('mails', 0)} mails there, {found.get('kept', 0)} kept, "
            f"{found.get('applications', 0)} applications"
        )
    lines.append("  may " + ", ".join(given) if given else "  is read, and nothing in it is changed")
    if row["moves_waiting"]:
        lines.append(f"  {row['moves_waiting']} letters wait to be moved")
    if row["trouble"]:
        lines.append(f"  {row['trouble']}")
    return lines


@click.command()
@what_argument
@which_option
def allow(what: str, address: str) -> None:
    """Allow one kind of change: move letters, save drafts, or send. `mail forbid` takes it back."""
    from_row = _mailbox(address)
    from secondwind.actions.allow_changes import allow as give

    give(from_row, what)
    click.echo(
        f"{_KINDS[what]} is allowed at {from_row.address}. `secondwind mail forbid {what}` takes it back."
    )


@click.command()
@what_argument
@which_option
def forbid(what: str, address: str) -> None:
    """Take a permission back. What was asked for and has not begun is not done."""
    row = _mailbox(address)
    from secondwind.actions.allow_changes import forbid as take

    take(row, what)
    click.echo(f"{_KINDS[what]} is not allowed at {row.address} any more.")


_KINDS = {"move": "Moving letters", "drafts": "Saving drafts", "send": "Sending"}


@click.command()
@click.argument("address")
def disconnect(address: str) -> None:
    """Forget how to get into the mailbox of ADDRESS. Mail that is kept stays kept."""
    row = _mailbox(address)
    open_secrets()
    from secondwind.actions.connect_mailbox import disconnect_mailbox

    disconnect_mailbox(row)
    click.echo(f"{address} is not connected any more, and its password is forgotten. What was kept stays.")


def _person() -> Any:
    open_house()
    copy_the_day()
    from secondwind.accounts.access import local_person

    return local_person(this_zone())


def _mailbox(address: str) -> Any:
    person = _person()
    from secondwind.record.mailboxes import mailbox_at

    return mailbox_at(person, address)


COMMANDS = (connect, sync, status, allow, forbid, disconnect)
