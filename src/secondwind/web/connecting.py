"""Connect a mailbox: the address, then the servers where they are not known, then the password, then what is read.

What is known so far waits in the session, which is in the database: no secret is ever among it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from secondwind.accounts.access import person_of
from secondwind.accounts.secrets import state
from secondwind.actions.connect_mailbox import connect_mailbox
from secondwind.errors import SecondWindError
from secondwind.mail.server.account import MailServerError, Server, SignInError
from secondwind.mail.server.finding import Found, find_servers, hosts_to_ask, the_network
from secondwind.mail.server.providers import AddressError, Provider, is_host_name, provider, provider_of
from secondwind.record.models import Mailbox
from secondwind.ui.fields import look_at_what_is_asked
from secondwind.ui.render import render

KEY = "connecting"
"""Where in the session an address waits with what is known of its servers."""
PROTECTIONS = (
    ("tls", "TLS"),
    ("starttls", "STARTTLS"),
    ("plain", "None, on this computer"),
)


A_PORT = "A port is a number up to 65535."


@dataclass(frozen=True, slots=True)
class Draft:
    """A mailbox that is about to be connected. `imap` is None until its server is known; `how` says from where."""

    address: str
    imap: Server | None = None
    smtp: Server | None = None
    user: str = ""
    provider_key: str = ""
    how: str = ""

    @property
    def provider(self) -> Provider | None:
        return provider(self.provider_key) if self.provider_key else None


def draft_of(request: HttpRequest) -> Draft | None:
    """What waits in the session, None where nothing does."""
    kept = request.session.get(KEY)
    if not kept:
        return None
    imap, smtp = (Server(*kept[name]) if kept[name] else None for name in ("imap", "smtp"))
    return Draft(kept["address"], imap, smtp, kept["user"], kept["provider"], kept["how"])


def keep_draft(request: HttpRequest, draft: Draft) -> None:
    def plain(server: Server | None) -> list[Any] | None:
        return [server.host, server.port, server.security] if server else None

    request.session[KEY] = {
        "address": draft.address, "imap": plain(draft.imap), "smtp": plain(draft.smtp), "user": draft.user,
        "provider": draft.provider_key, "how": draft.how,
    }  # fmt: skip


class AddressForm(forms.Form):
    address = forms.CharField(
        label="Your mail address", max_length=320,
        error_messages={"required": "An address is needed to go on."},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).strip()
        try:
            provider_of(address)
        except AddressError as trouble:
            raise forms.ValidationError(said(trouble)) from None
        if not address.isprintable() or " " in address:
            raise forms.ValidationError("This is no mail address. It has no space in it.")
        return address


def address(request: HttpRequest) -> HttpResponse:
    """Address first. A provider of the shipped table is known without asking anybody."""
    known = draft_of(request)
    form = AddressForm(request.POST or None, initial={"address": known.address if known else ""})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["address"]
        found = provider_of(given)
        if found is None:
            keep_draft(request, Draft(given, user=given))
            return redirect("connect-servers")
        keep_draft(
            request, Draft(given, found.imap, found.smtp, found.user_of(given), found.key, "the table")
        )
        return redirect("connect-sign-in")
    look_at_what_is_asked(form)
    return render(request, "web/connect.html", {"form": form}, status=400 if form.errors else 200)


class ServersForm(forms.Form):
    """The servers by hand, as the provider's help pages name them."""

    user = forms.CharField(label="User name", max_length=320, required=False)
    imap_host = forms.CharField(
        label="Server", max_length=255, error_messages={"required": "A server to read from is needed."}
    )
    imap_port = forms.IntegerField(
        label="Port", min_value=1, max_value=65535, initial=993,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), A_PORT),
    )  # fmt: skip
    imap_security = forms.ChoiceField(label="Protection", choices=PROTECTIONS, initial="tls")
    smtp_host = forms.CharField(label="Server", max_length=255, required=False)
    smtp_port = forms.IntegerField(
        label="Port", min_value=1, max_value=65535, initial=465, required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), A_PORT),
    )  # fmt: skip
    smtp_security = forms.ChoiceField(label="Protection", choices=PROTECTIONS, initial="tls", required=False)
    imap: Server | None = None
    smtp: Server | None = None

    def clean(self) -> dict[str, Any]:
        for name in ("imap", "smtp"):
            host, port = self._host(name), self.cleaned_data.get(f"{name}_port")
            security = self.cleaned_data.get(f"{name}_security") or "tls"
            if not host or f"{name}_host" in self.errors or f"{name}_port" in self.errors:
                continue
            try:
                setattr(self, name, Server(host, port or (465 if name == "smtp" else 993), security))
            except MailServerError as trouble:
                self.add_error(f"{name}_security", said(trouble))
        return self.cleaned_data

    def _host(self, name: str) -> str:
        host = str(self.cleaned_data.get(f"{name}_host", "")).strip().lower().strip("[]")
        if host and not is_host_name(host) and ":" not in host:
            self.add_error(f"{name}_host", "This is no server. One looks like imap.northwind.example.")
            return ""
        return host


