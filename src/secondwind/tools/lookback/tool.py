"""What this folder offers: looking back in writing, with an interview fresh or after the outcome."""

from secondwind.tools.tool import Tool

TOOLS: tuple[Tool, ...] = (
    Tool(
        key="lookback.debrief",
        url_name="look-back",
        button="Start looking back",
        offer_url_name="look-back-at",
    ),
)
