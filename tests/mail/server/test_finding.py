"""Finding the servers of an address: asked of its own domain, over a real name server and real https on loopback."""

from __future__ import annotations

import datetime
import gzip
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from secondwind.mail.server.account import MailServerError, Server, UnsafeServerError
from secondwind.mail.server.finding import (
    LARGEST,
    Fetch,
    NoImapError,
    Resolve,
    find_servers,
    hosts_to_ask,
    parse_settings,
    the_network,
)
from secondwind.mail.server.providers import AddressError

DOMAIN = "weaver.example"
ADDRESS = f"ada@{DOMAIN}"
SETTINGS = f"autoconfig.{DOMAIN}/mail/config-v1.1.xml"
WELL_KNOWN = f"{DOMAIN}/.well-known/autoconfig/mail/config-v1.1.xml"


@dataclass
class Names:
    """A name server: the records it holds, and what it was asked."""

    port: int
    records: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def srv(self, service: str, *records: str) -> None:
        self.records[f"{service}._tcp.{DOMAIN}.", "SRV"] = list(records)

    def answer(self, raw: bytes) -> bytes:
        query = dns.message.from_wire(raw)
        question = query.question[0]
        name, kind = question.name.to_text().lower(), dns.rdatatype.to_text(question.rdtype)
        self.asked.append((name, kind))
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        held = self.records.get((name, kind))
        if kind in self.broken:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif held:
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", kind, *held))
        else:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer.to_wire()


@pytest.fixture
def names() -> Iterator[Names]:
    """A name server on loopback."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listener.bind(("127.0.0.1", 0))
    held = Names(listener.getsockname()[1])

    def serve() -> None:
        while True:
            raw, asker = listener.recvfrom(4096)
            if not raw:
                return
            listener.sendto(held.answer(raw), asker)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield held
    listener.sendto(b"", listener.getsockname())
    thread.join(5)
    listener.close()


@dataclass
class Pages:
    """An https server for every host there is: its pages by host and path, and what it was asked."""

    port: int
    trusted: Path
    pages: dict[str, bytes | tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def carried(self) -> httpx.BaseTransport:
        return Carried(self.port, ssl.create_default_context(cafile=str(self.trusted)))


class Carried(httpx.BaseTransport):
    """Takes every request to the server on loopback, whatever host it is meant for; certificates are looked at."""

    def __init__(self, port: int, trust: ssl.SSLContext) -> None:
        self.port = port
        self.inner = httpx.HTTPTransport(verify=trust)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        carried = httpx.Request(
            request.method,
            request.url.copy_with(host="127.0.0.1", port=self.port),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": request.url.host},
        )
        return self.inner.handle_request(carried)


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of our own for the hosts of the domain, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, DOMAIN)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [
                    x509.DNSName(DOMAIN),
                    x509.DNSName(f"*.{DOMAIN}"),
                    x509.DNSName("elsewhere.example"),
                    x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
                ]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return certificate, private


@pytest.fixture(scope="session")
def own_certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def pages(own_certificate: tuple[Path, Path]) -> Iterator[Pages]:
    """An https server on loopback."""

    class Asked(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers["Host"].partition(":")[0]
            held.asked.append(host + self.path)
            page = held.pages.get(host + urlsplit(self.path).path, (404, {}, b"none"))
            status, headers, body = (200, {}, page) if isinstance(page, bytes) else page
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*own_certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    held = Pages(server.server_address[1], own_certificate[0])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield held
    server.shutdown()
    thread.join(5)
    server.server_close()


@pytest.fixture
def network(names: Names, pages: Pages) -> tuple[Resolve, Fetch]:
    """The network as the program makes it, over these two servers."""
    return the_network(timeout=2, nameservers=["127.0.0.1"], dns_port=names.port, transport=pages.carried())


@pytest.fixture
def find(network: tuple[Resolve, Fetch]) -> Callable[[], object]:
    return lambda: find_servers(ADDRESS, resolve=network[0], fetch=network[1])


def settings(incoming: str = "", outgoing: str = "") -> bytes:
    """A settings file as domains publish it."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><clientConfig version="1.1"><emailProvider id="{DOMAIN}">'
        f"<domain>{DOMAIN}</domain>{incoming}{outgoing}</emailProvider></clientConfig>"
    ).encode()


