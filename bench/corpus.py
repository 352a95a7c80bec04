"""A mailbox of many years, made from a seed: `python bench/corpus.py FOLDER [--messages N] [--megabytes N]`.

FOLDER gets `all.mbox` and `Maildir`, the same mails in both, and `corpus.json`, which says what was made. Three in a
hundred are about a search for work: the invented ones of tests/corpus and training/mails, again and again. The rest
is the mail of a life, invented here: newsletters, shops, lists, neighbours, colleagues. A third is base64 or
quoted-printable, charsets are mixed, the median is about 8 KB, and one in ten carries an attachment.
"""

from __future__ import annotations

import argparse
import base64
import json
import random
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HOME), str(HOME / "tests")]

from written import Form, as_html, part, written  # noqa: E402

EDITION = 2
"""Of this generator: a corpus that an earlier one left in the folder is made anew."""
JOB_SHARE = 0.03
ATTACHED = 0.25
"""Of the mail that is not a shop's: a tenth of all."""

LANGS = ("en", "en", "en", "de", "de", "fr", "es", "it", "pt", "nl", "pl", "sv")
SMALL_CHARSETS = {
    "en": ("us-ascii", "iso-8859-1", "windows-1252"),
    "pl": ("iso-8859-2", "windows-1250"),
}
FOOTERS = (
    "Unsubscribe | Privacy | Help", "Careers | Press | Privacy | Unsubscribe", "View in browser | Unsubscribe",
    "You get this because you have an account with us.", "Sent with care from a small office by the canal.",
)  # fmt: skip
SITES = (
    "harbourtools",
    "plumandrye",
    "lanternbooks",
    "northquaybank",
    "kettlerow",
    "mossgarden",
    "tidetable",
    "papermoon",
)
FRIENDS = (
    "Pat Lowe",
    "Inga Brandt",
    "Luc Morel",
    "Rosa Vidal",
    "Tove Lind",
    "Ola Zaremba",
    "Piet Visser",
    "Gio Conti",
)
LISTS = ("rowing-club", "compiler-dev", "village-hall", "map-makers", "choir")


@dataclass(frozen=True)
class Job:
    """One invented mail about a search for work, as the text it says."""

    sender: str
    subject: str
    text: str


def job_mails(home: Path = HOME) -> list[Job]:
    """The invented mails of the repository that are about a search for work."""
    found = [*_of_corpus(home / "tests" / "corpus"), *_of_training(home / "training" / "mails")]
    return sorted(found, key=lambda job: (job.subject, job.text))


def _of_corpus(folder: Path) -> Iterator[Job]:
    for path in sorted(folder.glob("*.eml")):
        expected = path.with_suffix(".toml").read_text(encoding="utf-8")
        if re.search(r'^kind\s*=\s*"not_job"', expected, re.MULTILINE):
            continue
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        body = mail.get_body(("plain", "html"))
        text = body.get_content() if body else ""
        yield Job(str(mail["From"]), str(mail["Subject"]), re.sub(r"<[^>]*>", " ", text))


