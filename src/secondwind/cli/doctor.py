"""`secondwind doctor` (what is wrong and what to do) and `secondwind rebuild` (stages from events)."""

from __future__ import annotations

import os
import shutil
import sqlite3

import click

from secondwind import clock
from secondwind.errors import SecondWindError

from .house import copies_folder, copy_the_day, database_file, open_house, this_zone
from .up import running_port


@click.command()
def rebuild() -> None:
    """Work every stage out again from the events, and say what differed."""
    open_house()
    copy_the_day()
    from secondwind.accounts.access import local_person
    from secondwind.actions.rebuild import rebuild as rebuild_stages

    looked, changed = rebuild_stages(local_person(this_zone()))
    click.echo(f"{looked} applications looked at, {changed} set right.")


@click.command()
@click.option(
    "--restore", "copy_name", metavar="COPY", help="Put a copy of the data back (a name from the list)."
)
def doctor(copy_name: str | None) -> None:
    """Say what is wrong with this installation and what to do about it."""
    open_house(migrate=False)
    if copy_name:
        _restore(copy_name)
        return
    complaints = [sentence for check in CHECKS if (sentence := check())]
    for sentence in complaints:
        click.echo(sentence)
    if not complaints:
        click.echo("Nothing is wrong.")
    _list_copies()
    if complaints:
        raise click.exceptions.Exit(1)


def _restore(name: str) -> None:
    from secondwind.record.copies import copies_in, restore_copy

    if running_port() is not None:
        raise SecondWindError("Second Wind is running with this data.", "Stop it first, then restore.")
    found = {path.name: path for path in copies_in(copies_folder())}
    if name == "latest" and found:
        name = next(iter(found))
    kept = restore_copy(
        found.get(name, copies_folder() / name), database_file(), copies_folder(), clock.now()
    )
    click.echo(f"{name} is back in place.")
    if kept:
        click.echo(f"What was there before is kept as {kept.name}.")


def _list_copies() -> None:
    from secondwind.record.copies import copies_in

    copies = copies_in(copies_folder())
    count = "1 copy" if len(copies) == 1 else f"{len(copies)} copies"
    click.echo(f"{count} of the data" + (":" if copies else " yet."))
    for path in copies:
        click.echo(f"  {path.name}")


def _data_is_sound() -> str:
    path = database_file()
    if not path.exists():
        return ""
    try:
        connection = sqlite3.connect(path)
        try:
            answer = connection.execute("PRAGMA quick_check").fetchone()
        finally:
            connection.close()
    except sqlite3.DatabaseError as trouble:
        answer = (str(trouble),)
    if answer == ("ok",):
        return ""
    return "The data file is damaged. Close the program and run `secondwind doctor --restore latest`."


def _folder_is_private() -> str:
    folder = database_file().parent
    loose = [
        str(path.relative_to(folder)) if path != folder else folder.name
        for path in [folder, *folder.rglob("*")]
        if os.name == "posix" and path.lstat().st_mode & 0o077
    ]
    if not loose:
        return ""
    return f"Other users of this machine can look into: {', '.join(loose)}. Run `chmod -R go= {folder}`."


def _disk_has_room() -> str:
    free = shutil.disk_usage(database_file().parent).free
    return (
        ""
        if free > 200_000_000
        else "Less than 200 MB are free on this disk. Make room before the next import."
    )


def _stages_follow() -> str:
    if not database_file().exists() or _data_is_sound():
        return ""
    from django.db import DatabaseError

    from secondwind.accounts.access import local_person
    from secondwind.record.models import Application
    from secondwind.record.timeline import standing_of

    try:
        rows = Application.objects.of(local_person(this_zone())).all()
        wrong = [row for row in rows if standing_of(row).stage != row.stage]
    except DatabaseError:
        return "The data is from another version. `secondwind up` brings it up to date, after a copy."
    return f"{len(wrong)} stages do not follow from their events. Run `secondwind rebuild`." if wrong else ""


def _playbooks_hold() -> str:
    from secondwind.letters.letter import KINDS
    from secondwind.letters.letter import PLANNED as PLANNED_LETTERS
    from secondwind.playbooks.check import check_playbook
    from secondwind.playbooks.load import shipped_playbooks
    from secondwind.tools.registry import PLANNED

    letters = frozenset(KINDS) | PLANNED_LETTERS
    for playbook in shipped_playbooks().values():
        for problem in check_playbook(playbook, known_tools=PLANNED, known_letters=letters):
            return f"The playbook {playbook.id} does not hold: {problem}. Install Second Wind again."
    return ""


CHECKS = (_data_is_sound, _folder_is_private, _disk_has_room, _stages_follow, _playbooks_hold)
