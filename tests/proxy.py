"""A loopback proxy before a mail server: it logs each line, and can cut, delay, hide and alter what is answered."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from secondwind.mail.server.account import Server

_CAPABILITY = re.compile(rb"^(\* CAPABILITY |.*\[CAPABILITY )", re.IGNORECASE)


class Proxy:
    """Between a client and a server on this machine. `sent` and `answered` are the lines so far, without line ends.

    Set `cut_after_lines` or `cut_after_bytes` (of answers) to end every connection there, `late` to a number of
    seconds for each answer to wait, `hidden` to capabilities that are not to be seen, `alter` to change answers.
    """

    def __init__(self, server: Server) -> None:
        self._to = (server.host, server.port)
        self.sent: list[bytes] = []
        self.answered: list[bytes] = []
        self.bytes_answered = self.bytes_sent = 0
        self.cut_after_lines: int | None = None
        self.cut_after_bytes: int | None = None
        self.late = 0.0
        self.hidden: frozenset[str] = frozenset()
        self.alter: Callable[[bytes], bytes] = bytes
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def server(self) -> Server:
        return Server("127.0.0.1", self._listening.getsockname()[1], "plain")

    def commands(self) -> list[bytes]:
        """What was sent, without the tags, in capitals."""
        return [line.partition(b" ")[2].upper() for line in self.sent]

    def cut(self) -> None:
        """End every connection now."""
        for each in self._open:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.cut()
        for each in self._open:
            each.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            far = socket.create_connection(self._to)
            self._open += [near, far]
            for each in (near, far):  # or each line would wait 40 ms for the one before it to be acknowledged
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._up, args=(near, far), daemon=True).start()
            threading.Thread(target=self._down, args=(near, far), daemon=True).start()

    def _up(self, near: socket.socket, far: socket.socket) -> None:
        with suppress(OSError, ValueError):
            for line in near.makefile("rb"):
                self.sent.append(line.rstrip(b"\r\n"))
                self.bytes_sent += len(line)
                far.sendall(line)
        self._end(near, far)

    def _down(self, near: socket.socket, far: socket.socket) -> None:
        lines, count = 0, 0
        with suppress(OSError, ValueError):
            for line in far.makefile("rb"):
                seen = self._seen(line)
                if self.cut_after_bytes is not None and count + len(seen) > self.cut_after_bytes:
                    near.sendall(seen[: self.cut_after_bytes - count])
                    break
                lines, count = lines + 1, count + len(seen)
                self.answered.append(seen.rstrip(b"\r\n"))
                self.bytes_answered += len(seen)
                time.sleep(self.late)
                near.sendall(seen)
                if self.cut_after_lines is not None and lines >= self.cut_after_lines:
                    break
        self._end(near, far)

    def _seen(self, line: bytes) -> bytes:
        if self.hidden and _CAPABILITY.match(line):
            names = "|".join(map(re.escape, self.hidden)).encode()
            line = re.sub(rb" (?:" + names + rb")(?=[ \]\r])", b"", line)
        return self.alter(line)

    @staticmethod
    def _end(near: socket.socket, far: socket.socket) -> None:
        for each in (near, far):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@contextmanager
def proxied(server: Server) -> Iterator[Proxy]:
    proxy = Proxy(server)
    try:
        yield proxy
    finally:
        proxy.close()
