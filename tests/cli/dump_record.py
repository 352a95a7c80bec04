"""Print the record of SECONDWIND_DATA as text that can be compared. Run as a process of its own."""

import os
import sys
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "secondwind.site.settings"
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import django

django.setup()

from actions.dumps import canonical  # noqa: E402

for name, rows in canonical().items():
    for row in rows:
        sys.stdout.write(f"{name} {row!r}\n")
