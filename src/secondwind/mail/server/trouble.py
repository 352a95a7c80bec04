"""Trouble with a mail server, said in a sentence. Nothing that a server wrote, and no secret, is repeated in it."""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from .account import GoneError, MailServerError, Server, SignInError, UnsafeServerError

_CODE = re.compile(r"\[([A-Z-]{1,40})[^\[\]]{0,200}\]")
_CUT = "What was read so far is kept. Try again later."
_LATER = frozenset({"UNAVAILABLE", "INUSE", "LIMIT", "CONTACTADMIN", "SERVERBUG"})
_REFUSALS = {
    "NOPERM": "{} does not let you do that.",
    "CANNOT": "{} does not let you do that.",
    "READ-ONLY": "{} does not let you do that.",
    "TOOBIG": "{} does not take a mail of that size.",
}
"""Response codes (RFC 5530, RFC 7889) and what they mean."""
_X509 = {
    10: "It has run out.",
    18: "The server signed it itself.",
    19: "It is signed by somebody this machine does not know.",
    20: "It is signed by somebody this machine does not know.",
    62: "It is made out to another name.",
    64: "It is made out to another name.",
}
"""OpenSSL's numbers of what is wrong with a certificate (its x509_vfy.h)."""


GARBLED = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What the library's parser says of nonsense: an index, a number, a letter that is none, or brackets without end."""


class NotUnderstoodError(Exception):
    """The server's answer is none that the protocol knows."""


@contextmanager
def told(server: Server) -> Iterator[None]:
    """Whatever goes wrong on the wire comes out as a MailServerError or one of its kinds, nothing chained to it."""
    try:
        yield
    except MailServerError:
        raise
    except (imaplib.IMAP4.error, NotUnderstoodError, OSError, *GARBLED) as trouble:
        error = sentence_of(trouble, server)
    else:
        return
    raise error from None


def sentence_of(trouble: Exception, server: Server) -> MailServerError:
    """What to tell a person of an exception from the network, the protocol or the parsing of an answer."""
    if isinstance(trouble, OSError):
        return _of_network(trouble, server)
    if isinstance(trouble, imaplib.IMAP4.readonly):
        return MailServerError("The folder may not be changed.", "The server keeps it as it is.")
    if isinstance(trouble, imaplib.IMAP4.abort):
        return _of_abort(str(trouble), server)
    if isinstance(trouble, imaplib.IMAP4.error):
        return _of_refusal(str(trouble), server)
    return not_understood(server)


def _of_network(trouble: OSError, server: Server) -> MailServerError:
    host, port = server.host, server.port
    if isinstance(trouble, ssl.SSLError):
        return _of_tls(trouble, server)
    if isinstance(trouble, TimeoutError):
        return MailServerError(f"{host} does not answer.", _CUT)
    if isinstance(trouble, ConnectionRefusedError):
        hint = "Look at the port, or try again later."
        return MailServerError(f"Nothing answers at port {port} of {host}.", hint)
    if isinstance(trouble, socket.gaierror):
        hint = "Look at the name, and whether this machine is connected."
        return MailServerError(f"There is no server to be found by the name {host}.", hint)
    if isinstance(trouble, ConnectionError):
        return cut(server)
    return MailServerError(f"{host} cannot be reached.", "Look at the connection, or try again later.")


def _of_tls(trouble: ssl.SSLError, server: Server) -> MailServerError:
    if isinstance(trouble, ssl.SSLCertVerificationError):
        why = _X509.get(trouble.verify_code, "")
        hint = "Nothing was sent. Look at the name of the server, or ask the provider."
        return UnsafeServerError(
            f"The certificate of {server.host} is not to be trusted. {why}".strip(), hint
        )
    if isinstance(trouble, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return cut(server)
    hint = "Port 993 is for TLS most often, and 143 for STARTTLS."
    return UnsafeServerError(f"{server.host} does not speak TLS that is safe at port {server.port}.", hint)


def _of_abort(said: str, server: Server) -> MailServerError:
    """imaplib's word for a connection that is of no use any more, whatever the reason."""
    if "unexpected" in said or "unterminated" in said:
        return not_understood(server)
    return cut(server)


def _of_refusal(said: str, server: Server) -> MailServerError:
    """A NO or BAD; its response code, where it has one, says why (RFC 5530)."""
    code, host = code_of(said), server.host
    if "got more than" in said or "violates" in said:
        return not_understood(server)
    if code in ("NONEXISTENT", "TRYCREATE"):
        return GoneError("There is no such folder on the server any more.", "Look at the folders again.")
    if code == "OVERQUOTA":
        return MailServerError(f"The mailbox on {host} is full.", "Make room there, then try again.")
    sentence = _REFUSALS.get(
        code, "{} cannot do it for now." if code in _LATER else "{} did not do what it was asked."
    )
    return MailServerError(sentence.format(host), "Nothing was changed. Try again later.")


def of_sign_in(trouble: Exception, server: Server, way: str) -> MailServerError:
    """What to tell of a sign-in that did not go well; the server's own words decide and are not repeated."""
    if isinstance(trouble.__context__, imaplib.IMAP4.abort):
        trouble = trouble.__context__  # IMAPClient takes a line that was cut for a refusal
    if not isinstance(trouble, imaplib.IMAP4.error) or isinstance(trouble, imaplib.IMAP4.abort):
        return sentence_of(trouble, server)
    said = str(trouble)
    code, low = code_of(said), said.lower()
    if code in _LATER:
        return MailServerError(f"{server.host} lets nobody in for now.", "Try again later.")
    if code == "PRIVACYREQUIRED":
        return UnsafeServerError(
            f"{server.host} takes no password over this connection.", "Choose TLS or STARTTLS."
        )
    if way != "password":
        return SignInError(
            f"{server.host} does not take the sign-in any more.", "Sign in with your provider again."
        )
    if "app" in low and "password" in low:
        return SignInError(
            f"{server.host} asks for an app password.", "Make one in your account, and use it here."
        )
    return SignInError(
        f"{server.host} does not let you in.", "Look at the name and the password you sign in with."
    )


def code_of(said: str) -> str:
    """The response code in a server's answer, as in "[OVERQUOTA] …"; "" where there is none."""
    found = _CODE.search(said)
    return found[1] if found else ""


def cut(server: Server) -> MailServerError:
    return MailServerError(f"The connection to {server.host} was cut.", _CUT)


def not_understood(server: Server) -> MailServerError:
    return MailServerError(
        f"{server.host} answers in a way that is not understood.",
        "What was read so far is kept. Try again later.",
    )
