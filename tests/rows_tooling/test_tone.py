"""The finders and the tone rules themselves: what they must catch, where, and what they must let pass."""

from __future__ import annotations

import pytest

from words.code import said_in_code, speaking_errors
from words.rules import Allowed, not_allowed, offences_in
from words.said import Said
from words.tables import said_in_table
from words.templates import said_in_template, strangers_in_template, titles_with_values


def broken(said: list[Said], source: str) -> list[tuple[int, str]]:
    """(line, word) of every offence."""
    return [(offence.line, offence.word) for each in said for offence in offences_in(each, source)]


def in_text(text: str) -> list[str]:
    return [word for _, word in broken([Said("x", 1, 1, text)], text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("You should rest.", ["should"]),
        ("You shouldn’t.", ["shouldn't"]),
        ("Only one thing.", ["Only"]),
        ("That is at\n  least something.", ["at least"]),
        ("You’ve got this!", ["You've got this", "!"]),
        ("The user rests. The users' streaks failed.", ["The user", "The users", "streaks", "failed"]),
        (" ".join(["word"] * 25) + ".", ["25 words"]),
    ],
)
def test_what_breaks_the_tone(text, words):
    """Every rule catches its word, across line ends and with either apostrophe."""
    assert in_text(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "Adjust the plan. Justice. A lonely commonly used shoulder.",
        " ".join(["word"] * 24) + ". " + " ".join(["word"] * 24) + ".",
        "A read-only file.",
        "Still here if useful. Two-minute talk, 3.5 hours, {employer}.",
    ],
)
def test_what_keeps_the_tone(text):
    """A forbidden word inside another is no offence, and two sentences are not one."""
    assert in_text(text) == []


TEMPLATE = """{% load static %}
{# this comment should not count! #}
<h1>One {{ count|default:"only a small thing" }} <b>just</b>
today</h1>
<button aria-label="You failed"
  title="Open">Go</button>
{% if count != 1 and kind == "failed" %}<p>Fine{% if a %}, should{% endif %}.</p>{% endif %}
<script src="x.js"></script><img alt="behind" src="x.png">
"""


def test_a_template_is_heard_with_its_lines():
    """Text, spoken attributes and sentences inside tags count; comments and Django's own syntax do not."""
    assert sorted(broken(said_in_template("x", TEMPLATE), TEMPLATE)) == [
        (3, "just"),
        (3, "only"),
        (5, "failed"),
        (7, "should"),
        (8, "behind"),
    ]


def test_a_sentence_runs_through_inline_tags_but_not_through_blocks():
    """13 words, a bold word and 13 more are one long sentence; two list points are two."""
    half = " ".join(["word"] * 12)
    long = f"<p>{half} <b>word</b> {half}</p>"
    assert [word for _, word in broken(said_in_template("x", long), long)] == ["25 words"]
    apart = f"<ul><li>{half} word<li>{half}</ul>"
    assert broken(said_in_template("x", apart), apart) == []


def test_a_table_is_heard_at_its_speaking_keys():
    """title and nested sentences speak; a list of words to look for does not."""
    source = """patterns = ["failed", "only"]
[[step]]
id = "behind"
title = "Just rest"
[a]
sentences = [
  [{ text = "I failed." }],
]
"""
    assert broken(said_in_table("x", source), source) == [(4, "Just"), (7, "failed")]


CODE = '''"""Docstrings should not count."""
import click
from x import QuietError
LATER = "This is overdue."
log = "the user failed"

@click.command(help="Only this")
def today():
    """You should see this.\\f Not only this."""
    click.echo(f"{n} things, {'only one' if n else 'none'}")
    click.echo("All " + name + " behind")
    click.echo(LATER)
    raise QuietError("The file is empty.", hint="Just try another.")

def plain():
    """This should be free."""
    return Problem(sentence="It failed.")
'''


def test_code_is_heard_at_its_speaking_places():
    """click, errors and their children, sentence= anywhere, a command's help; no logs or other docstrings."""
    classes = ["class SecondWindError(Exception): ...", "class QuietError(m.SecondWindError): ..."]
    errors = speaking_errors(classes)
    assert sorted(broken(said_in_code("x", CODE, errors), CODE)) == [
        (4, "overdue"),
        (7, "Only"),
        (9, "should"),
        (10, "only"),
        (11, "behind"),
        (13, "Just"),
        (17, "failed"),
    ]


def test_an_exception_covers_its_own_place_and_must_be_needed():
    """allowed.toml excuses one word in one text of one file; an entry nothing needs is named."""
    offences = list(offences_in(Said("a.py", 1, 1, "Only a path."), "Only a path."))
    needed = Allowed("a.py", "only", "a path", "usage")
    idle = Allowed("b.py", "only", "a path", "usage")
    assert not_allowed(offences, (needed, idle)) == ([], [idle])
    assert not_allowed(offences, (idle,)) == (offences, [idle])


@pytest.mark.parametrize(
    "source",
    [
        '<a href="https://example.org/x">x</a>',
        '<img src="//example.org/x.png">',
        "<script>\nlet a = 1\n</script>",
        "<style>p { color: red }</style>",
        '<p style="color: red">x</p>',
        '<p onclick="x()">x</p>',
        '<p hx-on::after-request="x()">x</p>',
        '<a href="javascript:x()">x</a>',
    ],
)
def test_what_a_strict_page_may_not_hold(source):
    """Each way out of the page, or around the policy, is one offence."""
    assert len(strangers_in_template("x", source)) == 1


def test_what_a_strict_page_may_hold():
    """Own scripts by address, data blocks, namespaces, this machine, and comments."""
    source = (
        '{# https://example.org #}<svg xmlns="http://www.w3.org/2000/svg"></svg>\n'
        '<script src="{% static "a.js" %}" defer></script><script type="application/json">{"a": 1}</script>\n'
        '<a href="http://127.0.0.1:8000/" class="style" hx-get="{% url "x" %}">one</a>'
    )
    assert strangers_in_template("x", source) == []


def test_a_title_holds_no_value():
    """A value in a title or in the title block is found; the same value in the page is not."""
    source = "<title>{% block title %}Plan{% endblock %}</title>\n<h1>{{ employer }}</h1>"
    assert titles_with_values("x", source) == []
    bad = "\n{% block title %}{{ employer }}{% endblock %}"
    assert [(o.line, o.word) for o in titles_with_values("x", bad)] == [(2, "{{ employer }}")]