def servers(request: HttpRequest) -> HttpResponse:
    """Where the table knows nothing: ask the address's own domain, on a button that names it, or fill in by hand."""
    draft = draft_of(request)
    if draft is None:
        return redirect("connect-mailbox")
    is_by_hand = request.method == "POST" and "ask" not in request.POST
    form = ServersForm(request.POST if is_by_hand else None, initial=_known(draft))
    trouble: SecondWindError | None = None
    if is_by_hand and form.is_valid():
        user = form.cleaned_data["user"].strip() or draft.address
        keep_draft(request, Draft(draft.address, form.imap, form.smtp, user, "", "you"))
        return redirect("connect-sign-in")
    if request.method == "POST" and not is_by_hand:
        try:
            resolve, fetch = the_network()
            found = find_servers(draft.address, resolve=resolve, fetch=fetch)
        except SecondWindError as met:
            trouble = met
        else:
            if found is not None:
                keep_draft(request, _found(draft.address, found))
                return redirect("connect-sign-in")
            trouble = SecondWindError(
                "Neither says where this mail is kept.", "Your provider’s help pages do; fill it in below."
            )
    look_at_what_is_asked(form)
    context = {
        "draft": draft, "hosts": hosts_to_ask(draft.address), "form": form, "trouble": trouble,
        "by_hand": bool(form.errors or trouble or draft.imap),
    }  # fmt: skip
    return render(request, "web/connect_servers.html", context, status=400 if form.errors or trouble else 200)


def _found(address: str, found: Found) -> Draft:
    how = {"srv": "its name service", "autoconfig": "its settings file", "mx": "who receives its mail"}
    return Draft(address, found.imap, found.smtp, found.user, found.provider, how[found.how])


def _known(draft: Draft) -> dict[str, Any]:
    first: dict[str, Any] = {"user": draft.user or draft.address}
    for name, server in (("imap", draft.imap), ("smtp", draft.smtp)):
        if server:
            first |= {
                f"{name}_host": server.host,
                f"{name}_port": server.port,
                f"{name}_security": server.security,
            }
    return first


class PasswordForm(forms.Form):
    secret = forms.CharField(
        label="Password", max_length=2000, strip=False,
        error_messages={"required": "The password is needed to look into the mailbox."},
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


@never_cache
@sensitive_post_parameters("secret")
@sensitive_variables("form")
def sign_in(request: HttpRequest) -> HttpResponse:
    """What is known of the mailbox, and its password. The login is tried by looking, and nothing else is done."""
    draft = draft_of(request)
    if draft is None or draft.imap is None:
        return _no_way_in(request, draft)
    known = draft.provider
    ways = known.sign_in if known else ("password",)
    if "password" not in ways:
        return redirect("connect-browser")
    if state() in ("none", "locked"):
        return redirect(f"{reverse('mailbox-passphrase')}?next={reverse('connect-sign-in')}")
    form = PasswordForm(request.POST or None)
    if known and known.app_password:
        form.fields["secret"].label = "App password"
    mailbox = _connected(request, draft, draft.imap, form) if request.method == "POST" else None
    if mailbox is not None:
        request.session.pop(KEY, None)
        return redirect("mailbox-what", mailbox.pk)
    look_at_what_is_asked(form)
    context = {
        "draft": draft, "provider": known, "form": form, "keeps": state(), "can_oauth": "oauth" in ways,
    }  # fmt: skip
    return render(request, "web/connect_sign_in.html", context, status=400 if form.errors else 200)


@sensitive_variables("form")
def _connected(request: HttpRequest, draft: Draft, imap: Server, form: PasswordForm) -> Mailbox | None:
    """The mailbox, or None where the form says what is wrong."""
    if not form.is_valid():
        return None
    try:
        return connect_mailbox(
            person_of(request), draft.address, imap=imap, smtp=draft.smtp, user=draft.user,
            secret=form.cleaned_data["secret"], provider=draft.provider_key, now=request.now,
        )  # fmt: skip
    except SecondWindError as trouble:
        form.add_error("secret" if isinstance(trouble, SignInError) else None, said(trouble))
    return None


def _no_way_in(request: HttpRequest, draft: Draft | None) -> HttpResponse:
    """No server is known: the step before this one, or the page that says that there is none."""
    if draft is None:
        return redirect("connect-mailbox")
    if draft.provider is None:
        return redirect("connect-servers")
    return render(request, "web/connect_no_way.html", {"draft": draft, "provider": draft.provider})


def said(trouble: SecondWindError) -> str:
    """Trouble as it stands beside a field."""
    return f"{trouble.sentence} {trouble.hint}".strip()


urlpatterns = [
    path("mailboxes/connect/", address, name="connect-mailbox"),
    path("mailboxes/connect/servers/", servers, name="connect-servers"),
    path("mailboxes/connect/sign-in/", sign_in, name="connect-sign-in"),
]
