"""What this folder offers: a shelf where roles wait until one is chosen on purpose."""

from secondwind.tools.tool import Tool

TOOLS: tuple[Tool, ...] = (Tool(key="shelf.triage", url_name="shelf-step", button="Open the shelf"),)
