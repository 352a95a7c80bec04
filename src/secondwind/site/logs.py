"""What the log may hold: where something went wrong and its kind, never what a mail or a person said."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType


class Plain(logging.Formatter):
    """One line a record; of an exception its kind and its places in the code, without its words.

    The words of an exception often quote the value it stumbled over, which here is somebody's mail.
    """

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def formatException(  # noqa: N802 - the name is logging's
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        kind, _, places = ei
        if kind is None:
            return ""
        frames = "".join(
            f"  {frame.filename}, line {frame.lineno}, in {frame.name}\n"
            for frame in traceback.extract_tb(places)
        )
        return f"{frames}{kind.__module__}.{kind.__qualname__}"
