"""`secondwind up`: this machine alone, by a link that works once, and nothing left when it stops."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from actions.invented import NO, about, write_mbox

from .house import COMMAND, environment, run, said

GUARD = Path(__file__).with_name("loopback_only")


@dataclass
class Running:
    """A Second Wind that is up: its process, its port, the link it printed, and a browser's cookies."""

    data: Path
    process: subprocess.Popen[str]
    link: str
    env: dict[str, str]
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def port(self) -> int:
        return int(re.findall(r":(\d+)/", self.link)[0])

    def ask(
        self, path: str, *, form: dict[str, str] | None = None, host: str = "", **headers: str
    ) -> tuple[int, str]:
        """Status and body of one request; cookies are kept, redirects are not followed."""
        talk = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        named["Host"] = host or f"127.0.0.1:{self.port}"
        if form is not None:
            named["Content-Type"] = "application/x-www-form-urlencoded"
        talk.request(
            "GET" if form is None else "POST",
            path,
            urlencode(form or {}) if form is not None else None,
            named,
        )
        answer = talk.getresponse()
        body = answer.read().decode("utf-8", "replace")
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        talk.close()
        return answer.status, body

    def token(self) -> str:
        (token,) = set(
            re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.ask("/just-rejected/")[1])
        )
        return token

    def workers(self) -> list[int]:
        found = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return [int(pid) for pid in found.stdout.split()]


