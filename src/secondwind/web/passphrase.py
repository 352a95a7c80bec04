"""The passphrase of the file with the mail passwords, where no keyring is: chosen, then said once a start."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from secondwind.accounts.secrets import state, unlock
from secondwind.errors import SecondWindError
from secondwind.ui.render import render

from .connecting import said


class PassphraseForm(forms.Form):
    passphrase = forms.CharField(
        label="Passphrase", max_length=1000, strip=False,
        error_messages={"required": "Without a passphrase nothing can be opened."},
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class NewPassphraseForm(PassphraseForm):
    again = forms.CharField(
        label="The same once more", max_length=1000, strip=False, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("passphrase") and given["passphrase"] != given.get("again"):
            self.add_error("again", "The two are not the same.")
        return given


@never_cache
@sensitive_post_parameters("passphrase", "again")
@sensitive_variables("form")
def passphrase(request: HttpRequest) -> HttpResponse:
    """Where there is no keyring: choose the passphrase of the file with the passwords, or say it."""
    onward = request.POST.get("next") or request.GET.get("next") or ""
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None) or not onward.startswith("/"):
        onward = reverse("mailboxes")
    where = state()
    if where in ("open", "keyring"):
        return redirect(onward)
    form = (NewPassphraseForm if where == "none" else PassphraseForm)(request.POST or None)
    form.fields["passphrase"].widget.attrs["autofocus"] = True
    if request.method == "POST" and form.is_valid():
        try:
            unlock(form.cleaned_data["passphrase"])
        except SecondWindError as trouble:
            form.add_error("passphrase", said(trouble))
        else:
            return redirect(onward)
    context = {"form": form, "is_new": where == "none", "next": onward}
    return render(request, "web/passphrase.html", context, status=400 if form.errors else 200)


urlpatterns = [path("mailboxes/passphrase/", passphrase, name="mailbox-passphrase")]
