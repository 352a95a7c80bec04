"""What this folder offers."""

from secondwind.tools.tool import Tool

TOOLS: tuple[Tool, ...] = ()
