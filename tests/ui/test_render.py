"""A page, or the part of it that was asked for; and what every page holds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from secondwind.ui.render import render
from secondwind.ui.undo import Undo, offer_undo, take_undo
from secondwind.ui.views import components

pytestmark = pytest.mark.urls("ui.component_urls")
PAGE = "ui/components.html"
HTMX = {"HX-Request": "true"}


def _request(**headers: str) -> HttpRequest:
    """A request as the middleware leaves it, with the headers HTMX would send."""
    request = RequestFactory().get("/ui/", headers=headers)
    request.htmx = HtmxDetails(request)
    return request


@pytest.fixture(autouse=True)
def _no_surroundings(settings: Any) -> None:
    """Pages are rendered with what the test hands in, and without the context of a person."""
    [engine] = settings.TEMPLATES
    alone = ["django.template.context_processors.request"]
    settings.TEMPLATES = [{**engine, "OPTIONS": {**engine["OPTIONS"], "context_processors": alone}}]


def test_a_browser_gets_the_page_and_htmx_its_part() -> None:
    """Without HTMX the whole page answers; with it, the named part alone. Caches are told."""
    page = components(_request())
    part = components(_request(**HTMX))
    assert b"<html" in page.content
    assert b"<html" not in part.content
    assert part.content.lstrip().startswith(b'<section class="section" id="specimen-answer"')
    assert b'id="status"' not in part.content
    assert part["Vary"] == page["Vary"] == "HX-Request"


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_a_boosted_link_and_going_back_get_the_page(header: str) -> None:
    """HTMX replaces the whole page then, so a part would leave the person without the rest."""
    assert b"<html" in components(_request(**HTMX, **{header: "true"})).content


def test_a_part_nobody_defined_is_an_error() -> None:
    """A misspelt part stops loudly."""
    with pytest.raises(TemplateDoesNotExist):
        render(_request(**HTMX), PAGE, {}, "nowhere")


def test_undo_comes_with_the_page_and_with_the_part() -> None:
    """Both ways carry the sentence, and a form that posts to the way back."""
    undo = Undo("Letter <put> away", "/letters/3/back", "Bring it back")
    page = render(_request(), "ui/trouble.html", {}, undo=undo)
    part = render(_request(**HTMX), PAGE, {}, "answer", undo=undo)
    for answer in (page, part):
        words = answer.content.decode()
        assert "Letter &lt;put&gt; away" in words
        assert '<form method="post" action="/letters/3/back">' in words
        assert "Bring it back" in words
    assert 'id="status" role="status" hx-swap-oob="innerHTML"' in part.content.decode()


def test_an_offered_undo_is_shown_once() -> None:
    """After a redirect the way back is there for one page."""
    request = _request()
    request.session = SessionStore()
    offer_undo(request, Undo("Put away", "/back"))
    assert take_undo(request) == Undo("Put away", "/back")
    assert take_undo(request) is None


def test_every_page_says_where_you_are() -> None:
    """The door you came through is current and has the wind under it; the others do not."""
    words = render_to_string("ui/base.html", {"here": "shelf"})
    assert words.count('aria-current="page"') == words.count('class="gust"') == 1
    assert '<a href="/shelf/" aria-current="page">Shelf' in words
    assert ">Check in</a>" in words
    assert '<a class="skip" href="#main">' in words


@pytest.mark.urls("secondwind.ui.urls")
def test_a_door_without_a_page_is_not_shown() -> None:
    """Where an address does not exist there is no dead link, and the page still stands."""
    words = render_to_string("ui/base.html")
    assert "<nav" not in words
    assert 'class="wordmark" href="/"' in words


def test_a_moved_clock_says_so() -> None:
    """The band names the moment and that nothing can be sent; without a moved clock there is none."""
    now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    words = render_to_string("ui/base.html", {"clock_moved": True, "now": now})
    band = words[words.index('class="band') : words.index("<header")]
    assert "Friday 20 November" in band
    assert ">9:00</time>" in band
    assert "Nothing can be sent" in band
    assert 'class="band' not in render_to_string("ui/base.html", {"clock_moved": False})


def test_rest_is_on_the_whole_page() -> None:
    """At rest the page is still; otherwise it says nothing about the air."""
    assert 'data-air="still"' in render_to_string("ui/base.html", {"air": "still"})
    assert "data-air" not in render_to_string("ui/base.html", {"air": ""})


@pytest.mark.parametrize(
    "template", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html", "ui/enter.html"]
)
def test_quiet_pages_stand_alone_and_say_what_next(template: str) -> None:
    """They need no request, no person and no database, keep a neutral title, and name a next step."""
    words = render_to_string(template)
    assert "<title>Second Wind</title>" in words
    assert 'class="act"' in words or "secondwind link" in words


def test_trouble_says_its_sentence_and_its_hint() -> None:
    """A trouble a person can mend is a page with both halves, escaped."""
    trouble = {"sentence": "The folder is <gone>.", "hint": "Choose it again."}
    words = render_to_string("ui/trouble.html", {"trouble": trouble})
    assert "The folder is &lt;gone&gt;." in words
    assert "Choose it again." in words
