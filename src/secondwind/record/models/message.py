"""MailImport and SourceMark, Message, PassedOver, Reading, Correction, Question, MailProblem: what was made of mail."""

from __future__ import annotations

from typing import Self

from django.db import models

from secondwind.accounts.models import Person

from .application import Application
from .owned import Owned, OwnedQuerySet


class MailImport(Owned):
    """One reading of mailbox files.

    `state`: waiting, reading, matching, found (to be looked through), kept, undone or stopped.
    `counts` holds what the doors print; `read_bytes` of `total_bytes` is the progress. `plan_claimed`
    is set once by the conditional UPDATE that decides about the latest no.
    """

    paths = models.JSONField(default=list)
    state = models.CharField(max_length=20, default="waiting")
    look_first = models.BooleanField(default=False)
    began_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    read_bytes = models.BigIntegerField(default=0)
    total_bytes = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    trouble = models.TextField(blank=True, default="")
    plan_claimed = models.BooleanField(default=False)
    offered = models.ForeignKey(
        Application, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


class SourceMark(Owned):
    """How far an import has read one source (secondwind.mail.sources.base.Mark, kept): the next one goes on there.

    It stands for the mail that got a cheap look and was passed over, of which nothing else is kept. Good for the
    method that read the rest alone; gone when any import is undone, whose mail may have to be read again.
    """

    mail_import = models.ForeignKey(MailImport, on_delete=models.CASCADE, related_name="marks")
    source = models.CharField(max_length=1000)
    method = models.CharField(max_length=40)
    size = models.BigIntegerField(default=0)
    changed = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True, default="")
    up_to = models.BigIntegerField(default=0)
    mails = models.BigIntegerField(default=0)
    names = models.BinaryField(default=bytes)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mail_import", "source"], name="one_mark_a_source")]


class MessageQuerySet(OwnedQuerySet["Message"]):
    """`of` gives what the person knows of. `all_of` gives letters that nobody has told them of as well."""

    def of(self, owner: Person) -> Self:
        return super().of(owner).filter(unannounced=False)

    def all_of(self, owner: Person) -> Self:
        return super().of(owner)


class Message(Owned):
    """A mail about the search. Mail about anything else never gets here (see PassedOver).

    `key` is the Message-ID, or sha256: where it is absent or already taken by another mail.
    `place`: inbox, folded (out of sight, waiting for the reply) or archived: inside the program for
    mail that came from files. `settled` is False until it has been matched to an application or found
    to need none. `kind` is what is believed now; where that leans on an earlier correction and is not what the
    newest reading says, `leant` tells which one (`lesson`), the kind the reading gave (`leant_from`) and the words
    for it (`because`). `unannounced`: a no that the person does not know of, or that waits for the end of a rest; it
    belongs to no application and stands nowhere until it is told.
    """

    key = models.CharField(max_length=1000)
    fingerprint = models.CharField(max_length=64)
    mail_import = models.ForeignKey(
        MailImport, null=True, blank=True, on_delete=models.SET_NULL, related_name="messages"
    )
    application = models.ForeignKey(
        Application, null=True, blank=True, on_delete=models.SET_NULL, related_name="messages"
    )
    subject = models.TextField(blank=True, default="")
    from_name = models.CharField(max_length=500, blank=True, default="")
    from_address = models.CharField(max_length=500, blank=True, default="")
    addressed = models.JSONField(default=dict, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    in_reply_to = models.CharField(max_length=1000, blank=True, default="")
    references = models.JSONField(default=list, blank=True)
    labels = models.JSONField(default=list, blank=True)
    list_id = models.CharField(max_length=300, blank=True, default="")
    text = models.TextField(blank=True, default="")
    calendars = models.JSONField(default=list, blank=True)
    kind = models.CharField(max_length=30, default="unsure", db_index=True)
    is_mine = models.BooleanField(default=False)
    settled = models.BooleanField(default=False, db_index=True)
    clues = models.JSONField(default=list, blank=True)
    leant = models.JSONField(default=dict, blank=True)
    place = models.CharField(max_length=20, default="inbox")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    unannounced = models.BooleanField(default=False, db_index=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at", "id"]
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="one_message_a_key")]

    def __str__(self) -> str:
        return f"message {self.pk}"


class PassedOver(Owned):
    """A mail that was read and is not about the search: a keyed hash, and the method that said so. Nothing else.

    Of mail that a cheap look passed over not even that is kept (see SourceMark).

    `mail_import` is there so that undoing an import leaves nothing behind.
    """

    hashed_id = models.CharField(max_length=64)
    method = models.CharField(max_length=40)
    mail_import = models.ForeignKey(
        MailImport, null=True, on_delete=models.CASCADE, related_name="passed_over"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "hashed_id"], name="one_hash_a_mail")]


class Reading(Owned):
    """What one method believed a message said (secondwind.reading.Reading, kept). Never edited."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="readings")
    method = models.CharField(max_length=40)
    kind = models.CharField(max_length=30)
    confidence = models.FloatField()
    evidence = models.JSONField(default=list)
    employer = models.CharField(max_length=300, blank=True, default="")
    role = models.CharField(max_length=300, blank=True, default="")
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["message", "method"], name="one_reading_a_method")]


class Correction(Owned):
    """A person saying what it really was. It outranks every method and no re-read touches it.

    `what`: kind, application, not_mine, merge, split, reopened. `before` and `after` hold enough to
    take it back. `undone_at` is set when the person did. `came_from`: the correction whose mail this one was
    found to be like, where the person agreed to move it too. One of `kind` teaches later readings (see
    secondwind.reading.leaning) until `forgotten_at`; forgetting it leaves the correction itself in force.
    """

    what = models.CharField(max_length=20)
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.CASCADE, related_name="corrections"
    )
    application = models.ForeignKey(
        Application, null=True, blank=True, on_delete=models.CASCADE, related_name="corrections"
    )
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)
    came_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="alike"
    )

    class Meta:
        ordering = ["-made_at", "-id"]


class Question(Owned):
    """Something the program will not decide: which application a message is about, or whether it reopens one.

    `asks`: which_application or reopened_or_new. `options` are application ids.
    """

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="question")
    asks = models.CharField(max_length=30)
    options = models.JSONField(default=list)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=30, blank=True, default="")


class MailProblem(Owned):
    """One mail of an import that could not be read: where it stands, and what is wrong, in a sentence."""

    mail_import = models.ForeignKey(MailImport, on_delete=models.CASCADE, related_name="problems")
    place = models.CharField(max_length=1000)
    sentence = models.CharField(max_length=500)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["mail_import", "place"], name="one_problem_a_place")]
