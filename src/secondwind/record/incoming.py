"""Files dropped on a page: copied into the data folder for reading alone, and gone when they are read."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from django.conf import settings


class Dropped(Protocol):
    """What a browser hands over: a name nobody trusts, and bytes in pieces."""

    name: str | None

    def chunks(self) -> Iterator[bytes]: ...


def _incoming() -> Path:
    return Path(settings.DATA) / "incoming"


def take_in(files: Iterable[Dropped]) -> Path:
    """Copy dropped files into a new private folder and return it; the originals stay where they are."""
    folder = _incoming() / secrets.token_hex(8)
    _incoming().mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(mode=0o700)
    for place, file in enumerate(files):
        name = re.sub(r"[^\w.@-]+", "_", Path(file.name or "mail").name)[-80:]
        with (folder / f"{place:05d}-{name}").open("wb") as target:
            for chunk in file.chunks():
                target.write(chunk)
    return folder


def sweep(needed: Iterable[str]) -> None:
    """Remove what a crash left here, but for the paths that an import still needs. Nothing may be coming in."""
    wanted = {Path(path) for path in needed}
    if not _incoming().exists():
        return
    for path in _incoming().iterdir():
        if path not in wanted:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def forget(paths: Iterable[str]) -> None:
    """Remove the copies among these paths; a person's own file is never touched."""
    for given in paths:
        path = Path(given)
        if path.parent == _incoming():
            shutil.rmtree(path, ignore_errors=True)
