"""What this folder offers: a no's mail is folded away at once, and filed once the reply is settled."""

from secondwind.tools.tool import Tool

from .words import text_without_mail

TOOLS: tuple[Tool, ...] = (
    Tool("mailroom.fold", "fold", "Put it away", at_once=True, text_for=text_without_mail),
    Tool("mailroom.archive", "archive", "File it", at_once=True, text_for=text_without_mail),
)
