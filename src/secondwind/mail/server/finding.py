"""find_servers: where the mailbox of an address is, asked of the address's own domain and of nobody else.

First the records for this in the name service (RFC 6186, RFC 8314), then the settings file that many domains
publish, then whose machines receive the domain's mail, looked up in the shipped table. All of it happens on a
button that says `hosts_to_ask`. No table on the net is asked, no name is tried on the off chance, and what would
not be protected is refused.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlsplit

import dns.exception
import dns.resolver
import httpx

from .account import MailServerError, Security, Server, UnsafeServerError
from .providers import domain_of, is_host_name, provider_behind

LARGEST = 64 * 1024
"""Bytes of a settings file; real ones have one or two thousand."""
_ASKING = {"User-Agent": "secondwind", "Accept": "text/xml", "Accept-Encoding": "identity"}
HOPS = 3
"""How often one host may send us on to another page of its own."""


@dataclass(frozen=True, slots=True)
class Record:
    """One answer of the name service. For MX, `weight` and `port` are 0."""

    priority: int
    weight: int
    port: int
    target: str


Resolve = Callable[[str, Literal["SRV", "MX"]], Sequence[Record]]
"""Records of a name, in any order; () where there are none. MailServerError where the service does not answer."""
Fetch = Callable[[str], "bytes | None"]
"""The page at an https address; None where there is none to be had."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, to be shown before anything is sent there. `how` says where it stood; `provider` is a key of
    the shipped table, "" where it was the domain itself that answered. `is_elsewhere`: a server outside the domain."""

    imap: Server
    smtp: Server | None
    user: str
    how: Literal["srv", "autoconfig", "mx"]
    is_elsewhere: bool
    provider: str = ""


def hosts_to_ask(address: str) -> tuple[str, ...]:
    """Who is asked, for the words on the button: the domain, and the host of its settings. AddressError."""
    domain = domain_of(address)
    return domain, f"autoconfig.{domain}"


def find_servers(address: str, *, resolve: Resolve, fetch: Fetch) -> Found | None:
    """The servers of an address; None where its domain says nothing.

    AddressError; UnsafeServerError where all it names would be unprotected; MailServerError where the domain says it
    has no IMAP, or where nobody answered.
    """
    domain = domain_of(address)
    silence: MailServerError | None = None
    try:
        if found := _by_srv(address, domain, resolve):
            return found
    except NoImapError:
        raise
    except MailServerError as trouble:
        silence = (
            trouble  # some networks let no SRV record through; the settings file may be there all the same
        )
    if found := _by_settings(address, domain, fetch):
        return found
    try:
        if found := _by_mx(address, domain, resolve):
            return found
    except MailServerError as trouble:
        silence = trouble
    if silence:
        raise silence
    return None


class NoImapError(MailServerError):
    """The domain says of itself that its mail cannot be read by IMAP."""


# The records in the name service


def _by_srv(address: str, domain: str, resolve: Resolve) -> Found | None:
    imap = _first(domain, (("_imaps._tcp", "tls"), ("_imap._tcp", "starttls")), resolve)
    if imap is None:
        return None
    if imap == "none":
        raise NoImapError(
            f"{domain} says that its mail cannot be read by IMAP.",
            "Export your mail as .mbox or .eml, and import that.",
        )
    smtp = _first(domain, (("_submissions._tcp", "tls"), ("_submission._tcp", "starttls")), resolve)
    return _found(address, domain, imap, smtp if isinstance(smtp, Server) else None, "srv")


def _first(
    domain: str, services: Iterable[tuple[str, Security]], resolve: Resolve
) -> Server | Literal["none"] | None:
    """The best server of the first service that has one; "none" where the domain says it has none (a lone ".")."""
    denied = False
    for service, security in services:
        records = resolve(f"{service}.{domain}", "SRV")
        for record in sorted(records, key=lambda each: (each.priority, -each.weight, each.target)):
            target = record.target.lower().rstrip(".")
            if not target:
                denied = True
            elif is_host_name(target) and 0 < record.port < 65536:
                return Server(target, record.port, security)
    return "none" if denied else None


# The settings file


def _by_settings(address: str, domain: str, fetch: Fetch) -> Found | None:
    places = (
        f"https://autoconfig.{domain}/mail/config-v1.1.xml?emailaddress={quote(address.strip())}",
        f"https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml",
    )
    unsafe: UnsafeServerError | None = None
    for place in places:
        page = fetch(place)
        settings = parse_settings(page) if page else None
        if settings is None:
            continue
        try:
            imap = _chosen(settings, "incomingServer", "imap", domain)
        except UnsafeServerError as trouble:
            unsafe = trouble
            continue
        if imap is None:
            continue
        try:
            smtp = _chosen(settings, "outgoingServer", "smtp", domain)
        except UnsafeServerError:
            smtp = None  # reading is private; sending can be filled in by hand
        user = _user(settings, address)
        return _found(address, domain, imap, smtp, "autoconfig", user=user)
    if unsafe:
        raise unsafe
    return None


def parse_settings(page: bytes) -> ET.Element | None:
    """The settings in a page; None for a page that is none, or that brings a document type or entities of its own.

    Such a page could name files of this machine or grow without end, and no settings file needs them. The page has to
    be UTF-8, so that what is refused cannot hide in another encoding.
    """
    if len(page) > LARGEST:
        return None
    try:
        text = page.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if re.search(r"<!\s*(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
        return None
    try:
        root = ET.fromstring(text)  # noqa: S314 - no document type gets this far
    except (ET.ParseError, ValueError):
        return None
    return root if root.tag == "clientConfig" else None


_PRIVATE: dict[str, Security] = {"SSL": "tls", "TLS": "tls", "STARTTLS": "starttls"}


def _chosen(settings: ET.Element, tag: str, kind: str, domain: str) -> Server | None:
    """The first protected server, TLS before STARTTLS. UnsafeServerError where there are others alone."""
    servers: list[Server] = []
    unprotected = ""
    for each in settings.iterfind(f"emailProvider/{tag}"):
        if each.get("type", "").lower() != kind:
            continue
        host = (each.findtext("hostname") or "").strip().lower().rstrip(".").replace("%emaildomain%", domain)
        port = (each.findtext("port") or "").strip()
        security = _PRIVATE.get((each.findtext("socketType") or "").strip().upper())
        if (
            not is_host_name(host)
            or not port.isascii()
            or not port.isdigit()
            or not 0 < int(port[:9]) < 65536
        ):
            continue
        if security is None:
            unprotected = host
            continue
        servers.append(Server(host, int(port), security))
    if not servers and unprotected:
        raise UnsafeServerError(
            f"{domain} names {unprotected}, which would be spoken to without any protection.",
            "Ask whoever runs this mailbox for a server with TLS, and fill it in by hand.",
        )
    return min(servers, key=lambda server: server.security != "tls", default=None)


def _user(settings: ET.Element, address: str) -> str:
    """Who signs in, as the first IMAP server's entry has it; the whole address where it says something unknown."""
    whole = address.strip()
    local, _, domain = whole.rpartition("@")
    for each in settings.iterfind("emailProvider/incomingServer"):
        if each.get("type", "").lower() != "imap":
            continue
        name = (each.findtext("username") or "").strip()
        for hole, value in (
            ("%EMAILADDRESS%", whole),
            ("%EMAILLOCALPART%", local),
            ("%EMAILDOMAIN%", domain),
        ):
            name = name.replace(hole, value)
        return name if name and name.isprintable() and "%" not in name and len(name) <= 320 else whole
    return whole


