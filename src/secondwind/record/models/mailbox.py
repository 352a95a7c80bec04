"""Mailbox, Folder, Copy: a mailbox on a server, and where a kept mail lies in it. Move, Sending: what is asked of it.

No secret is kept here: passwords and tokens are in the system keyring (secondwind.accounts.secrets).
"""

from __future__ import annotations

from django.db import models

from .message import Message
from .owned import Owned


class Mailbox(Owned):
    """A mailbox the person connected. Read-only until one of the three `may_` is given, each for one kind of change.

    `sign_in`: password or oauth; `provider` is the key of the provider's page in the shipped table ("" by hand), and
    `oauth` holds what is no secret of a sign-in with a provider: client_id, authorize, token and device addresses,
    scope. `folders` are the names that are read ([] is what `read_at_first` of the folders says). Mail before `since`
    is left alone. `keeps_up`: the program reads by itself while it runs. `trouble` is a sentence of the last try,
    "" where it went well.
    """

    address = models.CharField(max_length=320)
    user = models.CharField(max_length=320)
    imap_host = models.CharField(max_length=255)
    imap_port = models.PositiveIntegerField(default=993)
    imap_security = models.CharField(max_length=10, default="tls")
    smtp_host = models.CharField(max_length=255, blank=True, default="")
    smtp_port = models.PositiveIntegerField(default=465)
    smtp_security = models.CharField(max_length=10, default="tls")
    sign_in = models.CharField(max_length=10, default="password")
    provider = models.CharField(max_length=40, blank=True, default="")
    oauth = models.JSONField(default=dict, blank=True)
    folders = models.JSONField(default=list, blank=True)
    since = models.DateField(null=True, blank=True)
    may_move = models.BooleanField(default=False)
    may_save_drafts = models.BooleanField(default=False)
    may_send = models.BooleanField(default=False)
    keeps_up = models.BooleanField(default=False)
    connected_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    found = models.JSONField(default=dict, blank=True)
    trouble = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["connected_at", "id"]
        constraints = [models.UniqueConstraint(fields=["owner", "address"], name="one_mailbox_an_address")]

    def __str__(self) -> str:
        return f"mailbox {self.pk}"


class Folder(Owned):
    """One folder of a mailbox, as it was when it was last looked into.

    `name` is as a person reads it (decoded). `uidvalidity` 0: never looked into. Mails up to `read_up_to` (a UID)
    have been read. `modseq` is the server's HIGHESTMODSEQ, 0 where it offers none. `gone_at`: it is not there any more.
    """

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="folder_rows")
    name = models.CharField(max_length=500)
    special = models.CharField(max_length=20, blank=True, default="")
    uidvalidity = models.BigIntegerField(default=0)
    read_up_to = models.BigIntegerField(default=0)
    modseq = models.BigIntegerField(default=0)
    mails = models.BigIntegerField(default=0)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["mailbox", "name"], name="one_row_a_folder")]


class Copy(Owned):
    """Where a kept mail lies on the server. One mail may lie in three folders; it is one message.

    `is_read`: whether it was read there when last looked at. `gone_at`: it was not there any more.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="copies")
    folder = models.ForeignKey(Folder, on_delete=models.CASCADE, related_name="copies")
    uidvalidity = models.BigIntegerField()
    uid = models.BigIntegerField()
    is_read = models.BooleanField(default=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["folder", "uidvalidity", "uid"], name="one_copy_a_place")
        ]


class Move(Owned):
    """A kept mail that is to lie elsewhere on the server: asked for, claimed, and done or not.

    `state`: waiting, claimed, done, undone, impossible. A claim that was cut off is looked after by asking the server
    where the mail lies (by its Message-ID), never by moving it again unseen.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="moves")
    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="moves")
    from_folder = models.CharField(max_length=500)
    to_folder = models.CharField(max_length=500)
    uidvalidity = models.BigIntegerField(default=0)
    uid = models.BigIntegerField(default=0)
    state = models.CharField(max_length=12, default="waiting", db_index=True)
    asked_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["id"]


class Sending(Owned):
    """A letter on its way out, as the bytes that go: claimed before anything leaves, so that it leaves at most once.

    `what`: send or draft. `letter` is the number of the letter in the tool it was written in. `state`:

    - waiting: until `leaves_at`, while it can be taken back; and again where the server asked to wait (`tries`)
    - claimed: in hand, and nothing has left
    - maybe: written before the end of the letter is handed over, and gone over at once by what the server says to it.
      Where it stays (a kill, a cut) the letter may have been sent. It is asked after at `leaves_at`; `tries` counts.
    - sent (or saved): `copied` says whether a copy lies in the Sent folder
    - refused, taken_back: nothing left; `trouble` says why
    - left: an earlier draft on the server, beside which a fresh one was saved
    """

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="sendings")
    letter = models.BigIntegerField()
    what = models.CharField(max_length=8, default="send")
    raw = models.BinaryField()
    to = models.JSONField(default=list)
    message_id = models.CharField(max_length=1000)
    state = models.CharField(max_length=12, default="waiting", db_index=True)
    copied = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    leaves_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "letter", "what"],
                condition=models.Q(state__in=["waiting", "claimed", "sent", "maybe"]),
                name="one_way_out_a_letter",
            )
        ]
