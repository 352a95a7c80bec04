"""Bytes and text made safe to keep."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from secondwind.lib.text import clean, decode, one_line, tidy, trim, without_turns


@given(
    st.binary(max_size=200),
    st.sampled_from(["", "utf-8", "idna", "rot13", "utf-16", "koi8-r", "\0", "x" * 99]),
)
def test_any_bytes_decode(raw: bytes, charset: str) -> None:
    """No charset and no bytes raise, and what comes out can be cleaned and written as UTF-8."""
    assert "\0" not in clean(decode(raw, charset).text).encode().decode()


def test_a_claimed_charset_is_believed_where_it_fits() -> None:
    """Where the bytes are what they claim to be, nothing is said."""
    for charset in ("utf-8", "iso-8859-15", "koi8-r", "shift_jis", "UTF-16", '"utf-8"'):
        letters = {"koi8-r": "Привет", "shift_jis": "こんにちは"}.get(charset, "Größe")
        assert decode(letters.encode(charset.strip('"')), charset) == (letters, "")


def test_one_broken_place_does_not_spoil_the_rest() -> None:
    """UTF-8 with a bad byte keeps its other letters."""
    assert decode("Grüße aus Köln, ".encode() + b"\xff", "utf-8").text == "Grüße aus Köln, \ufffd"


def test_no_charset_is_guessed() -> None:
    """Japanese bytes without a name are read as Japanese, and the problem says that none was given."""
    letters = "面接の日程についてご連絡いたします。よろしくお願いいたします。"
    assert decode(letters.encode("shift_jis")) == (letters, "no charset")


def test_clean_takes_out_strays() -> None:
    """Control characters, fillers and lone surrogates go; newlines are of one kind; joined emoji stay whole."""
    assert clean("a\0b\r\nc\rd\u00ade\ufeff\ud800") == "ab\nc\nde\ufffd"
    assert clean("x\u200c \u200c \u200c y") == "x y"
    assert clean("👩\u200d💻 می\u200cخواهم") == "👩\u200d💻 می\u200cخواهم"


def test_nothing_unseen_turns_a_line() -> None:
    """What embeds, overrides or isolates a direction goes; letters that run the other way stay."""
    turns = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    assert without_turns("a".join(turns)) == "a" * 8
    assert one_line(f" {turns}a \u202e b{turns}") == "a b"
    assert one_line("\u2067שלום\u2069  world") == "שלום world"


def test_tidy_trim_and_one_line() -> None:
    """Tidy keeps a tab between cells and one empty line; trim keeps indentation; one_line keeps words."""
    assert tidy("  a \u00a0 b \t  c\n\n\n\n d ") == "a b\tc\n\nd"
    assert trim("\n  a  \n\n\n\n b\u00a0c ") == "  a\n\n b c"
    assert one_line(" a\n\tb\u2028c ") == "a b c"
