"""A throwaway Dovecot for the tests: a real IMAP server on loopback ports of its own, with nobody's mail in it.

`dovecot` gives each test a fresh, empty mailbox on a server that runs for the whole session; `weak_dovecot` the same
on a server that advertises nothing beyond the basic protocol. Dovecot carries out commands that it does not
advertise, so whoever tests a fallback looks at what was sent (`proxy.Proxy`).
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from hmac import digest
from itertools import count
from json import dumps
from pathlib import Path

import pytest
from imapclient.imap_utf7 import encode as as_utf7

from secondwind.mail.server.account import Login, Server

PASSWORD = "planted-secret-9f27"
"""Of every mailbox. It is to be found in no log, sentence or traceback."""
TOKEN_KEY = b"a key for the tokens of the tests, and for nothing else"
BASIC = "IMAP4rev1 SASL-IR LOGIN-REFERRALS LITERAL+"
"""What `weak_dovecot` says it can."""

_CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
auth_debug = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0 secs
mail_location = maildir:~/Maildir
mail_fsync = never
mail_max_userip_connections = 200
first_valid_uid = 1
first_valid_gid = 1
mail_plugins = quota
protocol imap {{
  mail_plugins = quota imap_quota
  {capability}
}}
plugin {{
  quota = maildir:User quota
  quota_rule = *:storage=1G
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/tokens.conf
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/homes/%u quota_rule=*:storage=%{{if;%Lu;*;*full*;20K;1G}}
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Archive {{
    auto = create
    special_use = \\Archive
  }}
  mailbox Drafts {{
    auto = create
    special_use = \\Drafts
  }}
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
  mailbox Trash {{
    auto = create
    special_use = \\Trash
  }}
  mailbox Junk {{
    auto = create
    special_use = \\Junk
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  process_min_avail = 1
  service_count = 0
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service imap {{
  process_limit = 200
  process_min_avail = 2
  service_count = 100
}}
"""
_TOKENS = """
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={folder}/keys/
username_attribute = email
"""


