"""What this folder offers: naming a feeling, and nothing else on that screen."""

from secondwind.tools.tool import Tool

TOOLS: tuple[Tool, ...] = (Tool(key="feelings.checkin", url_name="check-in-step", button="Name the feeling"),)
