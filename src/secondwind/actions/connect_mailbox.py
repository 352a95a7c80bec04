"""Connect a mailbox (by signing in and looking, no more) and disconnect it. The secret goes to the keyring alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from secondwind.accounts.models import Person
from secondwind.accounts.secrets import forget_secret, keep_secret
from secondwind.errors import NotNowError, SecondWindError
from secondwind.mail.server.account import Login, Server
from secondwind.record.mailboxes import imports_of, source_prefix
from secondwind.record.models import Folder, Mailbox, MailImport, Sending, SourceMark
from secondwind.record.queries import RUNNING

from .open_mailbox import opened_at, secret_name, unpacked, way_of


def connect_mailbox(
    owner: Person,
    address: str,
    *,
    imap: Server,
    smtp: Server | None,
    user: str = "",
    secret: str,
    sign_in: str = "password",
    provider: str = "",
    oauth: dict[str, Any] | None = None,
    folders: Sequence[str] = (),
    since: date | None = None,
    now: datetime,
) -> Mailbox:
    """Sign in, look which folders there are, and keep the mailbox: read-only, with no reading by itself.

    One that is connected already is connected anew: what was allowed stays allowed. `secret` is the password, or for
    `sign_in` "oauth" what `open_mailbox.packed` gives. SignInError, MailServerError and
    their like where it cannot be reached; then nothing is kept. SecondWindError for a folder that is not there.
    """
    address = address.strip()
    if "@" not in address or not address.isprintable() or len(address) > 320 or " " in address:
        raise SecondWindError("That is no mail address.", "It looks like name@place.example.")
    user = user.strip() or address
    names = _look(imap, _login(user, secret, sign_in, oauth or {}), folders)
    mailbox, is_new = _kept(
        owner, address, imap=imap, smtp=smtp, user=user, sign_in=sign_in, provider=provider, oauth=oauth or {},
        folders=names, since=since, now=now,
    )  # fmt: skip
    try:
        keep_secret(secret_name(mailbox), secret)
    except BaseException:
        if is_new:
            mailbox.delete()
        raise
    return mailbox


def _login(user: str, secret: str, sign_in: str, oauth: dict[str, Any]) -> Login:
    if sign_in == "oauth":
        return Login(user, unpacked(secret).token.access, way_of(oauth))
    return Login(user, secret)


def _look(imap: Server, login: Login, folders: Sequence[str]) -> list[str]:
    """The chosen names as the server writes them. Opens one folder for reading (EXAMINE), and leaves."""
    with opened_at(imap, login) as connection:
        infos = [info for info in connection.folders() if info.selectable]
        there = {info.name.casefold(): info.name for info in infos}
        missing = [name for name in folders if name.casefold() not in there]
        if missing:
            raise SecondWindError(
                f"There is no folder {missing[0]} in this mailbox.",
                f"These are there: {', '.join(sorted(there.values())[:30])}.",
            )
        names = [there[name.casefold()] for name in folders]
        first = names[0] if names else next((info.name for info in infos if info.name.upper() == "INBOX"), "")
        if first:
            connection.examine(first)
    return names


@transaction.atomic
def _kept(
    owner: Person, address: str, *, imap: Server, smtp: Server | None, **fresh: Any
) -> tuple[Mailbox, bool]:
    now = fresh.pop("now")
    found = Mailbox.objects.of(owner).filter(address__iexact=address).first()
    row = found or Mailbox(owner=owner, address=address, connected_at=now)
    if found is not None and (row.imap_host != imap.host or fresh["since"] != row.since or not row.imap_host):
        # Another server, or other mail of it: what was read before says nothing of that.
        SourceMark.objects.of(owner).filter(source__startswith=source_prefix(row)).delete()
    row.imap_host, row.imap_port, row.imap_security = imap.host, imap.port, imap.security
    row.smtp_host, row.smtp_port, row.smtp_security = (
        (smtp.host, smtp.port, smtp.security) if smtp else ("", 465, "tls")
    )
    for name, value in fresh.items():
        setattr(row, name, value)
    row.trouble = ""
    row.save()
    mine = address.casefold()
    if mine not in owner.own_addresses:
        owner.own_addresses = [*owner.own_addresses, mine]
        owner.save(update_fields=["own_addresses"])
    return row, found is None


def disconnect_mailbox(mailbox: Mailbox) -> None:
    """Forget how to get there, secret included. Mail that is kept stays kept; nothing on the server changes.

    NotNowError while a letter is leaving by it. A mailbox that letters went out by keeps its name beside them.
    """
    owner = mailbox.owner
    on_the_way = Sending.objects.of(owner).filter(mailbox=mailbox, state__in=["waiting", "claimed"])
    if on_the_way.exists():
        raise NotNowError("A letter is leaving by this mailbox.", "Wait until it is gone, or take it back.")
    forget_secret(secret_name(mailbox))
    with transaction.atomic():
        SourceMark.objects.of(owner).filter(source__startswith=source_prefix(mailbox)).delete()
        MailImport.objects.of(owner).filter(
            pk__in=imports_of(mailbox).values("pk"), state__in=RUNNING
        ).update(state="stopped", trouble="The mailbox was disconnected.")
        if not Sending.objects.of(owner).filter(mailbox=mailbox).exists():
            mailbox.delete()
            return
        Folder.objects.of(owner).filter(mailbox=mailbox).delete()
        mailbox.imap_host, mailbox.smtp_host, mailbox.trouble = "", "", ""
        mailbox.keeps_up = mailbox.may_move = mailbox.may_save_drafts = mailbox.may_send = False
        mailbox.save()
