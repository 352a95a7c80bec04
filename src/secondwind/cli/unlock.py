"""Open the place where mail passwords are, where it is a file under a passphrase. No secret is ever an argument."""

from __future__ import annotations

import sys

import click

from secondwind.errors import SecondWindError


def open_secrets(*, to_keep: bool = False) -> None:
    """Ask for the passphrase where one is needed: hidden, or as a line of standard input where that is no terminal.

    `to_keep`: something is to be kept, so that a file is made where no keyring answers.
    """
    from secondwind.accounts.secrets import state, unlock

    where = state()
    if where == "locked":
        unlock(ask_hidden("Passphrase"))
    elif where == "none" and to_keep:
        click.echo(
            "This machine has no keyring that answers. Choose a passphrase; your mail passwords are kept in a file"
            " encrypted under it.",
            err=True,
        )
        unlock(ask_hidden("Passphrase", twice=True))


def ask_hidden(what: str, *, twice: bool = False, piped: bool = False) -> str:
    """Something secret, typed unseen, or read as one line from a pipe. SecondWindError where nothing is given."""
    if piped or not sys.stdin.isatty():
        said = sys.stdin.readline().rstrip("\r\n")
    else:
        said = str(click.prompt(what, hide_input=True, err=True, confirmation_prompt=twice))
    if not said:
        raise SecondWindError(
            f"No {what.lower()} was given.", "Type it, or hand it over as a line of a pipe."
        )
    return said
