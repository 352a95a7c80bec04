"""The page of components in a real browser, under the project's own policy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import axe_core_python
import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route

from secondwind import clock

pytestmark = [pytest.mark.browser, pytest.mark.urls("ui.component_urls")]

HOME = "http://127.0.0.1:8765"
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text()
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
WANTED = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def answer(settings) -> Iterator:
    """Django's answers, handed to the browser without a server: the middleware but for who may come in."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("EntryGate")]
    client = Client(headers={"host": "127.0.0.1:8765"})

    def respond(route: Route) -> None:
        url = urlsplit(route.request.url)
        if url.path.startswith("/static/"):
            found = finders.find(url.path.removeprefix("/static/"))
            route.fulfill(path=found, content_type=TYPES[Path(found).suffix]) if found else route.fulfill(
                status=404
            )
            return
        sent = {k: v for k, v in route.request.headers.items() if k.startswith("hx-")}
        got = client.get(f"{url.path}?{url.query}", headers=sent)
        route.fulfill(status=got.status_code, headers=dict(got.items()), body=got.content)

    return respond


@pytest.fixture
def open_page(chromium: Browser, answer) -> Iterator:
    """Opens a page at a width in a colour scheme; the test fails when the console has anything to say."""
    complaints: list[str] = []
    contexts = []

    def opened(width: int, scheme: str = "light", path: str = "/today/", **more: object) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
            **more,  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.new_page()
        page.route("**/*", answer)
        page.on(
            "console",
            lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(HOME + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page, width: int, scheme: str) -> None:
    """WCAG 2.2 AA and best practice, at both widths, by day and by night."""
    page = open_page(width, scheme)
    page.evaluate(AXE)
    found = page.evaluate("wanted => axe.run(document, {runOnly: wanted})", WANTED)
    assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []


def test_axe_finds_nothing_at_rest_under_a_moved_clock(open_page, monkeypatch) -> None:
    """The dusk of a page at rest, a toast on it and the band above it are as readable as the rest."""
    monkeypatch.setenv(clock.ENV, "86400")
    page = open_page(1280, "light", "/today/?air=still&toast=1")
    assert "Nothing can be sent" in page.locator(".band").inner_text()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate(AXE)
        found = page.evaluate("wanted => axe.run('body', {runOnly: wanted})", WANTED)
        assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []


@pytest.mark.parametrize(("width", "base"), [(320, 16), (390, 32), (1280, 32)])
def test_nothing_scrolls_sideways(open_page, width: int, base: int) -> None:
    """Neither in a small window nor with text at twice its size."""
    page = open_page(width)
    page.evaluate("size => { document.documentElement.style.fontSize = `${size}px`; }", base)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_signs_and_typefaces_arrive(open_page) -> None:
    """The sprite draws under the policy, in the colour of its words, and both typefaces load."""
    page = open_page(1280, "dark")
    sign = page.locator(".steps .mark.is-ready").first
    assert sign.evaluate("svg => svg.getBBox().width") > 10
    loaded = page.evaluate(
        "document.fonts.ready"
        ".then(() => [...document.fonts].filter(f => f.status == 'loaded').map(f => f.family))"
    )
    assert {"Newsreader", "Hanken"} <= set(loaded)


def test_a_key_answers_unless_a_field_has_the_focus(open_page) -> None:
    """N presses the answer marked N; in a field it is a letter; turned off it does nothing, and stays off."""
    page = open_page(1280)
    page.evaluate(
        "window.pressed = 0;"
        "document.querySelector('[data-key=n]').addEventListener('click', () => window.pressed++)"
    )
    page.keyboard.press("n")
    page.locator("#id_employer").press("n")
    assert page.evaluate("window.pressed") == 1
    assert sorted(page.locator("#id_employer").input_value()) == sorted("Northwindn")
    page.locator("[data-keys-switch]").click()
    page.keyboard.press("n")
    assert page.evaluate("window.pressed") == 1
    assert not page.locator("[data-key=n] kbd").is_visible()
    page.reload()
    assert page.locator("[data-keys-switch]").inner_text() == "Answer keys are off"


def test_copying_says_so(open_page) -> None:
    """The words of the draft are on the clipboard, and the button says that they are."""
    page = open_page(1280, permissions=["clipboard-read", "clipboard-write"])
    button = page.locator("[data-copy]")
    button.click()
    page.wait_for_function("document.querySelector('[data-copy]').textContent == 'Copied'")
    assert "40,000 pallets" in page.evaluate("navigator.clipboard.readText()")


def test_marks_hide_while_typing(open_page) -> None:
    """Once the words move the marks are gone, for they would lie."""
    page = open_page(1280)
    marks = page.locator(".draft-marks")
    assert marks.is_visible()
    page.locator(".draft textarea").press("x")
    assert not marks.is_visible()


def test_an_answer_swaps_its_part_and_hands_the_focus_on(open_page) -> None:
    """The part is replaced, its heading has the focus, and the toast comes with it."""
    page = open_page(1280)
    page.get_by_role("button", name="Put the letter away").click()
    page.locator("#status .toast").wait_for()
    assert page.evaluate("document.activeElement.id") == "c-answer"
    assert page.locator("html").count() == 1
    assert page.url == f"{HOME}/today/"


def test_trouble_on_the_way_is_said(open_page) -> None:
    """When no answer comes, the page says so and loses nothing."""
    page = open_page(1280)
    page.evaluate("document.dispatchEvent(new CustomEvent('htmx:sendError'))")
    assert "did not get through" in page.locator("#status").inner_text()


def test_a_dropped_file_lands_in_the_field(open_page) -> None:
    """Dropping fills the field and sends nothing."""
    page = open_page(1280)
    page.evaluate("""() => {
        const data = new DataTransfer();
        data.items.add(new File(["From x"], "search.mbox"));
        const place = document.querySelector("[data-drop]");
        place.dispatchEvent(new DragEvent("dragover", {dataTransfer: data, bubbles: true, cancelable: true}));
        place.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
    }""")
    assert page.evaluate("document.querySelector('[data-drop] input').files[0].name") == "search.mbox"
    assert page.url == f"{HOME}/today/"


def test_without_scripts_nothing_promises_them(open_page) -> None:
    """No key is shown and no copy button, the doors and the form still work."""
    page = open_page(1280, java_script_enabled=False)
    assert not page.locator("[data-key=n] kbd").is_visible()
    assert not page.locator("[data-copy]").is_visible()
    page.get_by_role("button", name="Put the letter away").click()
    assert page.locator("#status .toast").is_visible()


def test_the_small_window_opens_its_doors(open_page) -> None:
    """At 390 px the doors are behind one word, and open without a script of ours."""
    page = open_page(390)
    assert not page.get_by_role("link", name="Applications").is_visible()
    page.get_by_role("button", name="Contents").click()
    assert page.get_by_role("link", name="Applications").is_visible()
