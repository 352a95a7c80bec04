"""Reads the invented mails and phrases. The format stands in training/README.md."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from secondwind.mail.message import Address, Message

OPEN, CLOSE = "[[", "]]"


@dataclass(frozen=True)
class Invented:
    """One invented mail: its kind, tags, the stretch a person would point at, and the facts it tells."""

    name: str
    lang: str
    kind: str
    tags: frozenset[str]
    message: Message
    evidence: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    """Lower-case names: employer, role, location, agency, contact, reason, stage, form, when, deadline, link."""

    @property
    def text(self) -> str:
        return self.message.text


def read_mails(path: Path) -> Iterator[Invented]:
    """The mails of one file. ValueError names the mail whose head cannot be read."""
    for number, block in enumerate(path.read_text(encoding="utf-8").split("\n%% ")):
        told = block.removeprefix("\ufeff").removeprefix("%% ")
        if told.strip() and not told.startswith("#"):
            yield _read_mail(told, path, number)


def _read_mail(block: str, path: Path, number: int) -> Invented:
    name = f"{path.stem}-{number}"
    top, _, rest = block.partition("\n")
    kind, _, tags = top.partition("|")
    head, _, body = rest.partition("\n\n")
    facts: dict[str, str] = {}
    for line in head.splitlines():
        key, colon, value = line.partition(":")
        if not colon:
            raise ValueError(f"{name}: {line!r} is no header line")
        key = key.strip().lower()
        facts[key] = f"{facts[key]}\n{value.strip()}" if key in facts else value.strip()
    sender_name, _, address = facts.pop("from", "").rpartition("<")
    address = address.strip(" >")
    evidence = body.partition(OPEN)[2].partition(CLOSE)[0]
    sent = facts.pop("sent", "")
    message = Message(
        message_id=f"{name}@invented.example",
        subject=facts.pop("subject", "").replace(OPEN, "").replace(CLOSE, ""),
        sender=Address(sender_name.strip(' "'), address.lower() if "@" in address else ""),
        sent_at=datetime.fromisoformat(sent) if sent else None,
        text=body.replace(OPEN, "").replace(CLOSE, "").strip(),
    )
    named = frozenset(tag.strip() for tag in tags.split(",") if tag.strip())
    return Invented(name, path.stem[:2], kind.strip(), named, message, " ".join(evidence.split()), facts)


def read_phrases(path: Path) -> Iterator[tuple[str, str]]:
    """(class, sentence) for every line of one file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        name, tab, sentence = line.partition("\t")
        if tab and sentence.strip():
            yield name.strip(), sentence.strip()


def all_mails(folder: Path) -> list[Invented]:
    return [mail for path in sorted(folder.glob("*.txt")) for mail in read_mails(path)]


def all_phrases(folder: Path) -> list[tuple[str, str, str]]:
    """(language, class, sentence) of every file."""
    return [
        (path.stem[:2], name, sentence)
        for path in sorted(folder.glob("*.tsv"))
        for name, sentence in read_phrases(path)
    ]