def _of_training(folder: Path) -> Iterator[Job]:
    for path in sorted(folder.glob("*.txt")):
        for block in re.split(r"^%% ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            kind, _, rest = block.partition("\n")
            head, _, text = rest.partition("\n\n")
            if kind.split("|")[0].strip() != "not_job":
                fields = dict(re.findall(r"^(From|Subject): *(.*)$", head, re.MULTILINE))
                sender, subject = fields.get("From", "somebody@invented.example"), fields.get("Subject", "")
                yield Job(sender, subject, re.sub(r"\[\[|\]\]", "", text))


def everyday() -> dict[str, list[str]]:
    """The sentences of everyday life, by language."""
    found: dict[str, list[str]] = {}
    for line in (HOME / "bench" / "everyday.txt").read_text(encoding="utf-8").splitlines():
        lang, _, sentence = line.partition(" ")
        if lang != "#":
            found.setdefault(lang, []).append(sentence)
    return found


class Writer:
    """Makes the mails, one after the other, all from one seed."""

    def __init__(self, seed: int, attachment: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311  the same corpus each time is what is wanted
        self.attachment = attachment
        self.jobs = job_mails()
        self.days = everyday()
        self.noise = base64.encodebytes(self.dice.randbytes(3_000_000))
        self.count = self.about_jobs = self.encoded = 0

    def one(self) -> bytes:
        self.count += 1
        if self.dice.random() < JOB_SHARE:
            self.about_jobs += 1
            return self._job()
        kinds = (self._newsletter, self._notice, self._listed, self._thread, self._note)
        return self.dice.choices(kinds, (38, 26, 13, 15, 8))[0]()

    def _form(self, lang: str, *, is_html: bool) -> Form:
        dice = self.dice
        encoding = dice.choices(("8bit", "quoted-printable", "base64"), (66, 20, 14))[0]
        charset = "utf-8"
        if dice.random() < 0.35:
            charset = dice.choice(SMALL_CHARSETS.get(lang, ("iso-8859-1", "iso-8859-15", "windows-1252")))
        elif dice.random() < 0.01:
            charset, encoding = "utf-16", "base64"
        self.encoded += encoding != "8bit"
        return Form(charset, encoding, is_html=is_html, folded=dice.random() < 0.1)

    def _job(self) -> bytes:
        job, dice = self.dice.choice(self.jobs), self.dice
        form = self._form("de", is_html=dice.random() < 0.45)
        text = job.text if dice.random() < 0.5 else f"{job.text}\n\n{self._says('en', 200)}"
        return self._sent(job.sender, job.subject, text, form)

    def _says(self, lang: str, length: int) -> str:
        said, size = [], 0
        while size < length:
            sentence = self.dice.choice(self.days[lang])
            said.append(sentence + ("\n\n" if self.dice.random() < 0.25 else " "))
            size += len(sentence)
        return "".join(said)

    def _newsletter(self) -> bytes:
        lang, site = self.dice.choice(LANGS), self.dice.choice(SITES)
        text = self._says(lang, int(self.dice.lognormvariate(7.6, 0.5))) + "\n" + self.dice.choice(FOOTERS)
        fields = (
            (
                "List-Unsubscribe",
                f"<https://{site}.example/u/{self.count}>, <mailto:u{self.count}@{site}.example>",
            ),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ("Feedback-ID", f"{self.count}:{site}"),
        )
        sender = f"{site.title()} <news@mail.{site}.example>"
        return self._sent(
            sender, self._subject(lang), text, self._form(lang, is_html=True), fields, rich=True
        )

    def _notice(self) -> bytes:
        lang, site = self.dice.choice(LANGS), self.dice.choice(SITES)
        text = self._says(lang, self.dice.randrange(300, 2200)) + "\n" + self.dice.choice(FOOTERS[2:])
        fields = (
            (("List-Unsubscribe", f"<https://{site}.example/u/{self.count}>"),)
            if self.dice.random() < 0.6
            else ()
        )
        sender = f"{site.title()} <no-reply@{site}.example>"
        return self._sent(
            sender, self._subject(lang), text, self._form(lang, is_html=True), fields, rich=True
        )

    def _listed(self) -> bytes:
        name, lang = self.dice.choice(LISTS), self.dice.choice(("en", "en", "en", "de"))
        fields = (("List-Id", f"<{name}.lists.example>"), ("Precedence", "list"), *self._answers())
        text = self._says(lang, self.dice.randrange(400, 2500)) + _quoted(self._says(lang, 900))
        sender = f"{self.dice.choice(FRIENDS)} <m{self.dice.randrange(400)}@{name}.example>"
        return self._sent(
            sender, f"[{name}] {self._subject(lang)}", text, self._form(lang, is_html=False), fields
        )

    def _thread(self) -> bytes:
        lang = self.dice.choice(LANGS)
        text = self._says(lang, self.dice.randrange(100, 900))
        for _ in range(self.dice.randrange(1, 5)):
            text += _quoted(self._says(lang, self.dice.randrange(300, 900)))
        return self._sent(self._friend(), f"Re: {self._subject(lang)}", text,
                          self._form(lang, is_html=self.dice.random() < 0.5), self._answers())  # fmt: skip

    def _note(self) -> bytes:
        lang = self.dice.choice(LANGS)
        text = self._says(lang, self.dice.randrange(40, 700))
        return self._sent(
            self._friend(), self._subject(lang), text, self._form(lang, is_html=self.dice.random() < 0.3)
        )

    def _friend(self) -> str:
        name = self.dice.choice(FRIENDS)
        return f"{name} <{name.split()[0].lower()}{self.dice.randrange(30)}@post.example>"

    def _subject(self, lang: str) -> str:
        return self.dice.choice(self.days[lang])[: self.dice.randrange(20, 70)].rstrip(" .,")

    def _answers(self) -> tuple[tuple[str, str], ...]:
        asked = f"<{self.dice.randrange(max(1, self.count))}.note@post.example>"
        return (("In-Reply-To", asked), ("References", asked))

    def _sent(
        self, sender: str, subject: str, text: str, form: Form, fields: tuple[tuple[str, str], ...] = (), *,
        rich: bool = False,
    ) -> bytes:  # fmt: skip
        seal = "".join(self.dice.choices("abcdefghijkmnpqrstuvwxyzABCDEFGH0123456789+/", k=344))
        lines = "\n ".join(re.findall(".{1,70}", seal))
        fields = (
            ("Message-ID", f"<{self.count}.note@post.example>"),
            ("DKIM-Signature", "v=1; a=rsa-sha256; c=relaxed/relaxed; d=post.example; s=k1;\n b=" + lines),
            ("Authentication-Results", "mx1.home.invented; dkim=pass header.d=post.example; spf=pass"),
            *fields,
        )  # fmt: skip
        if rich and form.is_html:
            return self._rich(sender, subject, text, form, fields)
        if self.dice.random() < ATTACHED:
            return self._attached(sender, subject, text, form, fields)
        return written(sender, subject, text, form, fields=fields)

    def _rich(
        self, sender: str, subject: str, text: str, form: Form, fields: tuple[tuple[str, str], ...]
    ) -> bytes:
        """HTML as shops write it: many tags about few words, often with a plain twin."""
        cells = "".join(
            f'<tr><td align="left" style="padding:8px 24px;font-family:Arial,sans-serif;font-size:14px"><a href='
            f'"https://t.example/c/{self.count}/{n}?u=8f3a91c2">{line}</a></td></tr>\n'
            for n, line in enumerate(re.split(r"(?<=[.!?]) ", text))
        )  # fmt: skip
        page = as_html("").replace("<body>", f'<body><table width="600" cellpadding="0">{cells}</table>')
        whole = written(
            sender, subject, "", Form(form.charset, form.encoding, folded=form.folded), fields=fields
        )
        head = whole[: whole.index(b"Content-Type:")]
        encoded = part("\0", Form(form.charset, form.encoding, is_html=True))
        at = encoded.index(b"\n\n") + 2
        raw = page.encode(form.charset, "replace")
        if form.encoding == "base64":
            raw = base64.encodebytes(raw)
        elif form.encoding == "quoted-printable":
            raw = _quick_quoted(raw)
        html_part = encoded[:at] + raw
        if self.dice.random() < 0.5:
            return head + html_part
        plain = part(text, Form(form.charset, form.encoding))
        line = b"\n--=_shop\n"
        kind = b'Content-Type: multipart/alternative; boundary="=_shop"\n'
        return head + kind + line + plain + line + html_part + b"\n--=_shop--\n"

    def _attached(
        self, sender: str, subject: str, text: str, form: Form, fields: tuple[tuple[str, str], ...]
    ) -> bytes:
        size = min(len(self.noise) // 2, int(self.dice.lognormvariate(0, 1.0) * self.attachment / 1.65))
        at = self.dice.randrange(0, len(self.noise) - size) // 77 * 77
        whole = written(sender, subject, text, form, fields=fields)
        split = whole.index(b"Content-Type:")
        line = b"\n--=_with_file\n"
        name = self.dice.choice(("photo.jpg", "invoice.pdf", "minutes.docx", "map.png"))
        file = (
            f'Content-Type: application/octet-stream; name="{name}"\nContent-Transfer-Encoding: base64\n'
            f'Content-Disposition: attachment; filename="{name}"\n\n'
        )
        return (
            whole[:split] + b'Content-Type: multipart/mixed; boundary="=_with_file"\n' + line + whole[split:] + line
            + file.encode() + self.noise[at : at + size] + b"\n--=_with_file--\n"
        )  # fmt: skip


def _quoted(text: str) -> str:
    return "\n\nOn Tuesday somebody wrote:\n" + "\n".join(f"> {line}" for line in text.split("\n"))


def _quick_quoted(raw: bytes) -> bytes:
    """quoted-printable, quickly: quopri takes a second for 300 KB."""
    lines = re.sub(rb"[=\x80-\xff]", lambda each: b"=%02X" % each[0][0], raw).split(b"\n")
    return b"\n".join(
        b"=\n".join(re.findall(rb".{1,72}(?:=..)?", line)) if len(line) > 76 else line for line in lines
    )


def make(folder: Path, messages: int, megabytes: int, seed: int = 7) -> dict[str, int]:
    """Write the corpus below `folder`, unless one of these sizes is there already. Returns what corpus.json says."""
    told = folder / "corpus.json"
    wanted = {"messages": messages, "megabytes": megabytes, "seed": seed, "edition": EDITION}
    if told.exists() and wanted.items() <= json.loads(told.read_text()).items():
        return dict(json.loads(told.read_text()))
    shutil.rmtree(folder / "Maildir", ignore_errors=True)
    for part_of in ("cur", "new", "tmp"):
        (folder / "Maildir" / part_of).mkdir(parents=True)
    spare = max(0, megabytes * 2**20 - messages * 7_000)  # what the mails take without their attachments
    writer = Writer(seed, int(spare / (messages * ATTACHED * 0.39)))
    sizes = []
    with (folder / "all.mbox").open("wb") as box:
        for number in range(messages):
            raw = writer.one()
            sizes.append(len(raw))
            box.write(b"From someone@invented.example Wed Sep  2 10:00:00 2026\n")
            box.write(re.sub(rb"(?m)^(>*From )", rb">\1", raw) + (b"\n" if raw.endswith(b"\n") else b"\n\n"))
            (folder / "Maildir" / "cur" / f"{1_700_000_000 + number}.M{number}P7.home:2,S").write_bytes(raw)
    made = {
        **wanted, "bytes": sum(sizes), "median": sorted(sizes)[len(sizes) // 2],
        "about_jobs": writer.about_jobs, "encoded": writer.encoded,
    }  # fmt: skip
    told.write_text(json.dumps(made, indent=1))
    return made


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--messages", type=int, default=50_000)
    ask.add_argument("--megabytes", type=int, default=1_600)
    ask.add_argument("--seed", type=int, default=7)
    given = ask.parse_args()
    print(json.dumps(make(given.folder, given.messages, given.megabytes, given.seed), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
