"""A person's days in a real browser, against the program as it is started: one data folder, many mornings."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

STARTS_WITHIN = 60
"""Seconds; a machine under load is slow, and a test that waits is better than one that guesses."""


def zone_where_it_is_noon() -> str:
    """A zone without summer time whose clocks show between 12 and 13 now, so that no test depends on the hour."""
    east = 12 - datetime.now(UTC).hour
    return "Etc/GMT" if east == 0 else f"Etc/GMT{-east:+d}"


class House:
    """One data folder. `day` starts the program there, at a moved clock or at the real one, and opens its link."""

    def __init__(self, data: Path, browser: Browser) -> None:
        self.data, self.browser, self.zone = data, browser, zone_where_it_is_noon()
        self.today = datetime.now(UTC) + timedelta(hours=12 - datetime.now(UTC).hour)
        self.environment = {
            **os.environ,
            "SECONDWIND_DATA": str(data),
            "TZ": self.zone,
            "PYTHONWARNINGS": "ignore",
        }
        self.environment.pop("SECONDWIND_AS_OF", None)

    def tell_the_zone(self, page: Page) -> None:
        """In the settings, as somebody does who has travelled; ends on the first page."""
        page.goto(self.at(page, "/settings/"))
        page.get_by_label("Time zone").fill(self.zone)
        page.get_by_role("button", name="Keep these").click()
        page.get_by_role("button", name="Take it back").wait_for()
        page.goto(self.at(page, "/"))

    @staticmethod
    def at(page: Page, path: str) -> str:
        """An address of the program that this page is of."""
        return re.sub(r"(http://[^/]+).*", rf"\1{path}", page.url)

    @contextmanager
    def day(self, number: int | None = None, clock: str = "09:30") -> Iterator[Page]:
        """A browser 390 wide that came in through the one-time link. `number` counts days from the real today."""
        moved = []
        if number is not None:
            moved = ["--as-of", f"{self.today + timedelta(days=number):%Y-%m-%d}T{clock}"]
        command = [sys.executable, "-m", "secondwind", "up", "--port", "0", "--no-browser", *moved]
        program = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        context = self.browser.new_context(viewport={"width": 390, "height": 844}, accept_downloads=True)
        context.set_default_timeout(15_000)
        try:
            page = context.new_page()
            page.goto(_link(program))
            yield page
        finally:
            context.close()
            program.send_signal(signal.SIGTERM)
            program.wait(timeout=STARTS_WITHIN)


def _link(program: subprocess.Popen[str]) -> str:
    """The last line that `up` prints."""
    assert program.stdout is not None
    for line in program.stdout:
        found = re.match(r"http://127\.0\.0\.1:\d+/enter/\S+", line)
        if found:
            return found.group()
    assert program.stderr is not None
    raise AssertionError(f"it did not start: {program.stderr.read()}")


@pytest.fixture
def house(tmp_path: Path, chromium: Browser) -> House:
    return House(tmp_path / "data", chromium)


@pytest.fixture
def fits() -> Callable[[Page], None]:
    """Nothing is wider than the window."""

    def check(page: Page) -> None:
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, f"{page.url} is {over} px too wide"

    return check
