"""`secondwind up` (start), `secondwind link` (a new way in), `secondwind demo` (an invented search)."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
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
    _serve(port, no_browser=no_browser, as_of=as_of)


def _serve(port: int, *, no_browser: bool, as_of: str | None) -> None:
    listener = _listen(port)
    port = listener.getsockname()[1]
    os.environ["SECONDWIND_PORT"] = str(port)
    if as_of:
        clock.move_to(moment_on(as_of, this_zone()))
    open_house()
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from waitress.server import create_server

    from secondwind.accounts.access import local_person
    from secondwind.actions.redraft_plans import redraft_plans
    from secondwind.tools.registry import built

    redraft_plans(local_person(this_zone()), built=built(), now=clock.now())
    server = create_server(
        get_wsgi_application(), sockets=[listener], threads=6, ident=None,
        max_request_body_size=64 * 1024**3, inbuf_overflow=1024 * 1024,
        channel_timeout=120,
    )  # fmt: skip
    worker = subprocess.Popen([sys.executable, "-m", "secondwind.site"])
    (settings.DATA / "port").write_text(str(port), encoding="ascii")
    address = _new_link(port)
    click.echo(f"Second Wind is up. Stop it with Ctrl+C. Everything is kept in {settings.DATA}")
    click.echo(address)
    sys.stdout.flush()
    if not no_browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    signal.signal(signal.SIGTERM, _stop)
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        worker.terminate()
        worker.wait(timeout=20)
        (settings.DATA / "port").unlink(missing_ok=True)


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def _listen(port: int) -> socket.socket:
    """A socket on the loopback interface; no other machine can reach it."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError:
        listener.close()
        raise SecondWindError(
            f"Port {port} is taken, perhaps by Second Wind itself.",
            f"`secondwind link` makes a link into one that runs; `secondwind up --port {port + 1}` starts another.",
        ) from None
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
    click.echo(_new_link(port or _running_port()))


def _running_port() -> int:
    path = database_file().parent / "port"
    try:
        port = int(path.read_text(encoding="ascii"))
        with socket.create_connection((HOST, port), timeout=2):
            return port
    except (OSError, ValueError):
        raise SecondWindError(
            "Second Wind is not running with this data.", "`secondwind up` starts it."
        ) from None


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes any free one.")
@click.option("--no-browser", is_flag=True, help="Print the link and open nothing.")
def demo(port: int, no_browser: bool) -> None:
    """Look around in an invented search, in a folder of its own that goes when you stop."""
    with tempfile.TemporaryDirectory(prefix="secondwind-demo-") as folder:
        os.environ["SECONDWIND_DATA"] = folder
        open_house()
        from secondwind.accounts.access import local_person
        from secondwind.actions.demo_search import fill_with_demo
        from secondwind.tools.registry import built

        fill_with_demo(local_person(this_zone()), Path(folder), built=built(), now=clock.now())
        _serve(port, no_browser=no_browser, as_of=None)
