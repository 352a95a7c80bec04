"""I was just rejected: from the one-time link to a rest, and the mornings after it, without a mailbox."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_from_the_link_to_rest_and_on(house, fits) -> None:
    """Three inputs, a word for the feeling, a rest; next morning a reply, on the second a look back."""
    with house.day(0, "15:00") as page:
        house.tell_the_zone(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Where are you starting from?")
        fits(page)
        page.get_by_role("link", name="Start with the no").click()
        page.get_by_label("Who said no?").fill("Northwind")
        page.get_by_label("An interview").check()
        page.get_by_label("By mail").check()
        fits(page)
        page.get_by_role("button", name="That was it").click()

        expect(page.get_by_role("heading", level=1)).to_have_text("Which word is nearest?")
        page.locator(".feel label").first.click()
        page.locator(".breath").nth(5).click()
        fits(page)
        page.get_by_role("button", name="Save").click()

        page.goto(house.at(page, "/"))
        expect(page.get_by_role("heading", level=1)).to_contain_text("Resting until")
        expect(page.locator("main")).to_contain_text("Northwind")
        fits(page)
    with house.day(1) as page:
        expect(page.get_by_role("heading", level=1)).to_have_text("Northwind said no yesterday.")
        fits(page)
    with house.day(2) as page:
        expect(page.locator("main")).to_contain_text("Northwind")
        page.get_by_role("link", name="See the whole plan").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("After Northwind")
        expect(page.locator(".days")).to_contain_text("Look back, in writing")
        fits(page)
