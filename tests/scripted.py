"""A mail server that says what a test wants it to: for answers that no real server gives."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from secondwind.mail.server.account import Server

PLAIN = b"IMAP4rev1 UIDPLUS MOVE IDLE AUTH=PLAIN"


class Scripted:
    """`answers`: by a command's beginning in capitals ("UID FETCH"), what is said before its OK; where it ends in a
    tagged line of its own ("{tag} NO …") nothing is added. None of a kind: an OK alone. `sent`: the lines received."""

    def __init__(self, answers: dict[str, bytes], greeting: bytes, capability: bytes) -> None:
        self.answers = {"CAPABILITY": b"* CAPABILITY " + capability + b"\r\n", **answers}
        self.sent: list[bytes] = []
        self._greeting = greeting
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def server(self) -> Server:
        return Server("127.0.0.1", self._listening.getsockname()[1], "plain")

    def close(self) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        for each in (self._listening, *self._open):
            with suppress(OSError):
                each.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            self._open.append(near)
            threading.Thread(target=self._talk, args=(near,), daemon=True).start()

    def _talk(self, near: socket.socket) -> None:
        with suppress(OSError, ValueError), near:
            near.sendall(self._greeting)
            lines = near.makefile("rb")
            for line in lines:
                self.sent.append(line.rstrip(b"\r\n"))
                tag, _, command = line.rstrip(b"\r\n").partition(b" ")
                if command.upper().startswith(b"AUTHENTICATE"):
                    near.sendall(b"+ \r\n")
                    self.sent.append(next(lines).rstrip(b"\r\n"))
                said = self._said(command.upper()).replace(b"{tag}", tag)
                if b"HANGUP" in said:
                    near.sendall(said.partition(b"HANGUP")[0])
                    return
                ended = re.search(rb"(?m)^" + tag + rb" ", said)
                near.sendall(said if ended else said + tag + b" OK done\r\n")

    def _said(self, command: bytes) -> bytes:
        known = [name for name in self.answers if command.startswith(name.encode())]
        return self.answers[max(known, key=len)] if known else b""


@contextmanager
def scripted(
    answers: dict[str, bytes] | None = None, *, greeting: bytes = b"* OK ready\r\n", capability: bytes = PLAIN
) -> Iterator[Scripted]:
    server = Scripted(answers or {}, greeting, capability)
    try:
        yield server
    finally:
        server.close()
