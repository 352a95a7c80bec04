"""Finish the first open fold step of SECONDWIND_DATA at a given moment, and print whether this process did it."""

import os
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "secondwind.site.settings"

import django

django.setup()

from secondwind import clock  # noqa: E402
from secondwind.accounts.access import local_person  # noqa: E402
from secondwind.actions.finish_step import finish_step  # noqa: E402
from secondwind.record.models import Step  # noqa: E402
from secondwind.tools.registry import built  # noqa: E402

step = Step.objects.of(local_person()).get(tool="mailroom.fold")
time.sleep(max(0.0, float(sys.argv[1]) - time.time()))
did = finish_step(step, result={"by": os.getpid()}, built=built(), now=clock.now())
sys.stdout.write(f"{os.getpid()} {did}\n")
