"""The invented search, opened from the first page: a second program beside this one, which ends with it."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from secondwind import clock
from secondwind.errors import SecondWindError
from secondwind.ui.render import render

OWN = frozenset({"SECONDWIND_DATA", "SECONDWIND_PORT", clock.ENV})
"""What a demo does not inherit: it has a folder, a port and a clock of its own."""
_running: list[subprocess.Popen[str]] = []


@require_POST
def open_demo(request: HttpRequest) -> HttpResponse:
    """Start an invented search and show the link into it. One at a time; the one before is ended."""
    end_demo()
    return render(request, "web/demo.html", {"link": _start()})


def _start() -> str:
    env = {name: value for name, value in os.environ.items() if name not in OWN}
    command = [sys.executable, "-m", "secondwind", "demo", "--no-browser"]
    demo = subprocess.Popen(  # noqa: S603 - our own program, no word of it from outside
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    _running.append(demo)
    for line in demo.stdout or ():
        link = line.strip()
        if urlsplit(link).hostname == "127.0.0.1":
            return link
    raise SecondWindError("The invented search did not start.", "`secondwind demo` in a terminal says why.")


@atexit.register
def end_demo() -> None:
    """End the demo that runs, if one does; its folder goes with it."""
    while _running:
        demo = _running.pop()
        demo.terminate()
        try:
            demo.wait(timeout=10)
        except subprocess.TimeoutExpired:
            demo.kill()


urlpatterns = [path("welcome/demo/", open_demo, name="demo")]