class DovecotServer:
    """One running Dovecot. `capability` replaces what it advertises; "" leaves its own."""

    def __init__(self, folder: Path, capability: str = "") -> None:
        self.folder = folder
        self.port, self.tls_port = free_port(), free_port()
        self.log = folder / "log"
        self._numbers = count(1)
        _write_certificate(folder)
        account = _account()
        self.uid, self.gid = account.pw_uid, account.pw_gid
        for part in ("run", "homes", "keys/default/HS256"):
            (folder / part).mkdir(parents=True)
        (folder / "keys/default/HS256/default").write_text(b64encode(TOKEN_KEY).decode())
        (folder / "tokens.conf").write_text(_TOKENS.format(folder=folder))
        (folder / "dovecot.conf").write_text(
            _CONFIG.format(
                folder=folder,
                user=account.pw_name,
                group=_group(account.pw_gid),
                uid=self.uid,
                gid=self.gid,
                port=self.port,
                tls_port=self.tls_port,
                password=PASSWORD,
                capability=f"imap_capability = {capability}" if capability else "",
            )
        )
        folder.chmod(0o755)
        self._own(folder)
        self._running = self._start()

    @property
    def certificate(self) -> Path:
        """The self-signed certificate, for localhost: who trusts it may connect by TLS to that name, and no other."""
        return self.folder / "certificate.pem"

    @property
    def session(self) -> int:
        """What the system knows all of its processes by."""
        return self._running.pid

    def mailbox(self, user: str = "") -> Dovecot:
        """A mailbox of its own; empty, unless `user` was given before."""
        return Dovecot(self, user or f"sam{next(self._numbers)}@okafor.example")

    def stop(self) -> None:
        """It would wait for its clients; nobody's mail is in it."""
        self._running.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._running.wait(0.5)
        with suppress(ProcessLookupError):
            os.killpg(self._running.pid, signal.SIGKILL)
        self._running.wait(10)

    def _start(self) -> subprocess.Popen[bytes]:
        program = shutil.which("dovecot") or "/usr/sbin/dovecot"
        # Root must not be a mailbox's owner, so that it hands the server to another account.
        other = {"user": self.uid, "group": self.gid, "extra_groups": []} if os.getuid() == 0 else {}
        running = subprocess.Popen(
            [program, "-F", "-c", str(self.folder / "dovecot.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509  it calls one function of the system, and takes no lock
            **other,
        )
        for _ in range(400):
            if running.poll() is not None:
                said = running.stderr.read().decode() if running.stderr else ""
                raise RuntimeError(f"Dovecot does not start: {said}")
            if _answers(self.port):
                return running
            time.sleep(0.025)
        running.kill()
        raise RuntimeError(f"Dovecot does not answer: {self.log.read_text() if self.log.exists() else ''}")

    def _own(self, path: Path) -> None:
        """Give what lies there to the account the server runs as."""
        if os.getuid() == 0:
            for each in (path, *path.rglob("*")):
                os.chown(each, self.uid, self.gid)


@dataclass(frozen=True)
class Dovecot:
    """One mailbox on a running Dovecot. A user with "full" in the name may keep 20 KB and no more."""

    on: DovecotServer
    user: str

    @property
    def server(self) -> Server:
        return Server("127.0.0.1", self.on.port, "plain")

    @property
    def login(self) -> Login:
        return Login(self.user, PASSWORD)

    @property
    def certificate(self) -> Path:
        return self.on.certificate

    def token(self, user: str = "") -> str:
        """An access token that the server takes for this user, for XOAUTH2 and OAUTHBEARER."""
        now = int(time.time())
        parts = (
            {"alg": "HS256", "typ": "JWT"},
            {"email": user or self.user, "sub": user or self.user, "iat": now - 5, "exp": now + 600},
        )
        said = b".".join(_in_base64(dumps(each).encode()) for each in parts)
        return (said + b"." + _in_base64(digest(TOKEN_KEY, said, sha256))).decode()

    @cached_property
    def maildir(self) -> Path:
        """The Maildir of the mailbox; its folders lie in it, with a dot before their names."""
        path = self.on.folder / "homes" / self.user / "Maildir"
        for part in ("cur", "new", "tmp"):
            (path / part).mkdir(parents=True, exist_ok=True)
        self.on._own(path.parent)
        return path

    def folder(self, name: str = "INBOX") -> Path:
        """Where a folder of the mailbox lies; made if it is not there."""
        if name == "INBOX":
            return self.maildir
        path = self.maildir / ("." + as_utf7(name).decode("ascii").replace("/", "."))
        if not path.exists():
            for part in ("cur", "new", "tmp"):
                (path / part).mkdir(parents=True)
            (path / "maildirfolder").touch()
            self.on._own(path)
        return path

    def deliver(self, raw: bytes, folder: str = "INBOX", flags: str = "") -> Path:
        """Put a mail into a folder as a delivery does it; `flags` in the letters of a Maildir ("S": read)."""
        number = next(_delivered)
        box = self.folder(folder)
        # No W=: the server counts for itself how long the mail is on the wire.
        name = f"{1_790_000_000 + number}.M{number}P{os.getpid()}.home"
        path = box / "cur" / f"{name}:2,{flags}" if flags else box / "new" / name
        waiting = box / "tmp" / name
        waiting.write_bytes(raw)
        if os.getuid() == 0:
            os.chown(waiting, self.on.uid, self.on.gid)
        waiting.rename(path)
        return path

    def files(self) -> dict[str, tuple[str, int, bytes]]:
        """Every mail, by its folder and name without flags: its flags, its time and its bytes.

        A mail the server has seen goes from new to cur, which is the server's own doing and changes nothing here.
        """
        found = {}
        for path in sorted(self.maildir.rglob("*")):
            if path.parent.name in ("cur", "new") and path.is_file():
                name, _, flags = path.name.partition(":2,")
                place = path.parent.parent.relative_to(self.maildir)
                found[str(place / name)] = (flags, path.stat().st_mtime_ns, path.read_bytes())
        return found


_delivered = count(1)


def _end_with_parent() -> None:
    """Ask Linux to end this process when the one that started it is gone: a test run may be killed."""
    if sys.platform == "linux":
        _C.prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


_C = ctypes.CDLL(None)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as tried:
            return tried.recv(10).startswith(b"* ")
    except OSError:
        return False


def _account() -> pwd.struct_passwd:
    """Whose name the server runs under: one's own, or nobody's where that is root's."""
    return pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())


def _group(gid: int) -> str:
    import grp  # noqa: PLC0415  there is none on Windows, where this file is still looked at

    return grp.getgrgid(gid).gr_name


def _write_certificate(folder: Path) -> None:
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    names = ["-addext", "subjectAltName=DNS:localhost"]
    where = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    subprocess.run([*command, *names, *where], check=True, capture_output=True)


def _in_base64(raw: bytes) -> bytes:
    return urlsafe_b64encode(raw).rstrip(b"=")


@contextmanager
def running_dovecot(capability: str = "") -> Iterator[DovecotServer]:
    """A Dovecot with a folder of its own; both are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="secondwind-dovecot-"))
    try:
        server = DovecotServer(folder, capability)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def dovecot_server() -> Iterator[DovecotServer]:
    with running_dovecot() as server:
        yield server


@pytest.fixture(scope="session")
def weak_dovecot_server() -> Iterator[DovecotServer]:
    with running_dovecot(BASIC) as server:
        yield server


@pytest.fixture
def dovecot(dovecot_server: DovecotServer) -> Dovecot:
    """An empty mailbox of this test's own."""
    return dovecot_server.mailbox()


@pytest.fixture
def weak_dovecot(weak_dovecot_server: DovecotServer) -> Dovecot:
    """The same on a server without MOVE, UIDPLUS, SPECIAL-USE, CONDSTORE and IDLE, as far as it says."""
    return weak_dovecot_server.mailbox()
