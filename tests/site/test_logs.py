"""The log keeps where something went wrong, and no word of a mail."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest
from django.conf import settings

from actions.invented import NO, NOW, about, write_mbox
from secondwind.accounts.models import Person
from secondwind.actions.read_mail import begin_import
from secondwind.record.models import MailImport
from secondwind.site import jobs
from secondwind.site.folder import data_folder, secret_in
from secondwind.site.logs import Plain


@pytest.mark.django_db
def test_a_failing_import_leaves_no_mail_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Trouble that quotes the mail stops the import with a sentence; the log has its kind, without the quote."""
    person = Person.objects.create(username="sam")
    monkeypatch.setattr(settings, "DATA", tmp_path)
    path = write_mbox(tmp_path / "all.mbox", [about(NO + "Quillwort", "Northwind", at=NOW)])
    begin_import(person, [str(path)], look_first=True, now=NOW)

    def stumble(mail: object, **_: object) -> None:
        raise ValueError(f"cannot read {mail!r}")

    monkeypatch.setattr("secondwind.actions.read_mail.read", stumble)
    with caplog.at_level(logging.DEBUG):
        jobs.look_once()
    written = "\n".join(Plain().format(record) for record in caplog.records)
    assert "ValueError" in written
    for word in ("Quillwort", "Northwind", "Unfortunately"):
        assert word not in written
    stopped = MailImport.objects.of(person).get()
    assert stopped.state == "stopped"
    assert "Quillwort" not in stopped.trouble


def test_an_exception_is_logged_without_its_words() -> None:
    """A traceback names files, lines and the kind of trouble; what the exception says stays out."""
    try:
        raise KeyError("Dear Sam, we regret")
    except KeyError:
        record = logging.LogRecord(
            "django.request", logging.ERROR, "x.py", 1, "Server error", None, sys.exc_info()
        )
    written = Plain().format(record)
    assert "KeyError" in written
    assert "test_logs.py" in written
    assert "regret" not in written


def test_the_log_that_runs_is_the_plain_one() -> None:
    """Every log line of the program goes through it."""
    (handler,) = settings.LOGGING["handlers"].values()
    assert settings.LOGGING["formatters"][handler["formatter"]]["()"] == "secondwind.site.logs.Plain"


def test_the_secret_is_made_once_and_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two askings give one secret, in a file and a folder for its owner alone, with nothing left beside it."""
    monkeypatch.setenv("SECONDWIND_DATA", str(tmp_path / "data"))
    folder = data_folder()
    assert secret_in(folder) == secret_in(folder)
    assert len(secret_in(folder)) > 40
    assert [path.name for path in folder.iterdir()] == ["secret"]
    assert (folder / "secret").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
