"""What this folder offers: the rest after a no. It passes by itself or is ended by one press."""

from secondwind.tools.tool import Tool

TOOLS: tuple[Tool, ...] = (Tool(key="rest.window", url_name="rest-step", button="Rest"),)
