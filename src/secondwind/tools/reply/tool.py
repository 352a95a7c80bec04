"""What this folder offers."""

from secondwind.letters.letter import KINDS
from secondwind.tools.tool import Tool

TOOLS: tuple[Tool, ...] = (
    Tool(key="reply.compose", url_name="reply", button="Open the letter", letters=frozenset(KINDS)),
)
