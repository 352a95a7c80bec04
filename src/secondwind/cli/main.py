"""The command `secondwind`: its commands, and the one place where errors become sentences."""

from __future__ import annotations

import sys

import click

from secondwind import __version__
from secondwind.errors import SecondWindError

from .after import after
from .doctor import doctor, rebuild
from .mail import mail
from .today import today
from .up import demo, link, up

EXIT_TROUBLE = 2


class Sentences(click.Group):
    """Turns trouble into one sentence on standard error; the traceback comes with --debug."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except SecondWindError as trouble:
            return self._say(ctx, str(trouble))
        except BrokenPipeError:
            # Somebody piped us into `head` and has seen enough.
            sys.stderr.close()
            ctx.exit(0)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as trouble:
            if ctx.params.get("debug"):
                raise
            kind = type(trouble).__name__
            return self._say(
                ctx,
                f"Something went wrong that we did not expect ({kind}). Run it again with --debug to see where.",
            )

    def _say(self, ctx: click.Context, sentence: str) -> None:
        if ctx.params.get("debug"):
            raise  # noqa: PLE0704 - called from an except block: the traceback is wanted
        click.echo(sentence, err=True)
        ctx.exit(EXIT_TROUBLE)


@click.group(cls=Sentences, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="secondwind", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback when something goes wrong.")
def main(debug: bool) -> None:
    """Second Wind: a private companion for people looking for work."""


for command in (up, link, demo, mail, after, today, rebuild, doctor):
    main.add_command(command)
