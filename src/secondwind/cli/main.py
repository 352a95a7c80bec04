"""The command `secondwind`: its commands, and the one place where errors become sentences."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import Any

import click

from secondwind import __version__
from secondwind.errors import SecondWindError

from . import mailbox, put_away
from .after import after
from .doctor import doctor, rebuild
from .letters import letters
from .mail import mail
from .post import draft, send
from .today import today
from .up import demo, link, up

EXIT_TROUBLE = 2


class Sentences(click.Group):
    """Turns trouble into one sentence on standard error; the traceback comes with --debug."""

    def main(self, *args: Any, standalone_mode: bool = True, **kwargs: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            # Mail holds letters that this terminal may not know; they are written as \\u…, never a reason to stop.
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        if not standalone_mode:
            return super().main(*args, standalone_mode=False, **kwargs)
        try:
            ended = super().main(*args, standalone_mode=False, **kwargs)
            sys.stdout.flush()
        except click.UsageError as trouble:
            command = trouble.ctx.command_path if trouble.ctx else "secondwind"
            click.echo(f"{trouble.format_message()} `{command} --help` says what it takes.", err=True)
            sys.exit(EXIT_TROUBLE)
        except click.ClickException as trouble:
            click.echo(trouble.format_message(), err=True)
            sys.exit(EXIT_TROUBLE)
        except click.Abort:
            click.echo("Stopped.", err=True)
            sys.exit(130)
        except BrokenPipeError:
            _write_nowhere()
            sys.exit(0)
        sys.exit(ended if isinstance(ended, int) else 0)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except SecondWindError as trouble:
            return self._say(ctx, str(trouble))
        except BrokenPipeError:
            _write_nowhere()
            return ctx.exit(0)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as trouble:
            if ctx.params.get("debug"):
                raise
            return self._say(ctx, _sentence_for(trouble))

    def _say(self, ctx: click.Context, sentence: str) -> None:
        if ctx.params.get("debug"):
            raise  # noqa: PLE0704 - called from an except block: the traceback is wanted
        click.echo(sentence, err=True)
        ctx.exit(EXIT_TROUBLE)


def _write_nowhere() -> None:
    """Somebody piped us into `head` and has seen enough: what is left in our hands goes nowhere, in silence."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _sentence_for(trouble: Exception) -> str:
    kind = type(trouble).__name__
    if kind in {"DatabaseError", "OperationalError"}:
        return "The data cannot be read or written. `secondwind doctor` says what is wrong."
    return f"Something went wrong that we did not expect ({kind}). Run `secondwind --debug` with it to see where."


@click.group(cls=Sentences, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="secondwind", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback when something goes wrong.")
def main(debug: bool) -> None:
    """Second Wind: a private companion for people looking for work."""


for command in (up, link, demo, mail, letters, after, today, rebuild, doctor):
    main.add_command(command)
for command in (*mailbox.COMMANDS, *put_away.COMMANDS, draft, send):
    mail.add_command(command)
