"""A mailbox on a server: what is read of it, when it was, what it found, what may be done there, and its end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from secondwind.accounts.access import person_of
from secondwind.accounts.secrets import state
from secondwind.actions.allow_changes import FIELDS, allow, forbid, keep_up
from secondwind.actions.choose_mail import ask_to_read, choose_mail
from secondwind.actions.connect_mailbox import disconnect_mailbox
from secondwind.actions.look_into_folders import chosen
from secondwind.actions.open_mailbox import opened
from secondwind.errors import NotYoursError, SecondWindError
from secondwind.mail.server.providers import provider
from secondwind.record.mailboxes import folders_of, imports_of, mailboxes, moves_waiting
from secondwind.record.models import Mailbox, MailImport
from secondwind.record.queries import RUNNING
from secondwind.ui.fields import DayField, look_at_what_is_asked
from secondwind.ui.render import render
from secondwind.ui.undo import Undo, offer_undo

from .moment import zone_of

SPANS = (
    ("half", "The last 6 months"),
    ("year", "The last year"),
    ("all", "All of it"),
    ("day", "From a day on"),
)
SHOWN = 400
"""Folders one page offers; a mailbox may have thousands."""
PERMISSIONS = (
    (
        "move", "Move letters",
        "A letter you put away here moves into the archive there. None is ever deleted.",
        "Letters may be moved now.",
    ),
    (
        "drafts", "Save drafts",
        "A reply you finish here lies in your Drafts, and leaves when you send it from there.",
        "Drafts may be saved now.",
    ),
    (
        "send", "Send",
        "A reply leaves as your own mail when you press Send. You can take it back for ten seconds.",
        "Letters may be sent now.",
    ),
)  # fmt: skip
"""What can be allowed, its name, what it means, and what is said once it is given."""


def listing(request: HttpRequest) -> HttpResponse:
    """The mailboxes that are connected; the one, where there is one."""
    rows = list(mailboxes(person_of(request)))
    if not rows:
        return redirect("connect-mailbox")
    return render(request, "web/mailboxes.html", {"rows": rows})


def page(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """One mailbox, and how its reading goes while it does."""
    row = _own(request, mailbox_id)
    reading = imports_of(row).filter(state__in=[*RUNNING, "found", "stopped"]).first()
    is_running = reading is not None and reading.state in RUNNING
    if request.htmx.target == "progress" and not is_running:
        # What was found, when, and the ways on change with the end of the reading: the whole page comes anew.
        return HttpResponse(headers={"HX-Refresh": "true"})
    context: dict[str, object] = {
        "mailbox": row, "reading": reading, "running": is_running, "import_waiting": None,
        "is_locked": state() == "locked", "provider": provider(row.provider) if row.provider else None,
        "folders": _names(row), "permissions": _permissions(row), "moves": moves_waiting(row).count(),
        "past": imports_of(row).filter(state="kept").first(),
    }  # fmt: skip
    return render(request, "web/mailbox_page.html", context, partial="progress")


def _names(row: Mailbox) -> list[str]:
    return row.folders or [folder.name for folder in folders_of(row)]


def _permissions(row: Mailbox) -> list[dict[str, Any]]:
    return [
        {"key": key, "name": name, "words": words, "given": getattr(row, FIELDS[key])}
        for key, name, words, _ in PERMISSIONS
    ]


class WhatForm(forms.Form):
    """Which folders, and how far back."""

    span = forms.ChoiceField(label="How far back", choices=SPANS, widget=forms.RadioSelect)
    since = DayField(label="The first day", required=False)
    which = forms.ChoiceField(
        label="Folders", widget=forms.RadioSelect,
        choices=(("usual", "All but the bin, junk and drafts"), ("these", "Those I choose")),
    )  # fmt: skip
    folders = forms.MultipleChoiceField(label="These", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, names: list[str], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["folders"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
        self.fields["folders"].error_messages["invalid_choice"] = "One of these is not there any more."

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("span") == "day" and not given.get("since") and "since" not in self.errors:
            self.add_error("since", "From which day on?")
        if given.get("since") and given["since"] > self.today:
            self.add_error("since", "That day has not come yet. From which day on?")
        if given.get("which") == "these" and not given.get("folders") and "folders" not in self.errors:
            self.add_error("folders", "Choose one or more.")
        return given

    def begin(self) -> date | None:
        """The first day that is read, None for all of it."""
        back = {"half": timedelta(days=183), "year": timedelta(days=365)}
        span = self.cleaned_data["span"]
        if span in back:
            return self.today - back[span]
        return self.cleaned_data["since"] if span == "day" else None

    def names(self) -> list[str]:
        return self.cleaned_data["folders"] if self.cleaned_data["which"] == "these" else []


def what(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """Folders and a first day, from what lies there now; then it is read in the background."""
    row = _own(request, mailbox_id)
    if state() == "locked":
        return _to_passphrase(reverse("mailbox-what", args=[row.pk]))
    try:
        with opened(row) as connection:
            infos = [info for info in connection.folders() if info.selectable]
            usual, _ = chosen(Mailbox(owner=row.owner), infos, connection.capabilities)
    except SecondWindError as trouble:
        return render(request, "web/mailbox_what.html", {"mailbox": row, "trouble": trouble}, status=400)
    names = _in_front([info.name for info in usual], [info.name for info in infos])
    today = request.now.astimezone(zone_of(request)).date()
    form = WhatForm(request.POST or None, names=names, today=today, initial=_chosen_before(row))
    if request.method == "POST" and form.is_valid():
        choose_mail(row, folders=form.names(), since=form.begin())
        ask_to_read(row, now=request.now)
        return redirect("connected-mailbox", row.pk)
    look_at_what_is_asked(form)
    context = {
        "mailbox": row, "form": form, "usual": [info.name for info in usual], "left": len(infos) - len(names),
        "is_first": row.read_at is None,
    }  # fmt: skip
    return render(request, "web/mailbox_what.html", context, status=400 if form.errors else 200)


def _in_front(usual: list[str], names: list[str]) -> list[str]:
    """The folders to offer, those first that are read where none is chosen."""
    return [*usual, *(name for name in names if name not in set(usual))][:SHOWN]


def _chosen_before(row: Mailbox) -> dict[str, Any]:
    """What is chosen now; a year and every folder where nothing has been."""
    if row.read_at is None and not row.since and not row.folders:
        return {"span": "year", "which": "usual"}
    return {
        "span": "day" if row.since else "all", "since": row.since, "folders": row.folders,
        "which": "these" if row.folders else "usual",
    }  # fmt: skip


@require_POST
def read_now(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """Ask for a reading; it is done in the background, as an import is."""
    row = _own(request, mailbox_id)
    here = reverse("connected-mailbox", args=[row.pk])
    if state() == "locked":
        return _to_passphrase(here)
    reading: MailImport = ask_to_read(row, now=request.now)
    if reading.state == "found":
        return redirect("import", reading.pk)
    return redirect(here)


@require_POST
def permit(request: HttpRequest, mailbox_id: int, kind: str) -> HttpResponse:
    """Give one permission. It is taken back by the same row."""
    row = _own(request, mailbox_id)
    said = next((words for key, _, _, words in PERMISSIONS if key == kind), "")
    if kind == "send" and not row.smtp_host:
        raise SecondWindError(
            "No server to send by is known for this mailbox.",
            "Connect it again, and fill in the server by hand.",
        )
    allow(row, kind)
    offer_undo(request, Undo(said, reverse("mailbox-forbid", args=[row.pk, kind])))
    return redirect("connected-mailbox", row.pk)


@require_POST
def take_back(request: HttpRequest, mailbox_id: int, kind: str) -> HttpResponse:
    """Take one permission back. What was asked for and has not begun is not done."""
    row = _own(request, mailbox_id)
    forbid(row, kind)
    return redirect("connected-mailbox", row.pk)


@require_POST
def by_itself(request: HttpRequest, mailbox_id: int, chosen: str) -> HttpResponse:
    """Whether the mailbox is read by itself while the program runs."""
    row = _own(request, mailbox_id)
    keep_up(row, chosen == "on")
    return redirect("connected-mailbox", row.pk)


def disconnect(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """What goes and what stays; then, on the button, the end."""
    row = _own(request, mailbox_id)
    if state() == "locked":
        return _to_passphrase(reverse("mailbox-disconnect", args=[row.pk]))
    trouble: SecondWindError | None = None
    if request.method == "POST":
        try:
            disconnect_mailbox(row)
        except SecondWindError as met:
            trouble = met
        else:
            return redirect("mailbox-gone")
    kept = row.found.get("kept", 0)
    context = {"mailbox": row, "trouble": trouble, "kept": kept, "moves": moves_waiting(row).count()}
    return render(request, "web/mailbox_disconnect.html", context, status=400 if trouble else 200)


def gone(request: HttpRequest) -> HttpResponse:
    """After the end."""
    return render(request, "web/mailbox_gone.html", {"others": mailboxes(person_of(request)).exists()})


def _own(request: HttpRequest, mailbox_id: int) -> Mailbox:
    row = mailboxes(person_of(request)).filter(pk=mailbox_id).first()
    if row is None:
        raise NotYoursError("There is no such mailbox here.", "Today is a good place to go on from.")
    return row


def _to_passphrase(onward: str) -> HttpResponse:
    return redirect(f"{reverse('mailbox-passphrase')}?next={onward}")


urlpatterns = [
    path("mailboxes/", listing, name="mailboxes"),
    path("mailboxes/disconnected/", gone, name="mailbox-gone"),
    path("mailboxes/<int:mailbox_id>/", page, name="connected-mailbox"),
    path("mailboxes/<int:mailbox_id>/what/", what, name="mailbox-what"),
    path("mailboxes/<int:mailbox_id>/read/", read_now, name="mailbox-read"),
    path("mailboxes/<int:mailbox_id>/allow/<str:kind>/", permit, name="mailbox-allow"),
    path("mailboxes/<int:mailbox_id>/forbid/<str:kind>/", take_back, name="mailbox-forbid"),
    path("mailboxes/<int:mailbox_id>/by-itself/<str:chosen>/", by_itself, name="mailbox-by-itself"),
    path("mailboxes/<int:mailbox_id>/disconnect/", disconnect, name="mailbox-disconnect"),
]
