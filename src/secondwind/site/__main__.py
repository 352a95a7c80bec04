"""The worker of the server with that process id: settings first, then the jobs, which need them to be there."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secondwind.site.settings")
django.setup()

from secondwind.site.jobs import work  # noqa: E402 - Django must be ready before models can be imported

if __name__ == "__main__":  # a second process that reads large mail imports this file
    work(parent=int(sys.argv[1]))
