"""What the program writes anew, put into what the person has changed: by paragraphs, or not at all."""

from __future__ import annotations

from difflib import SequenceMatcher

BLANK = "\n\n"


def carry_over(written: str, now: str, fresh: str) -> str | None:
    """The person's text `now` with the changes from `written` to `fresh` in it.

    Their own paragraphs stay as they are. None where a change falls on a paragraph they have rewritten:
    then the words are theirs, and nothing is changed.
    """
    if now == written:
        return fresh
    base, mine, theirs = written.split(BLANK), now.split(BLANK), fresh.split(BLANK)
    at = _places(base, mine)
    for tag, first, last, start, end in reversed(_changes(base, theirs)):
        if tag == "insert":
            place = _beside(at, first)
            if place is None:
                return None
            mine[place:place] = theirs[start:end]
        else:
            places = [at.get(index) for index in range(first, last)]
            if places[0] is None or places != list(range(places[0], places[0] + len(places))):
                return None
            mine[places[0] : places[0] + len(places)] = theirs[start:end]
    return BLANK.join(mine)


def _changes(base: list[str], theirs: list[str]) -> list[tuple[str, int, int, int, int]]:
    opcodes = SequenceMatcher(None, base, theirs, autojunk=False).get_opcodes()
    return [code for code in opcodes if code[0] != "equal"]


def _places(base: list[str], mine: list[str]) -> dict[int, int]:
    """Where each paragraph that was left as it was stands now."""
    blocks = SequenceMatcher(None, base, mine, autojunk=False).get_matching_blocks()
    return {block.a + k: block.b + k for block in blocks for k in range(block.size)}


def _beside(at: dict[int, int], index: int) -> int | None:
    """Where something goes that belongs before paragraph `index`: after its neighbour, or before the next."""
    if index - 1 in at:
        return at[index - 1] + 1
    return at.get(index)
