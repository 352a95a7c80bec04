"""What every test shares: the requirement rows, one way to run hypothesis, and a data folder that is nobody's."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from hypothesis import settings

pytest_plugins = ["rows.plugin", "doors", "chromium", "smtp_server", "dovecot", "connected", "posting"]

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session", autouse=True)
def nobodys_folder() -> Iterator[None]:
    """Tests write their log, their lock and their dropped files where no person's data is."""
    folder = Path(tempfile.mkdtemp(prefix="secondwind-tests-"))
    django_settings.DATA = folder
    yield
    shutil.rmtree(folder, ignore_errors=True)
