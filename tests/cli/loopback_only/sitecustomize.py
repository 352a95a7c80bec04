"""Started with every process of a test: any talk with another machine stops it, and is written down."""

import os
import sys
from ipaddress import ip_address

NETWORK = {"socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"}


def _is_here(host: object) -> bool:
    if host in (None, "", "localhost"):
        return True
    try:
        return ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


def _watch(event: str, args: tuple[object, ...]) -> None:
    if event not in NETWORK:
        return
    if event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        if not _is_numeric(args[0]) and not _is_here(args[0]):
            _refuse(event, args[0])
        return  # numbers are looked up by asking nobody
    where = args[1]
    host = where[0] if isinstance(where, tuple) else where
    if isinstance(where, (str, bytes)) and event in {"socket.connect", "socket.bind"}:
        return  # AF_UNIX: a path on this machine
    bound_everywhere = event == "socket.bind" and host in ("", "0.0.0.0", "::")  # noqa: S104
    if bound_everywhere or not _is_here(host):
        _refuse(event, where)


def _is_numeric(host: object) -> bool:
    try:
        ip_address(host.decode() if isinstance(host, bytes) else str(host))
    except ValueError:
        return False
    return True


def _refuse(event: str, where: object) -> None:
    with open(os.environ["LOOPBACK_ONLY_LOG"], "a", encoding="utf-8") as log:
        log.write(f"{event} {where!r}\n")
    raise PermissionError(f"{event} {where!r} leaves this machine")


if "LOOPBACK_ONLY_LOG" in os.environ:
    sys.addaudithook(_watch)
