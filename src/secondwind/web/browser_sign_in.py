"""Sign in with a provider (OAuth 2) under the person's own client id: in the browser, or with a code to type.

A sign-in under way is kept in the memory of this process alone, for it holds secrets; one at a time.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from secondwind.accounts.access import person_of
from secondwind.accounts.secrets import state
from secondwind.actions.connect_mailbox import connect_mailbox
from secondwind.actions.open_mailbox import Tokens, packed
from secondwind.errors import SecondWindError
from secondwind.mail.server.account import MailServerError
from secondwind.mail.server.signin import (
    DeviceCode,
    OAuth,
    SignIn,
    Token,
    a_client,
    ask_for_token,
    begin_sign_in,
    begin_with_code,
)
from secondwind.record.models import Mailbox
from secondwind.ui.fields import look_at_what_is_asked
from secondwind.ui.render import render

from .connecting import KEY, Draft, draft_of, said

PATIENCE = timedelta(minutes=10)
"""How long a person has in the browser before the port is closed."""


@dataclass(slots=True)
class UnderWay:
    """One sign-in: in the browser (`page`), or by a code (`code`), which is asked about no sooner than `ask_at`."""

    owner: int
    draft: Draft
    oauth: OAuth
    began_at: datetime
    page: SignIn | None = None
    code: DeviceCode | None = None
    ask_at: datetime | None = None
    turn: threading.Lock = field(default_factory=threading.Lock)

    def has_run_out(self, now: datetime) -> bool:
        lasts = timedelta(seconds=self.code.lasts) if self.code else PATIENCE
        return now > self.began_at + lasts

    def close(self) -> None:
        if self.page is not None:
            self.page.close()


_under_way: list[UnderWay] = []
_changing = threading.Lock()


class ClientForm(forms.Form):
    client_id = forms.CharField(
        label="Client id", max_length=500,
        error_messages={"required": "The client id is needed; the steps beside say where it is made."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    client_secret = forms.CharField(
        label="Client secret", max_length=500, required=False,
        help_text="Google gives one with the id. Microsoft gives none: leave it empty.",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


@never_cache
@sensitive_post_parameters("client_secret")
@sensitive_variables("form", "oauth")
def begin(request: HttpRequest) -> HttpResponse:
    """The client id, and two ways: this browser, or a code."""
    draft = draft_of(request)
    known = draft.provider if draft else None
    if draft is None or known is None or known.oauth is None or draft.imap is None:
        return redirect("connect-mailbox")
    if state() in ("none", "locked"):
        return redirect(f"{reverse('mailbox-passphrase')}?next={reverse('connect-browser')}")
    form = ClientForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            oauth = OAuth.at(known.oauth, form.cleaned_data["client_id"], form.cleaned_data["client_secret"])
            _start(request, draft, oauth, with_code="code" in request.POST)
        except SecondWindError as trouble:
            form.add_error("client_id", said(trouble))
        else:
            return redirect("connect-waiting")
    look_at_what_is_asked(form)
    with_password = "password" in known.sign_in
    context = {"draft": draft, "provider": known, "form": form, "with_password": with_password}
    return render(request, "web/connect_browser.html", context, status=400 if form.errors else 200)


def _start(request: HttpRequest, draft: Draft, oauth: OAuth, *, with_code: bool) -> None:
    owner = person_of(request).pk
    if with_code:
        with a_client() as fetch:
            code = begin_with_code(oauth, fetch=fetch)
        ask_at = request.now + timedelta(seconds=code.interval)
        fresh = UnderWay(owner, draft, oauth, request.now, code=code, ask_at=ask_at)
    else:
        fresh = UnderWay(owner, draft, oauth, request.now, page=begin_sign_in(oauth, draft.user))
    _let_go()
    with _changing:
        _under_way.append(fresh)


def _let_go() -> None:
    """End the sign-in that is under way, if one is."""
    with _changing:
        gone, _under_way[:] = list(_under_way), []
    for one in gone:
        one.close()


def _mine(request: HttpRequest) -> UnderWay | None:
    owner = person_of(request).pk
    with _changing:
        return next((one for one in _under_way if one.owner == owner), None)


@never_cache
def waiting(request: HttpRequest) -> HttpResponse:
    """Where to go, and a look now and then whether the answer has come."""
    one = _mine(request)
    if one is None:
        return redirect("connect-browser")
    return _wait(request, one)


def _wait(request: HttpRequest, one: UnderWay, trouble: str = "", status: int = 200) -> HttpResponse:
    pause = one.code.interval if one.code else 2
    context = {
        "one": one, "draft": one.draft, "provider": one.draft.provider, "pause": pause, "trouble": trouble,
        "looked": request.method == "POST",
    }  # fmt: skip
    return render(request, "web/connect_waiting.html", context, partial="answer", status=status)


@require_POST
@never_cache
@sensitive_variables("token")
def look(request: HttpRequest) -> HttpResponse:
    """Has the answer come? Then the mailbox is looked into and kept."""
    one = _mine(request)
    if one is None:
        return _onward(request, reverse("connect-browser"))
    if not one.turn.acquire(blocking=False):  # another tab is asking
        return _wait(request, one)
    try:
        token = _token(request, one)
        if token is None:
            return _wait(request, one)
        _let_go()
        mailbox = _connect(request, one, token)
    except SecondWindError as trouble:
        _let_go()
        request.session["sign_in_trouble"] = said(trouble)
        return _onward(request, reverse("connect-no-answer"))
    finally:
        one.turn.release()
    request.session.pop(KEY, None)
    return _onward(request, reverse("mailbox-what", args=[mailbox.pk]))


def _token(request: HttpRequest, one: UnderWay) -> Token | None:
    """The token, once the person has said yes; None while there is nothing to be heard."""
    if one.page is not None and one.page.is_answered:
        with a_client() as fetch:
            return one.page.wait(fetch=fetch, now=request.now, seconds=0)
    if one.has_run_out(request.now):
        raise MailServerError("No answer came in time.", "Sign in again.")
    if one.code is None or (one.ask_at and request.now < one.ask_at):
        return None
    with a_client() as fetch:
        answer = ask_for_token(one.oauth, one.code, fetch=fetch, now=request.now)
    if isinstance(answer, Token):
        return answer
    one.code, one.ask_at = answer, request.now + timedelta(seconds=answer.interval)
    return None


def _connect(request: HttpRequest, one: UnderWay, token: Token) -> Mailbox:
    draft = one.draft
    if draft.imap is None:  # it was there when the sign-in began
        raise MailServerError("The server is not known any more.", "Begin with the address again.")
    return connect_mailbox(
        person_of(request), draft.address, imap=draft.imap, smtp=draft.smtp, user=draft.user,
        secret=packed(Tokens(token, one.oauth.client_secret)), sign_in="oauth", provider=draft.provider_key,
        oauth=one.oauth.for_record(), now=request.now,
    )  # fmt: skip


def no_answer(request: HttpRequest) -> HttpResponse:
    """What went wrong, and the ways on."""
    trouble = request.session.pop("sign_in_trouble", "")
    draft = draft_of(request)
    if not trouble or draft is None:
        return redirect("connect-browser")
    return render(request, "web/connect_no_answer.html", {"trouble": trouble, "draft": draft})


@require_POST
def give_up(request: HttpRequest) -> HttpResponse:
    """Close the port, forget the client's secret."""
    _let_go()
    return redirect("connect-browser")


def _onward(request: HttpRequest, url: str) -> HttpResponse:
    """To another page, asked for by the script or by the button."""
    return HttpResponse(headers={"HX-Redirect": url}) if request.htmx else redirect(url)


urlpatterns = [
    path("mailboxes/connect/browser/", begin, name="connect-browser"),
    path("mailboxes/connect/waiting/", waiting, name="connect-waiting"),
    path("mailboxes/connect/waiting/look/", look, name="connect-look"),
    path("mailboxes/connect/waiting/end/", give_up, name="connect-give-up"),
    path("mailboxes/connect/no-answer/", no_answer, name="connect-no-answer"),
]
