"""What every test shares: the requirement rows, and one way to run hypothesis."""

from __future__ import annotations

import os

from hypothesis import settings

pytest_plugins = ["rows.plugin", "doors"]

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