# Whose machines receive the mail


def _by_mx(address: str, domain: str, resolve: Resolve) -> Found | None:
    records = sorted(resolve(domain, "MX"), key=lambda record: (record.priority, record.target))
    known = provider_behind(record.target for record in records)
    if known is None or known.imap is None:
        return None
    user = known.user_of(address.strip())
    return _found(address, domain, known.imap, known.smtp, "mx", user=user, provider=known.key)


def _found(
    address: str,
    domain: str,
    imap: Server,
    smtp: Server | None,
    how: Literal["srv", "autoconfig", "mx"],
    *,
    user: str = "",
    provider: str = "",
) -> Found:
    servers = [server for server in (imap, smtp) if server]
    elsewhere = any(not f".{server.host}".endswith(f".{domain}") for server in servers)
    return Found(imap, smtp, user or address.strip(), how, elsewhere, provider)


# The network itself


def the_network(
    *,
    timeout: float = 6.0,
    nameservers: Sequence[str] = (),
    dns_port: int = 53,
    transport: httpx.BaseTransport | None = None,
) -> tuple[Resolve, Fetch]:
    """How `find_servers` speaks to the world: this machine's name servers, and https. `timeout` is in seconds.

    The other arguments are for a network of one's own: name servers by address, and how pages are carried.
    """
    resolver = dns.resolver.Resolver(configure=not nameservers)
    if nameservers:
        resolver.nameservers = list(nameservers)
        resolver.port = dns_port
    resolver.lifetime = timeout

    def resolve(name: str, kind: Literal["SRV", "MX"]) -> list[Record]:
        try:
            answer = resolver.resolve(name, kind, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except dns.exception.DNSException:
            raise MailServerError(
                "The name service of your network did not answer.",
                "Look whether you are online, or fill in the servers by hand.",
            ) from None
        if kind == "MX":
            return [Record(each.preference, 0, 0, each.exchange.to_text()) for each in answer]
        return [Record(each.priority, each.weight, each.port, each.target.to_text()) for each in answer]

    def fetch(address: str) -> bytes | None:
        with httpx.Client(timeout=timeout, transport=transport, follow_redirects=False) as client:
            return _page(client, address)

    return resolve, fetch


def _page(client: httpx.Client, address: str) -> bytes | None:
    """The page at `address`; followed where its own host sends us on over https, and nowhere else."""
    host = urlsplit(address).hostname
    url = httpx.URL(address)
    try:
        for _ in range(HOPS):
            if url.scheme != "https" or url.host != host or url.userinfo:
                return None
            with client.stream(
                "GET", url, headers={"User-Agent": "secondwind", "Accept": "text/xml"}
            ) as answer:
                if answer.is_redirect and answer.next_request:
                    url = answer.next_request.url
                    continue
                return _body(answer) if answer.status_code == 200 else None
    except (httpx.HTTPError, httpx.InvalidURL):
        return None  # most domains publish no such file, and many have no such host
    return None


def _body(answer: httpx.Response) -> bytes | None:
    body = b""
    for chunk in answer.iter_raw(8192):  # unpacked it could be any size
        body += chunk
        if len(body) > LARGEST:
            return None
    return body
