"""pymap, a mail server in Python and quite another one than Dovecot: started for a module, its mail in memory."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from dovecot import PASSWORD, free_port
from secondwind.mail.server.account import Login, Server


@pytest.fixture(scope="module")
def pymap() -> Iterator[tuple[Server, Login]]:
    """The server, and who signs in there."""
    port = free_port()
    words = f"--no-service admin --no-service managesieve --host 127.0.0.1 --port {port} --no-tls dict --demo-user sam"
    command = [
        sys.executable,
        "-c",
        "from pymap.main import main; main()",
        *words.split(),
        "--demo-password",
        PASSWORD,
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            _wait_for(port)
            yield Server("127.0.0.1", port, "plain"), Login("sam", PASSWORD)
        finally:
            running.kill()


def _wait_for(port: int) -> None:
    for _ in range(400):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=2).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("pymap does not answer")
