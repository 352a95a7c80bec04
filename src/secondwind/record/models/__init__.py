"""Every kind of fact the program keeps."""

from .application import Application
from .contact import Contact
from .event import Event
from .mailbox import Copy, Folder, Mailbox, Move, Sending
from .mailed_note import MailedNote
from .message import Correction, MailImport, MailProblem, Message, PassedOver, Question, Reading, SourceMark
from .owned import Owned, OwnedQuerySet, UnownedQueryError
from .plan import Plan, Step

__all__ = [
    "Application",
    "Contact",
    "Copy",
    "Correction",
    "Event",
    "Folder",
    "MailImport",
    "MailProblem",
    "Mailbox",
    "MailedNote",
    "Message",
    "Move",
    "Owned",
    "OwnedQuerySet",
    "PassedOver",
    "Plan",
    "Question",
    "Reading",
    "Sending",
    "SourceMark",
    "Step",
    "UnownedQueryError",
]