def incoming(
    host: str = f"imap.{DOMAIN}", port: object = 993, socket_type: str = "SSL", user: str = "", kind="imap"
):
    """One server to read from."""
    return (
        f'<incomingServer type="{kind}"><hostname>{host}</hostname><port>{port}</port>'
        f"<socketType>{socket_type}</socketType><username>{user or '%EMAILADDRESS%'}</username></incomingServer>"
    )


def outgoing(host: str = f"smtp.{DOMAIN}", port: int = 465, socket_type: str = "SSL") -> str:
    """One server to send by."""
    return (
        f'<outgoingServer type="smtp"><hostname>{host}</hostname><port>{port}</port>'
        f"<socketType>{socket_type}</socketType></outgoingServer>"
    )


def test_the_button_names_the_domain_and_its_settings_host_alone():
    """Two hosts, both the person's own domain; what is no address is said so before."""
    assert hosts_to_ask("ada@Weaver.example") == (DOMAIN, f"autoconfig.{DOMAIN}")
    with pytest.raises(AddressError):
        hosts_to_ask("ada")


# The records in the name service


def test_records_name_the_servers(names: Names, pages: Pages, find):
    """The lowest priority wins, TLS comes before STARTTLS, and nobody else is asked once they answered."""
    names.srv(
        "_imaps", f"20 1 993 spare.{DOMAIN}.", f"10 0 1993 imap.{DOMAIN}.", f"10 9 2993 heavy.{DOMAIN}."
    )
    names.srv("_imap", f"0 1 143 old.{DOMAIN}.")
    names.srv("_submissions", f"0 1 465 smtp.{DOMAIN}.")
    found = find()
    assert found.imap == Server(f"heavy.{DOMAIN}", 2993, "tls")
    assert found.smtp == Server(f"smtp.{DOMAIN}", 465, "tls")
    assert (found.user, found.how, found.is_elsewhere, found.provider) == (ADDRESS, "srv", False, "")
    assert not pages.asked


def test_the_older_services_are_starttls(names: Names, find):
    """_imap and _submission are spoken to with STARTTLS, never in the clear; a server outside the domain is said so."""
    names.srv("_imaps", "0 0 0 .")
    names.srv("_imap", "0 1 143 imap.host.example.")
    names.srv("_submission", "0 1 587 smtp.host.example.")
    found = find()
    assert found.imap == Server("imap.host.example", 143, "starttls")
    assert found.smtp == Server("smtp.host.example", 587, "starttls")
    assert found.is_elsewhere


def test_a_lone_dot_means_none(names: Names, pages: Pages, find):
    """A domain that says it has no IMAP is believed; one that sends no mail is still read."""
    names.srv("_imaps", "0 0 0 .")
    with pytest.raises(NoImapError, match="cannot be read by IMAP"):
        find()
    assert not pages.asked
    names.srv("_imaps", f"0 1 993 imap.{DOMAIN}.")
    names.srv("_submissions", "0 0 0 .")
    assert find().smtp is None


def test_records_that_name_nonsense_are_passed_over(names: Names, find):
    """A port that is none, or a name that is none, is no server."""
    names.srv("_imaps", f"0 1 0 imap.{DOMAIN}.", "1 1 993 a\\032b.example.", f"2 1 993 imap.{DOMAIN}.")
    assert find().imap == Server(f"imap.{DOMAIN}", 993, "tls")


def test_a_name_service_that_does_not_answer_is_said_so(names: Names, pages: Pages, find):
    """The settings file is still asked for; with neither there is a sentence."""
    names.broken = {"SRV", "MX"}
    with pytest.raises(MailServerError, match="name service of your network did not answer"):
        find()
    pages.pages[SETTINGS] = settings(incoming())
    assert find().how == "autoconfig"


