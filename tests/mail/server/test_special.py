"""Where a server does not say what a folder is for, its name says it, and never a name deep down."""

from __future__ import annotations

import pytest

from secondwind.mail.server.special import FolderInfo, special_of, with_well_known


def told(*folders: FolderInfo) -> dict[str, str]:
    return {each.special: each.name for each in with_well_known(folders) if each.special}


@pytest.mark.parametrize(
    ("special", "names"),
    [
        ("sent", "Sent Items|Gesendete Elemente|Éléments envoyés|Elementos enviados|Posta inviata|Itens enviados|"
                 "Verzonden items|Elementy wysłane|Skickat"),
        ("drafts", "Drafts|Entwürfe|Brouillons|Borradores|Bozze|Rascunhos|Concepten|Wersje robocze|Utkast"),
        ("trash", "Deleted Items|Papierkorb|Corbeille|Papelera|Cestino|Lixeira|Prullenbak|Kosz|Papperskorgen"),
        ("archive", "Archive|Archiv|Archives|Archivo|Archivio|Arquivo|Archief|Archiwum|Arkiv"),
        ("junk", "Junk|Spamverdacht|Indésirables|Correo no deseado|Posta indesiderata|Lixo eletrônico|"
                 "Ongewenste e-mail|Wiadomości-śmieci|Skräppost"),
    ],
)  # fmt: skip
def test_names_in_nine_languages(special: str, names: str) -> None:
    """At the top, below the inbox, and below Gmail's own folder, in any case."""
    for name in names.split("|"):
        for whole, divider in (
            (name, "/"),
            (f"INBOX.{name.upper()}", "."),
            (f"[Gmail]/{name}", "/"),
            (name, ""),
        ):
            assert told(FolderInfo(whole, divider=divider)) == {special: whole}


def test_what_the_server_says_is_believed_first() -> None:
    """A second folder with a likely name is a folder like any other; so is the archive of a project."""
    said = FolderInfo("Old things", "archive", divider="/")
    assert told(said, FolderInfo("Archive", divider="/")) == {"archive": "Old things"}
    assert told(FolderInfo("Projects/Archive", divider="/")) == {}
    assert told(FolderInfo("Sent", selectable=False, divider="/")) == {}
    assert told(FolderInfo("All Mail", divider="/")) == {}


def test_the_likelier_name_is_taken() -> None:
    """Whatever the order they are listed in."""
    assert told(FolderInfo("Sent Messages"), FolderInfo("Sent")) == {"sent": "Sent"}


def test_flags_in_both_notations() -> None:
    """As RFC 6154 has them, and as XLIST did."""
    assert special_of([rb"\HasNoChildren", rb"\All"], "x") == special_of([rb"\AllMail"], "y") == "all"
    assert special_of([rb"\Junk"], "x") == special_of([rb"\Spam"], "x") == "junk"
    assert special_of([rb"\Sent"], "inbox") == "inbox"
    assert special_of([rb"\Marked"], "x") == ""
