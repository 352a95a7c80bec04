"""What a golden search is made of: Search, Application, Mail."""

from __future__ import annotations

from dataclasses import dataclass

from secondwind.mail.message import Message


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail and what is true of it.

    `application` is the golden key, None where the mail belongs to no application. `kind` is one of the nine kinds
    of reading. `employer` and `role` are what this mail itself says in sender's name, subject or its own words
    (quoted history not counted), as written there; None where it does not say, though the person may know.
    `traps` name what is hard about it; "undecidable" means nobody could tell from the mails, and it is not scored.
    """

    message: Message
    application: str | None
    kind: str
    employer: str | None
    role: str | None
    traps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Application:
    """The truth behind a golden key: the employer without legal form, the role, and the agency between, if any."""

    key: str
    employer: str
    role: str
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """One person's search: `mails` in the order they were sent, `applications` in the order they were begun."""

    name: str
    languages: tuple[str, ...]
    own_address: str
    mails: list[Mail]
    applications: tuple[Application, ...]