def _start(data: Path, log: Path, *words: str) -> Running:
    path = os.pathsep.join([str(GUARD), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    env = environment(data, PYTHONPATH=path, LOOPBACK_ONLY_LOG=str(log))
    process = subprocess.Popen(
        [*COMMAND, "up", "--no-browser", "--port", "0", *words], env=env, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    first, link = process.stdout.readline(), process.stdout.readline().strip()
    assert first.startswith("Second Wind is up."), process.communicate()
    return Running(data, process, link, env)


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One that runs while these tests do, on an invented evening, with every talk to elsewhere forbidden."""
    base = tmp_path_factory.mktemp("up")
    running = _start(base / "data", base / "talk.log", "--as-of", "2026-11-16T16:40")
    yield running
    running.process.send_signal(signal.SIGTERM)
    running.process.wait(timeout=30)


def _lives(pid: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked about yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _path(link: str) -> str:
    return "/" + link.split("/", 3)[3]


def test_the_last_line_is_a_link_that_works_once(up: Running) -> None:
    """Without it nobody comes in; opened it lets one browser in; a second one is turned away."""
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/enter/[\w-]{40,}", up.link)
    up.cookies.clear()
    assert up.ask("/")[0] == 403
    assert up.ask(_path(up.link))[0] == 302
    assert up.ask("/")[0] in {200, 302}
    mine = dict(up.cookies)
    up.cookies.clear()
    assert up.ask(_path(up.link))[0] == 403
    assert up.ask("/applications/")[0] == 403
    assert up.ask("/enter/" + "x" * 43)[0] == 403
    up.cookies.update(mine)


def test_another_link_works_also_on_a_moved_clock(up: Running) -> None:
    """`secondwind link` finds the one that runs, and its link lets in."""
    done = run(up.data, "link")
    assert done.returncode == 0, done.stderr
    up.cookies.clear()
    assert up.ask(_path(done.stdout.strip()))[0] == 302
    assert up.ask("/just-rejected/")[0] == 200


def test_other_names_and_other_pages_are_turned_away(up: Running) -> None:
    """A foreign Host is 400; a change that a page of another origin or another port asks for is 403."""
    up.cookies.clear()
    assert up.ask(_path(run(up.data, "link").stdout.strip()))[0] == 302
    for host in ("evil.example", f"evil.example:{up.port}", "127.0.0.1.evil.example", "0.0.0.0"):  # noqa: S104
        assert up.ask("/just-rejected/", host=host)[0] == 400
    form = {
        "employer": "Northwind",
        "stage": "interview",
        "channel": "email",
        "csrfmiddlewaretoken": up.token(),
    }
    for origin in (
        "http://evil.example",
        f"http://127.0.0.1:{up.port + 1}",
        f"http://localhost:{up.port}",
        "null",
    ):
        assert up.ask("/just-rejected/", form=form, Origin=origin)[0] == 403
    assert up.ask("/just-rejected/", form=form, Sec_Fetch_Site="same-site")[0] == 403
    assert up.ask("/just-rejected/", form={**form, "csrfmiddlewaretoken": "x" * 64})[0] == 403
    assert up.ask("/applications/")[1].count("Northwind") == 0
    own = f"http://127.0.0.1:{up.port}"
    assert up.ask("/just-rejected/", form=form, Origin=own, Sec_Fetch_Site="same-origin")[0] == 302
    status, today = up.ask("/")
    assert status == 200
    assert "Northwind" in today


def test_a_moved_clock_is_shown_on_the_page(up: Running) -> None:
    """The band over a moved clock names the moment."""
    up.cookies.clear()
    up.ask(_path(run(up.data, "link").stdout.strip()))
    _, page = up.ask("/just-rejected/")
    assert re.search(r"16 November", page)
    assert "band" in page


def test_a_busy_port_is_one_sentence(up: Running, tmp_path: Path) -> None:
    """A second one on the same port says so and leaves."""
    assert "taken" in said(run(tmp_path / "other", "up", "--no-browser", "--port", str(up.port)))


def test_it_listens_on_the_loopback_interface_alone(up: Running) -> None:
    """No other address of this machine answers on the port."""
    listening = [
        line.split()[1]
        for name in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{name}").read_text(encoding="ascii").splitlines()[1:]
        if line.split()[3] == "0A" and int(line.split()[1].rpartition(":")[2], 16) == up.port
    ]
    assert [address.rpartition(":")[0] for address in listening] == ["0100007F"]


def test_nothing_talks_to_another_machine(up: Running, tmp_path: Path) -> None:
    """Import, pages and a letter in a process that may reach loopback alone: nothing was tried elsewhere."""
    log = Path(up.env["LOOPBACK_ONLY_LOG"])
    control = 'import socket; socket.create_connection(("192.0.2.1", 9), timeout=1)'
    name = 'import socket; socket.getaddrinfo("mail.example.org", 25)'
    bitten = subprocess.run(
        [sys.executable, "-c", control], env={**up.env, "LOOPBACK_ONLY_LOG": str(tmp_path / "control.log")},
        capture_output=True, text=True, check=False, timeout=30,
    )  # fmt: skip
    assert "leaves this machine" in bitten.stderr
    env = {**up.env, "LOOPBACK_ONLY_LOG": str(tmp_path / "name.log")}
    asked = subprocess.run(
        [sys.executable, "-c", name], env=env, capture_output=True, check=False, timeout=30
    )
    assert b"leaves this machine" in asked.stderr
    assert "192.0.2.1" in (tmp_path / "control.log").read_text(encoding="utf-8")

    evening = datetime(2026, 11, 15, 10, tzinfo=UTC)
    mailbox = write_mbox(
        tmp_path / "all.mbox", [about(NO, "Larkfield", at=evening - timedelta(days=n)) for n in (0, 3)]
    )
    up.cookies.clear()
    up.ask(_path(run(up.data, "link").stdout.strip()))
    token = up.token()
    assert up.ask("/mailbox/", form={"path": str(mailbox), "csrfmiddlewaretoken": token})[0] == 302
    deadline = time.monotonic() + 40
    while "found" not in (seen := up.ask("/imports/1/")[1]).lower() and time.monotonic() < deadline:
        time.sleep(0.3)
    assert "Larkfield" in seen
    up.ask("/imports/1/keep/", form={"csrfmiddlewaretoken": token})
    for page in ("/", "/applications/", "/applications/1/", "/plans/1/", "/review/", "/shelf/", "/imports/"):
        assert up.ask(page)[0] in {200, 302, 404}
    steps = sorted(set(re.findall(r'href="(/[^"]*)"', up.ask("/plans/1/")[1])))
    for step in steps:
        up.ask(step)
    assert not log.exists()


def test_it_stops_with_its_worker(tmp_path: Path) -> None:
    """SIGTERM ends it with exit 0, its worker goes with it, and the port is free again."""
    running = _start(tmp_path / "data", tmp_path / "talk.log")
    workers = running.workers()
    assert workers
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(timeout=30) == 0
    deadline = time.monotonic() + 10
    while any(map(_lives, workers)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(map(_lives, workers))
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", running.port))
    assert "not running" in said(run(running.data, "link"))


def test_a_killed_server_leaves_no_worker(tmp_path: Path) -> None:
    """Where even SIGKILL ends it, its worker notices and goes by itself."""
    running = _start(tmp_path / "data", tmp_path / "talk.log")
    workers = running.workers()
    running.process.kill()
    running.process.wait()
    deadline = time.monotonic() + 15
    while any(map(_lives, workers)) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert workers
    assert not any(map(_lives, workers))
