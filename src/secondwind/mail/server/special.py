"""Which folder is which: the archive, the drafts, what was sent.

The server says it where it can (RFC 6154, and Gmail's older XLIST); where it does not, the names that mail programs
give such folders in nine languages say it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

_OF_FLAG = {
    b"\\archive": "archive", b"\\drafts": "drafts", b"\\sent": "sent", b"\\trash": "trash", b"\\junk": "junk",
    b"\\all": "all", b"\\flagged": "flagged", b"\\important": "important",
    b"\\allmail": "all", b"\\spam": "junk", b"\\starred": "flagged", b"\\inbox": "inbox",
}  # fmt: skip
"""What a server says of a folder, lower-cased; the last four are XLIST's."""

NAMES = {
    "archive": (
        "archive", "archives", "archiv", "archiviert", "archivo", "archivos", "archivio", "arquivo", "arquivos",
        "arquivadas", "archief", "archiwum", "arkiv",
    ),
    "drafts": (
        "drafts", "draft", "entwürfe", "entwurf", "brouillons", "brouillon", "borradores", "borrador", "bozze", "bozza",
        "rascunhos", "rascunho", "concepten", "wersje robocze", "szkice", "kopie robocze", "utkast",
    ),
    "sent": (
        "sent", "sent items", "sent messages", "sent mail", "gesendet", "gesendete elemente", "gesendete objekte",
        "gesendete nachrichten", "envoyés", "éléments envoyés", "messages envoyés", "envoyé", "enviados",
        "elementos enviados", "correo enviado", "mensajes enviados", "inviati", "posta inviata", "elementi inviati",
        "posta in uscita inviata", "itens enviados", "mensagens enviadas", "enviadas", "enviado", "verzonden",
        "verzonden items", "verzonden berichten", "wysłane", "elementy wysłane", "skickat", "skickade objekt",
        "skickade",
    ),
    "trash": (
        "trash", "deleted items", "deleted messages", "deleted", "bin", "papierkorb", "gelöscht", "gelöschte elemente",
        "gelöschte objekte", "corbeille", "éléments supprimés", "papelera", "elementos eliminados", "eliminados",
        "cestino", "posta eliminata", "elementi eliminati", "lixo", "lixeira", "itens excluídos", "itens eliminados",
        "prullenbak", "verwijderde items", "prullenmand", "kosz", "elementy usunięte", "papperskorgen",
        "borttaget", "papperskorg",
    ),
    "junk": (
        "junk", "spam", "junk email", "junk e-mail", "bulk mail", "spamverdacht", "unerwünscht", "junk-e-mail",
        "indésirables", "courrier indésirable", "pourriel", "correo no deseado", "no deseado",
        "posta indesiderata", "lixo eletrónico", "lixo eletrônico", "lixo electrónico", "ongewenste e-mail",
        "ongewenst", "wiadomości-śmieci", "wiadomości śmieci", "skräppost",
    ),
}  # fmt: skip
"""Names of such folders, in small letters, the likelier first: as Gmail, Outlook, Apple and Thunderbird give them."""

_ABOVE = frozenset({"inbox", "[gmail]", "[google mail]"})


@dataclass(frozen=True, slots=True)
class FolderInfo:
    """One folder: `name` as a person reads it, its parts divided by `divider` ("" where the server has none).

    `special`: inbox, archive, drafts, sent, trash, junk, all, flagged, important, or "". What is not `selectable`
    holds folders and no mail.
    """

    name: str
    special: str = ""
    selectable: bool = True
    divider: str = ""

    @property
    def leaf(self) -> str:
        return self.name.rpartition(self.divider)[2] if self.divider else self.name


def special_of(flags: Iterable[bytes], name: str) -> str:
    """What the server itself says of a folder."""
    if name.upper() == "INBOX":
        return "inbox"
    for flag in flags:
        if said := _OF_FLAG.get(bytes(flag).lower()):
            return said
    return ""


def with_well_known(folders: Sequence[FolderInfo]) -> list[FolderInfo]:
    """The same folders; where the server names none for a purpose, one known by its name is taken for it.

    That a folder holds all mail is not to be believed of a name.
    """
    found = list(folders)
    for special, names in NAMES.items():
        if any(each.special == special for each in found):
            continue
        likely = [
            (names.index(each.leaf.casefold()), place)
            for place, each in enumerate(found)
            if not each.special and each.selectable and _is_at_the_top(each) and each.leaf.casefold() in names
        ]
        if likely:
            place = min(likely)[1]
            found[place] = replace(found[place], special=special)
    return found


def _is_at_the_top(folder: FolderInfo) -> bool:
    """Whether it is one of the mailbox's own folders, and not, say, the archive of a project."""
    if not folder.divider:
        return True
    above = folder.name.casefold().split(folder.divider)[:-1]
    return not above or (len(above) == 1 and above[0] in _ABOVE)
