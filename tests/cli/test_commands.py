"""The commands, as a person and a script run them: their forms, their sentences, and what they leave alone."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from actions.invented import CHATTER, GOT, NO, NOW, about, mail, write_mbox
from secondwind import __version__

from .house import COMMAND, environment, run, said

DAY = timedelta(days=1)
TODAY = datetime.now(UTC)
KEYS = ["message_id", "kind", "confidence", "employer", "role", "evidence", "method"]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose tables are there, with nothing in them."""
    data = tmp_path_factory.mktemp("empty") / "data"
    assert run(data, "today").returncode == 0
    return data


@pytest.fixture
def data(empty: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may write into."""
    return shutil.copytree(empty, tmp_path / "data")


@pytest.fixture
def mailbox(tmp_path: Path) -> Path:
    """A no, a receipt without an id, the no again, and a mail of another life."""
    no = about(NO, "Northwind", at=TODAY - 2 * DAY, id_="no@northwind.example")
    chat = mail(CHATTER.format(word="wheelbarrow"), subject="Saturday", sender="Pat <pat@allotment.example>",
                at=TODAY, id_="chat@allotment.example")  # fmt: skip
    receipt = about(GOT, "Larkfield", at=TODAY - 3 * DAY, id_=None)
    return write_mbox(tmp_path / "all.mbox", [no, receipt, no, chat])


def test_scan_prints_the_fixed_keys_and_makes_no_folder(tmp_path: Path, mailbox: Path) -> None:
    """One object a line with exactly those keys; an id absent or met before is the digest; nothing is stored."""
    data = tmp_path / "none"
    done = run(data, "mail", "scan", str(mailbox), "--jsonl")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [list(line) for line in lines] == [KEYS] * 3
    assert [line["kind"] for line in lines] == ["rejection", "application_received", "rejection"]
    assert lines[0]["message_id"] == "no@northwind.example"
    assert all(line["message_id"].startswith("sha256:") for line in lines[1:])
    assert lines[0]["employer"] == "Northwind"
    assert all(quote in " ".join(NO.format(employer="Northwind", role="Operations analyst").split())
               for quote in lines[0]["evidence"])  # fmt: skip
    every = run(data, "mail", "scan", str(mailbox), "--jsonl", "--all").stdout.splitlines()
    assert [json.loads(line)["kind"] for line in every] == [
        "rejection", "application_received", "rejection", "not_job",
    ]  # fmt: skip
    assert not data.exists()


def test_scan_into_head_says_nothing_more(tmp_path: Path) -> None:
    """A reader that has seen enough ends the command without a word of trouble."""
    mailbox = write_mbox(tmp_path / "many.mbox", [about(NO, f"Firm {n}", at=TODAY) for n in range(900)])
    command = " ".join([*COMMAND, "mail", "scan", str(mailbox), "--jsonl"])
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} | head -1"], env=environment(tmp_path / "none"),
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""
    assert done.returncode == 0


def test_scan_writes_no_command_of_a_mail_to_the_terminal(tmp_path: Path) -> None:
    """What a mail holds for a terminal to obey is not handed to it."""
    odd = about(NO, "Northwind", at=TODAY)
    raw = odd.as_bytes().replace(b"Subject: Your", b"Subject: \x1b]0;owned\x07\x1b[2J Your")
    path = tmp_path / "odd.eml"
    path.write_bytes(raw)
    done = run(tmp_path / "none", "mail", "scan", str(path), "--all")
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout
    assert "\x07" not in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("mail", "scan", "/nowhere/at/all.mbox"),
        ("mail", "import", "/nowhere/at/all.mbox"),
        ("after", "Northwind", "--stage", "onsite"),
        ("after", "Northwind", "--channel", "pigeon"),
        ("after", "Northwind", "--on", "the day before yesterday"),
        ("after", "Northwind", "--on", "2099-01-01"),
        ("after", "Northwind", "--on", "9999-12-31"),
        ("after", " "),
        ("today", "--on", "2026-13-40"),
        ("today", "--on", "0001-01-01"),
        ("up", "--as-of", "soon", "--port", "0", "--no-browser"),
        ("link",),
        ("doctor", "--restore", "nothing.sqlite3"),
        ("doctor", "--restore", "latest"),
        ("nonsense",),
        ("after",),
        ("today", "--nonsense"),
        ("--nonsense",),
        ("up", "--port", "70000"),
    ],
)
def test_trouble_is_one_sentence_and_exit_2(data: Path, words: tuple[str, ...]) -> None:
    """Every trouble is one line on standard error, exit 2, and changes nothing that is kept."""
    before = (data / "secondwind.sqlite3").read_bytes()
    line = said(run(data, *words))
    assert line.endswith(".")
    assert (data / "secondwind.sqlite3").read_bytes() == before


def test_a_traceback_comes_with_debug_alone(data: Path) -> None:
    """`--debug` before the command shows where it went wrong."""
    done = run(data, "--debug", "after", "Northwind", "--stage", "onsite")
    assert "Traceback" in done.stderr
    assert done.returncode != 0


def test_a_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    """A file in the folder's place is one sentence."""
    (tmp_path / "data").write_text("")
    assert "folder" in said(run(tmp_path / "data", "today"))


def test_the_version(tmp_path: Path) -> None:
    """`--version` prints name and version and makes no folder."""
    done = run(tmp_path / "none", "--version")
    assert done.stdout == f"secondwind {__version__}\n"
    assert not (tmp_path / "none").exists()


def test_today_has_its_shape_and_writes_nothing(data: Path) -> None:
    """The fixed keys, also where nothing is planned; asking for another day leaves every byte as it was."""
    said_after = run(data, "after", "Northwind", "--stage", "interview", "--on", TODAY.date().isoformat())
    assert said_after.returncode == 0, said_after.stderr
    before = (data / "secondwind.sqlite3").read_bytes()
    for words in (
        (),
        ("--on", (TODAY + DAY).date().isoformat()),
        ("--on", (TODAY + 9 * DAY).date().isoformat()),
    ):
        done = run(data, "today", "--json", *words)
        view = json.loads(done.stdout)
        assert list(view) == ["date", "resting_until", "steps", "waiting", "letters_come"]
        assert view["steps"]
        assert all(list(step) == ["plan", "step", "tool", "title", "minutes"] for step in view["steps"])
        assert {"Northwind"} == {step["plan"] for step in view["steps"]}
    assert (data / "secondwind.sqlite3").read_bytes() == before
    resting = json.loads(run(data, "today", "--json").stdout)["resting_until"]
    assert datetime.fromisoformat(resting) > TODAY
    far = json.loads(run(data, "today", "--json", "--on", (TODAY + 9 * DAY).date().isoformat()).stdout)
    assert far["resting_until"] is None


def test_import_prints_its_counts_and_a_second_time_nothing_new(data: Path, mailbox: Path) -> None:
    """Messages seen and stored, readings by kind, applications, plans, problems; then zeros."""
    first = json.loads(run(data, "mail", "import", str(mailbox), "--json").stdout)
    assert (first["seen"], first["stored"], first["applications"], first["plans"], first["problems"]) == (
        4,
        2,
        2,
        1,
        0,
    )
    assert (first["readings"]["rejection"], first["readings"]["not_job"]) == (1, 1)
    assert "own_address" not in first
    again = run(data, "mail", "import", str(mailbox))
    assert "4  messages seen" in again.stdout
    assert "0  stored" in again.stdout
    assert "0  plans opened" in again.stdout


def test_of_other_mail_no_byte_is_on_the_disk(data: Path, mailbox: Path) -> None:
    """The unique word of a mail that is not about the search is in no file of the data folder."""
    assert run(data, "mail", "import", str(mailbox)).returncode == 0
    files = [path for path in data.rglob("*") if path.is_file()]
    held = b"".join(path.read_bytes() for path in files)
    assert b"Northwind" in held
    for word in (b"wheelbarrow", b"allotment", b"Saturday"):
        assert word not in held


def test_an_import_undone_is_gone_from_the_disk(data: Path, tmp_path: Path) -> None:
    """After an undo the words of its mail are in no page of the data file, free or used."""
    no = about(NO + "\nQuillwort is our word.\n", "Northwind", at=TODAY - DAY)
    assert run(data, "mail", "import", str(write_mbox(tmp_path / "q.mbox", [no]))).returncode == 0
    assert b"Quillwort" in (data / "secondwind.sqlite3").read_bytes()
    undo = (
        "import django; django.setup()\n"
        "from secondwind.accounts.access import local_person\n"
        "from secondwind.actions.undo_import import undo_import\n"
        "from secondwind.record.models import MailImport\n"
        "from secondwind import clock\n"
        "undo_import(MailImport.objects.of(local_person()).get(), now=clock.now())\n"
    )
    env = environment(data, DJANGO_SETTINGS_MODULE="secondwind.site.settings")
    subprocess.run([COMMAND[0], "-c", undo], env=env, check=True, timeout=60)
    assert b"Quillwort" not in b"".join(path.read_bytes() for path in data.glob("secondwind.sqlite3*"))


def test_an_import_that_was_cut_off_does_not_bar_the_next(data: Path, mailbox: Path, tmp_path: Path) -> None:
    """Where the files of a cut-off import are gone, the next one says so and goes on."""
    other = write_mbox(tmp_path / "other.mbox", [about(NO, "Elmscott", at=TODAY - 5 * DAY)])
    started = (
        "import django; django.setup()\n"
        "from secondwind.accounts.access import local_person\n"
        "from secondwind.actions.read_mail import begin_import\n"
        "from secondwind import clock\n"
        f"begin_import(local_person(), [{str(other)!r}], look_first=False, now=clock.now())\n"
    )
    env = environment(data, DJANGO_SETTINGS_MODULE="secondwind.site.settings")
    subprocess.run([COMMAND[0], "-c", started], env=env, check=True, timeout=60)
    other.unlink()
    done = run(data, "mail", "import", str(mailbox), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["stored"] == 2
    assert "cut off" in done.stderr


@pytest.mark.row("S0.1b")
def test_a_final_round_rests_longer_than_a_first_call(data: Path) -> None:
    """Told the same evening, the rest after a final round ends later than the one after a first call."""
    ends = {}
    for stage in ("screening", "final"):
        own = shutil.copytree(data, data.parent / stage)
        moved = environment(own, SECONDWIND_AS_OF=str((NOW - datetime.now(UTC)).total_seconds()))
        assert run(own, "after", "Northwind", "--stage", stage, env=moved).returncode == 0
        ends[stage] = json.loads(run(own, "today", "--json", env=moved).stdout)["resting_until"]
    assert ends["screening"] == "2026-11-17T09:00:00+00:00"
    assert ends["final"] == "2026-11-18T09:00:00+00:00"


def test_dates_on_the_command_are_dates_of_the_person(data: Path) -> None:
    """`--on` yesterday is noon of that day; today is now; the same no told on both keeps the earlier."""
    yesterday = (TODAY - DAY).date().isoformat()
    assert run(data, "after", "Northwind").returncode == 0
    done = run(data, "after", "Northwind", "--on", yesterday)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("A plan is open after Northwind.")


@pytest.mark.row("S0.0a")
def test_a_silence_closed_as_one_gets_the_plan_without_a_reply(data: Path, tmp_path: Path) -> None:
    """ "No answer" opens the plan after it, with no reply to a decision on any day; a no in writing has one."""
    moved = environment(data, SECONDWIND_AS_OF=str((NOW - datetime.now(UTC)).total_seconds()))
    mails = [
        about(GOT, "Northwind", at=NOW - 60 * DAY), about(GOT, "Larkfield", at=NOW - 60 * DAY),
        about(NO, "Larkfield", at=NOW - DAY),
    ]  # fmt: skip
    assert (
        run(data, "mail", "import", str(write_mbox(tmp_path / "all.mbox", mails)), env=moved).returncode == 0
    )
    for words in (
        ("Northwind", "--stage", "interview", "--channel", "none"),
        ("Larkfield", "--stage", "screening"),
    ):
        own = shutil.copytree(data, tmp_path / words[0])
        moved = {**moved, "SECONDWIND_DATA": str(own)}
        assert run(own, "after", *words, env=moved).returncode == 0
        steps = []
        for day in (0, 1, 4):
            on = (NOW + day * DAY).date().isoformat()
            view = json.loads(run(own, "today", "--json", "--on", on, env=moved).stdout)
            steps += [one for one in (*view["steps"], *view["waiting"]) if one["plan"] == words[0]]
        assert {"mailroom.fold", "lookback.debrief"} & {one["tool"] for one in steps}
        assert ("reply" in {one["step"] for one in steps}) == (words[0] == "Larkfield")
