"""The walk of four days: a mailbox read, the no put away, answered, looked back on, and a next role chosen."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from journeys.mailbox import write_walk_mailbox

pytestmark = pytest.mark.browser


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def test_four_days(house, fits, tmp_path: Path) -> None:
    """Each day's one thing exists when it is done, at 390 wide, and the next day opens with the next thing."""
    told_at = house.today.replace(minute=0) - timedelta(days=1) + timedelta(hours=1)
    mailbox = write_walk_mailbox(tmp_path / "all.mbox", told_at)
    with house.day(-1, "15:00") as page:
        house.tell_the_zone(page)
        _read_and_keep(page, mailbox, fits)
        _put_away_and_check_in(page, house, fits)
    with house.day() as page:
        _answer(page, fits)
        _file(page, house, fits)
    with house.day(1) as page:
        _look_back(page, fits)
    with house.day(2) as page:
        _choose(page, house, fits)


def _read_and_keep(page: Page, mailbox: Path, fits) -> None:
    page.get_by_role("link", name="Choose a file").click()
    page.get_by_label("A file or a folder on this computer").fill(str(mailbox))
    fits(page)
    page.locator("form", has=page.get_by_label("A file or a folder on this computer")).get_by_role(
        "button"
    ).click()
    page.get_by_role("link", name="Look through what was found").or_(
        page.get_by_role("heading", name="Is this right?")
    ).wait_for(timeout=60_000)
    page.goto(page.url)
    heading(page, "Is this right?")
    fits(page)
    page.keyboard.press("y")
    expect(page.locator("#look [aria-current]").get_by_role("heading")).to_be_focused()
    page.keyboard.press("k")
    heading(page, "Resting until")


def _put_away_and_check_in(page: Page, house, fits) -> None:
    fits(page)
    page.get_by_role("button", name="Put it away").click()
    heading(page, "Resting until")
    page.get_by_role("link", name="Name the feeling").click()
    page.locator(".feel label").first.click()
    page.locator(".breath").nth(6).click()
    page.get_by_role("button", name="Save").click()
    page.goto(house.at(page, "/"))
    heading(page, "Resting until")


def _answer(page: Page, fits) -> None:
    heading(page, "Northwind said no yesterday.")
    fits(page)
    page.locator(".first-step .act").first.click()
    page.get_by_label("Your name").fill("Sam Okafor")
    page.get_by_role("button", name="Go on to the letter").click()
    heading(page, "Answer Ana")
    fits(page)
    page.get_by_role("button", name="Copy the letter").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as a draft file").click()
    draft = Path(waiting.value.path()).read_text()
    assert "In-Reply-To: <walk-2@okafor.example>" in draft
    assert "ana.lindqvist@northwind.example" in draft
    page.get_by_role("button", name="I sent it").click()
    heading(page, "Northwind said no yesterday.")


def _file(page: Page, house, fits) -> None:
    expect(page.locator("main")).not_to_contain_text("Answer Ana")
    fits(page)
    page.get_by_role("button", name="File it").click()
    page.goto(house.at(page, "/put-away/"))
    expect(page.locator("main")).to_contain_text("Northwind")


def _look_back(page: Page, fits) -> None:
    page.locator(".first-step .act").first.click()
    heading(page, "Look back, in writing")
    for n in range(3):
        page.locator(".prompts textarea").nth(n).fill(f"An answer of my own, number {n}.")
    fits(page)
    page.get_by_role("button", name="Save what is here").click()
    heading(page, "Nothing needs you today. That is allowed.")


def _choose(page: Page, house, fits) -> None:
    page.locator(".first-step .act").first.click()
    heading(page, "Nothing waits on the shelf.")
    page.locator("[name=title]").fill("Network planner")
    page.locator("[name=employer]").fill("Halden Rail")
    page.get_by_role("button", name="Put it on the shelf").click()
    heading(page, "Does this one speak to you?")
    page.locator(".scale label", has_text="5").click()
    page.locator("[name=why]").fill("Nights, docks and numbers in one job.")
    page.locator("[name=day]").fill(f"{house.today + timedelta(days=3):%Y-%m-%d}")
    page.locator("[name=clock]").fill("10:00")
    page.locator("[name=where]").fill("The library")
    fits(page)
    page.get_by_role("button", name="Choose it for this week").click()
    heading(page, "Nothing needs you today. That is allowed.")
    page.get_by_role("link", name="Look through the shelf").click()
    page.get_by_role("link", name="Network planner").click()
    heading(page, "You chose this one.")
    expect(page.locator("main")).to_contain_text("The library")