def test_nobody_there_is_said_so():
    """A name server that is not running ends in a sentence, in the time that was given."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as unused:
        unused.bind(("127.0.0.1", 0))
        resolve, _ = the_network(timeout=0.3, nameservers=["127.0.0.1"], dns_port=unused.getsockname()[1])
        with pytest.raises(MailServerError, match="did not answer"):
            resolve(DOMAIN, "MX")


# The settings file


def test_the_settings_file_names_the_servers(pages: Pages, names: Names, find):
    """Asked of the settings host with the address, over https; TLS is taken before STARTTLS."""
    pages.pages[SETTINGS] = settings(
        incoming(kind="pop3", port=995) + incoming(port=143, socket_type="STARTTLS") + incoming(),
        outgoing(port=587, socket_type="STARTTLS"),
    )
    found = find()
    assert found.imap == Server(f"imap.{DOMAIN}", 993, "tls")
    assert found.smtp == Server(f"smtp.{DOMAIN}", 587, "starttls")
    assert (found.user, found.how, found.is_elsewhere) == (ADDRESS, "autoconfig", False)
    assert pages.asked == [f"{SETTINGS}?emailaddress=ada%40{DOMAIN}"]
    assert {name for name, _ in names.asked} <= {f"{part}._tcp.{DOMAIN}." for part in ("_imaps", "_imap")}


def test_the_well_known_place_is_the_second(pages: Pages, find):
    """A domain without a settings host may hold the file itself; the address is not told there."""
    pages.pages[WELL_KNOWN] = settings(incoming())
    assert find().how == "autoconfig"
    assert pages.asked[-1] == WELL_KNOWN


@pytest.mark.parametrize(
    ("written", "user"),
    [
        ("%EMAILADDRESS%", ADDRESS),
        ("%EMAILLOCALPART%", "ada"),
        ("%EMAILLOCALPART%+%EMAILDOMAIN%", f"ada+{DOMAIN}"),
        ("w-4711", "w-4711"),
        ("%REALNAME%", ADDRESS),
    ],
)
def test_who_signs_in_is_as_the_file_says(pages: Pages, find, written: str, user: str):
    """The holes are filled; one that is not known gives the whole address."""
    pages.pages[SETTINGS] = settings(incoming(user=written))
    assert find().user == user


@pytest.mark.parametrize("socket_type", ["plain", "", "none", "PLAIN"])
def test_unprotected_servers_are_refused_in_a_sentence(pages: Pages, find, socket_type: str):
    """A file that offers nothing private is not followed, not even to this machine."""
    pages.pages[SETTINGS] = settings(incoming(port=143, socket_type=socket_type))
    with pytest.raises(
        UnsafeServerError, match=f"imap.{DOMAIN}, which would be spoken to without any protection"
    ):
        find()
    pages.pages[SETTINGS] = settings(incoming(host="localhost", port=143, socket_type=socket_type))
    with pytest.raises(UnsafeServerError):
        find()


def test_unprotected_sending_does_not_forbid_reading(pages: Pages, find):
    """Reading is private; the way to send is left open."""
    pages.pages[SETTINGS] = settings(incoming(), outgoing(port=25, socket_type="plain"))
    assert find().imap.host == f"imap.{DOMAIN}"
    assert find().smtp is None


BOMB = settings("<displayName>&b;</displayName>" + incoming()).replace(
    b"<clientConfig", b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><clientConfig', 1
)
READS_FILES = (
    b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><clientConfig><emailProvider>'
    b'<incomingServer type="imap"><hostname>&f;</hostname></incomingServer></emailProvider></clientConfig>'
)


@pytest.mark.parametrize(
    "page",
    [
        BOMB,
        READS_FILES,
        READS_FILES.decode().encode("utf-16"),
        READS_FILES.decode().encode("utf-7"),
        settings(incoming()).replace(b"<clientConfig", b"<!doctype x><clientConfig"),
        settings(incoming() + "<!-- " + "x" * LARGEST + " -->"),
        b"",
        b"<html>not found</html>",
        b"<clientConfig",
        settings(incoming()).decode().encode("utf-16"),
        settings(incoming(port="nine")),
        settings(incoming(port=70000)),
        settings(incoming(port="9" * 5000)),
        settings(incoming(host="imap weaver")),
        settings(incoming(host="")),
    ],
    ids=lambda page: repr(page[:24]),
)
def test_pages_that_are_odd_or_dangerous_name_nothing(pages: Pages, find, page: bytes):
    """Document types, entities, other encodings, endless pages and nonsense are put aside, and the search goes on."""
    pages.pages[SETTINGS] = page
    assert find() is None
    pages.pages[WELL_KNOWN] = settings(incoming())
    assert find().imap == Server(f"imap.{DOMAIN}", 993, "tls")


@given(st.binary(max_size=300) | st.text(max_size=300).map(settings))
def test_no_page_breaks_the_reading(page: bytes):
    """Whatever a host sends, the reading ends in settings or in none."""
    parse_settings(page)


def test_a_packed_page_is_not_unpacked(pages: Pages, find):
    """A page that was packed though nobody asked for it could be any size."""
    pages.pages[SETTINGS] = (200, {"Content-Encoding": "gzip"}, gzip.compress(settings(incoming())))
    assert find() is None


@pytest.mark.parametrize(
    ("target", "follows"),
    [
        (f"https://autoconfig.{DOMAIN}/other.xml", True),
        ("/other.xml", True),
        ("https://elsewhere.example/other.xml", False),
        (f"http://autoconfig.{DOMAIN}/other.xml", False),
        (f"https://name:word@autoconfig.{DOMAIN}/other.xml", False),
        (f"https://autoconfig.{DOMAIN}/mail/config-v1.1.xml", False),
        ("https://", False),
    ],
)
def test_a_host_sends_us_on_to_itself_alone(pages: Pages, find, target: str, follows: bool):
    """A redirect stays with the host the button named, stays protected, and does not go round for ever."""
    pages.pages[SETTINGS] = (302, {"Location": target}, b"")
    for host in (f"autoconfig.{DOMAIN}", "elsewhere.example"):
        pages.pages[f"{host}/other.xml"] = settings(incoming())
    assert (find() is not None) == follows
    assert not [asked for asked in pages.asked if asked.startswith("elsewhere")]


def test_a_page_without_protection_is_not_asked_for():
    """Sent on to http, the program stops there, even with the same host."""
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.scheme)
        if request.url.scheme == "https":
            return httpx.Response(302, headers={"Location": f"http://{request.url.host}/other.xml"})
        return httpx.Response(200, content=settings(incoming()))

    _, fetch = the_network(transport=httpx.MockTransport(answer))
    assert fetch(f"https://{WELL_KNOWN}") is None
    assert fetch(f"http://{WELL_KNOWN}") is None
    assert asked == ["https"]


def test_a_certificate_nobody_vouches_for_is_not_believed(names: Names, pages: Pages):
    """Without a trusted certificate anybody on the way could name the servers."""
    pages.pages[SETTINGS] = settings(incoming())
    resolve, fetch = the_network(
        timeout=2,
        nameservers=["127.0.0.1"],
        dns_port=names.port,
        transport=Carried(pages.port, ssl.create_default_context()),
    )
    assert find_servers(ADDRESS, resolve=resolve, fetch=fetch) is None


# Whose machines receive the mail


def test_a_domain_of_ones_own_is_known_by_its_mail_machines(names: Names, find):
    """Last of all: the machine with the lowest number says whose mailbox it is, by the shipped table."""
    names.records[f"{DOMAIN}.", "MX"] = [
        "20 mx.example.org.",
        "5 weaver-example.mail.protection.outlook.com.",
    ]
    found = find()
    assert (found.how, found.provider) == ("mx", "microsoft365")
    assert found.imap.host == "outlook.office365.com"
    assert found.is_elsewhere


def test_a_domain_that_says_nothing_gives_nothing(names: Names, pages: Pages, find):
    """No name is tried on the off chance, and no table on the net is asked."""
    assert find() is None
    assert all(name.endswith(f"{DOMAIN}.") for name, _ in names.asked)
    assert {asked.partition("/")[0] for asked in pages.asked} == set(hosts_to_ask(ADDRESS))
