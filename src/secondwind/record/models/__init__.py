"""Every kind of fact the program keeps."""

from .application import Application
from .contact import Contact
from .event import Event
from .message import Correction, MailImport, MailProblem, Message, PassedOver, Question, Reading, SourceMark
from .owned import Owned, OwnedQuerySet, UnownedQueryError
from .plan import Plan, Step

__all__ = [
    "Application",
    "Contact",
    "Correction",
    "Event",
    "MailImport",
    "MailProblem",
    "Message",
    "Owned",
    "OwnedQuerySet",
    "PassedOver",
    "Plan",
    "Question",
    "Reading",
    "SourceMark",
    "Step",
    "UnownedQueryError",
]
