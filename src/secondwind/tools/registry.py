"""Which tools there are, and which are planned. Adding a tool is a folder and a line here."""

from __future__ import annotations

from importlib import import_module

from secondwind.playbooks.built import Built

from .tool import Tool

BUILT_FOLDERS = ("rest", "feelings", "reply", "mailroom", "lookback", "shelf")
TOOL_APPS = [f"secondwind.tools.{folder}" for folder in BUILT_FOLDERS]

PLANNED = frozenset(
    {
        "applying.documents", "applying.letter", "contacts.people", "contacts.support", "contacts.watch",
        "feedback.inbox", "feelings.checkin", "feelings.friend", "feelings.roots", "feelings.unsendable",
        "lookback.debrief", "lookback.process", "mailroom.archive", "mailroom.fold", "practice.say",
        "reply.ask", "reply.compose", "rest.comfort", "rest.if_no", "rest.pace", "rest.window",
        "review.approach", "review.notes", "review.week", "shelf.if_then", "shelf.live", "shelf.triage",
        "skills.sprint", "story.cause", "story.closing", "story.facts", "story.sort",
    }
)  # fmt: skip
"""Every key a playbook may name. What is planned and not built is never shown and blocks nothing."""


def built_tools() -> dict[str, Tool]:
    """The tools that do their work today, by key."""
    return {
        tool.key: tool
        for folder in BUILT_FOLDERS
        for tool in import_module(f"secondwind.tools.{folder}.tool").TOOLS
    }


def built() -> Built:
    """What playbooks may count on today."""
    tools = built_tools()
    return Built(
        tools=frozenset(tools), letters=frozenset().union(*(tool.letters for tool in tools.values()))
    )
