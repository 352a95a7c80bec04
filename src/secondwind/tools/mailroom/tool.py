"""What this folder offers: a no's mail is folded away at once, and filed once the reply is settled."""

from secondwind.tools.tool import Tool

TOOLS: tuple[Tool, ...] = (
    Tool(key="mailroom.fold", url_name="fold", button="Put it away", at_once=True),
    Tool(key="mailroom.archive", url_name="archive", button="File it", at_once=True),
)
