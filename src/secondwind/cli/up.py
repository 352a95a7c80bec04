"""`secondwind up` (start), `secondwind link` (a new way in), `secondwind demo` (an invented search)."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import webbrowser
from pathlib import Path

import click

from secondwind import clock
from secondwind.errors import SecondWindError

from .house import database_file, moment_on, open_house, this_zone

HOST = "127.0.0.1"
DEFAULT_PORT = 8765


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=DEFAULT_PORT,
    show_default=True,
    help="0 takes any free one.",
)
@click.option("--no-browser", is_flag=True, help="Print the link and open nothing.")
@click.option(
    "--as-of", metavar="DATETIME", help="Move the clock for everything. Nothing can be sent meanwhile."
)
def up(port: int, no_browser: bool, as_of: str | None) -> None:
    """Start Second Wind on this machine and print the link to it."""
    if as_of:
        clock.move_to(moment_on(as_of, this_zone(), clock.now()))
    _serve(_listen(port), no_browser=no_browser)


def _serve(listener: socket.socket, *, no_browser: bool) -> None:
    port = listener.getsockname()[1]
    open_house()
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from waitress.server import create_server

    from secondwind.accounts.access import local_person
    from secondwind.actions.read_mail import needed_paths
    from secondwind.actions.redraft_plans import redraft_plans
    from secondwind.record import incoming
    from secondwind.tools.registry import built

    incoming.sweep(needed_paths(local_person(this_zone())))
    redraft_plans(local_person(this_zone()), built=built(), now=clock.now())
    server = create_server(
        get_wsgi_application(), sockets=[listener], threads=6, ident=None,
        max_request_body_size=64 * 1024**3, inbuf_overflow=1024 * 1024,
        channel_timeout=120,
    )  # fmt: skip
    signal.signal(signal.SIGTERM, _stop)
    worker = subprocess.Popen(  # noqa: S603 - our own
        [sys.executable, "-m", "secondwind.site", str(os.getpid())], stdin=subprocess.PIPE
    )
    threading.Thread(target=_tell_of_secrets, args=(worker,), daemon=True).start()
    (settings.DATA / "port").write_text(f"{port} {os.environ.get(clock.ENV, '')}", encoding="ascii")
    address = _new_link(port)
    click.echo(f"Second Wind is up. Stop it with Ctrl+C. Everything is kept in {settings.DATA}")
    click.echo(address)
    sys.stdout.flush()
    if not no_browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        worker.terminate()
        worker.wait(timeout=20)
        (settings.DATA / "port").unlink(missing_ok=True)


def _tell_of_secrets(worker: subprocess.Popen[bytes]) -> None:
    """Tell the worker, through its pipe alone, how the file with the passwords is opened as soon as that is known."""
    from django.conf import settings

    from secondwind.accounts.secrets import FILE, hand_over, state

    told = "locked"
    while worker.poll() is None and worker.stdin is not None:
        # Where there is no file the keyring is not asked either: it may ask its owner something in turn.
        now = state() if (settings.DATA / FILE).exists() else told
        if now != told and now in ("open", "locked"):
            try:
                hand_over(worker.stdin)
            except OSError:
                return
            told = now
        time.sleep(1.0)


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def _listen(port: int) -> socket.socket:
    """A socket on the loopback interface; no other machine can reach it. The settings learn its port."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere it would let another program take the port from us
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError:
        listener.close()
        raise SecondWindError(
            f"Port {port} is taken, perhaps by Second Wind itself.",
            "`secondwind link` makes a link into one that runs; `secondwind up --port 0` takes any free port.",
        ) from None
    os.environ["SECONDWIND_PORT"] = str(listener.getsockname()[1])
    return listener


def _new_link(port: int) -> str:
    from secondwind.accounts.access import local_person, new_entry_link

    token = new_entry_link(local_person(this_zone()), clock.now())
    return f"http://{HOST}:{port}/enter/{token}"


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Where Second Wind listens, when it cannot be told."
)
def link(port: int | None) -> None:
    """Print a new one-time link into the Second Wind that runs on this machine."""
    open_house()
    here = port or running_port()
    if here is None:
        raise SecondWindError("Second Wind is not running with this data.", "`secondwind up` starts it.")
    click.echo(_new_link(here))


def running_port() -> int | None:
    """The port of the Second Wind that runs with this data, None where there is none.

    Its clock is taken over when it is moved: a link is as old as that clock says.
    """
    try:
        port, _, moved = (database_file().parent / "port").read_text(encoding="ascii").partition(" ")
        with socket.create_connection((HOST, int(port)), timeout=2):
            pass
    except (OSError, ValueError):
        return None
    if moved:
        os.environ[clock.ENV] = moved
    return int(port)


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes any free one.")
@click.option("--no-browser", is_flag=True, help="Print the link and open nothing.")
def demo(port: int, no_browser: bool) -> None:
    """Look around in an invented search, in a folder of its own that goes when you stop."""
    with tempfile.TemporaryDirectory(prefix="secondwind-demo-") as folder:
        os.environ["SECONDWIND_DATA"] = folder
        listener = _listen(port)
        open_house()
        from secondwind.accounts.access import local_person
        from secondwind.actions.demo_search import fill_with_demo
        from secondwind.tools.registry import built

        fill_with_demo(local_person(this_zone()), Path(folder), built=built(), now=clock.now())
        _serve(listener, no_browser=no_browser)
