"""`secondwind letters`, `mail draft` and `mail send`: the commands as a person runs them, against real servers."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from doors import a_plan
from dovecot import Dovecot
from file_ring import as_environment
from secondwind import clock
from secondwind.accounts.access import LOCAL_USERNAME
from secondwind.accounts.models import Person
from secondwind.cli import letters as letters_command
from secondwind.cli import post as post_commands
from secondwind.cli.main import main
from secondwind.record.models import Mailbox, Sending, Step
from secondwind.tools.reply import outbox
from secondwind.tools.reply.actions import open_letter
from secondwind.tools.reply.models import Letter
from smtp_server import Orders, Post

from .house import COMMAND, environment, run

BEGIN = Path(__file__).with_name("begin_letter.py")


@pytest.fixture
def house(tmp_path: Path, dovecot: Dovecot, post: Post) -> dict[str, str]:
    """The environment of a data folder with one letter to Ana and a connected mailbox that may do nothing yet."""
    data = tmp_path / "data"
    env = environment(data, **as_environment(tmp_path / "ring.json"))
    post.secrets[dovecot.user] = dovecot.login.secret
    made = subprocess.run(
        [*COMMAND[:1], str(BEGIN), dovecot.user, str(dovecot.server.port), str(post.port)],
        env=env, capture_output=True, text=True, check=False, timeout=60, input=dovecot.login.secret,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    return env


def tell(env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return run(Path(env["SECONDWIND_DATA"]), *words, env=env)


def listed(env: dict[str, str]) -> dict[str, object]:
    (letter,) = json.loads(tell(env, "letters", "--json").stdout)
    return letter


def allowed(env: dict[str, str]) -> dict[str, str]:
    subprocess.run([*COMMAND[:1], str(BEGIN), "allow"], env=env, check=True, timeout=60)
    return env


def test_sent_after_ten_seconds(house: dict[str, str], post: Post) -> None:
    """The command waits them out, sends, and says so; a second time it is gone."""
    began = time.monotonic()
    done = tell(allowed(house), "mail", "send", "1")
    assert (done.returncode, done.stdout) == (0, "Sent from sam@okafor.example.\n")
    assert time.monotonic() - began >= 10
    letter = listed(house)
    assert (letter["state"], letter["sent_how"]) == ("sent", "server")
    assert post.count(str(letter["message_id"])) == 1


def test_ctrl_c_takes_it_back(house: dict[str, str], post: Post) -> None:
    """Within the ten seconds; the letter is a draft again, and nothing has left."""
    running = subprocess.Popen(
        [*COMMAND, "mail", "send", "1"],
        env=allowed(house),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stderr is not None
    assert "ten seconds" in running.stderr.readline()
    running.send_signal(signal.SIGINT)
    out, _ = running.communicate(timeout=30)
    assert "Taken back." in out
    assert (listed(house)["state"], post.connections) == ("draft", 0)


# In this process, without the ten seconds


@pytest.fixture
def here(person: Person, postbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command as the one person here, on a letter to Ana that may go at once."""
    Person.objects.filter(pk=person.pk).update(username=LOCAL_USERNAME)
    person.refresh_from_db()
    plan = a_plan(person, now=clock.now() - timedelta(days=4))
    open_letter(Step.objects.of(person).get(plan=plan, template="reply"), now=clock.now())
    for module in (post_commands, letters_command):
        monkeypatch.setattr(module, "open_house", lambda: None)
    monkeypatch.setattr(post_commands, "copy_the_day", lambda: None)
    monkeypatch.setattr(outbox.post, "ask_to_send", partial(outbox.post.ask_to_send, wait=timedelta(0)))

    def run_here(*words: str) -> Result:
        number = str(Letter.objects.of(person).get().pk)
        return CliRunner().invoke(main, [number if word == "1" else word for word in words])

    return run_here


def how_it_stands(here: Callable[..., Result]) -> tuple[str, str]:
    (letter,) = json.loads(here("letters", "--json").stdout)
    return letter["state"], letter["way"]


def test_letters_are_listed_with_their_numbers(here: Callable[..., Result], person: Person) -> None:
    """Each with its number, to whom, and how it stands; where there is none, that is said."""
    (letter,) = json.loads(here("letters", "--json").stdout)
    pk = Letter.objects.of(person).get().pk
    assert {name: letter[name] for name in ("id", "state", "to", "application", "answer")} == {
        "id": pk, "state": "draft", "to": "ana.lindqvist@northwind.example", "answer": None,
        "application": "Northwind",
    }  # fmt: skip
    assert here("letters").stdout.split("  ")[-2:] == ["to ana.lindqvist@northwind.example", "draft\n"]
    Letter.objects.of(person).delete()
    assert CliRunner().invoke(main, ["letters"]).stdout == "No letter is written yet.\n"


def test_without_permission_one_sentence(here: Callable[..., Result], person: Person, post: Post) -> None:
    """What is not allowed is said with the command that allows it; nothing leaves."""
    Mailbox.objects.of(person).update(may_send=False, may_save_drafts=False)
    for word, what in (("send", "send"), ("draft", "drafts")):
        done = here("mail", word, "1")
        assert (done.exit_code, done.stdout) == (2, "")
        assert f"`secondwind mail allow {what}` allows it" in done.stderr
    assert "There is no letter 999." in here("mail", "send", "999").stderr
    assert (post.connections, how_it_stands(here)) == (0, ("draft", ""))


def test_a_letter_leaves_once(here: Callable[..., Result], post: Post) -> None:
    """Said a second time, it is on its way or gone."""
    assert here("mail", "send", "1").stdout == "Sent from sam@okafor.example.\n"
    again = here("mail", "send", "1")
    assert (again.exit_code, "on its way, or settled" in again.stderr) == (2, True)
    assert len(post.letters) == 1


def test_saved_to_drafts(here: Callable[..., Result], dovecot: Dovecot) -> None:
    """It lies in Drafts once, however often it is said; here it stays a draft."""
    for _ in range(2):
        assert here("mail", "draft", "1").stdout == "It lies in Drafts at sam@okafor.example.\n"
    (letter,) = json.loads(here("letters", "--json").stdout)
    assert (letter["state"], letter["draft_on_server"]) == ("draft", "saved")
    assert [flags for flags, _, _ in dovecot.files().values()] == ["DS"]


def test_refused_put_off_and_in_doubt(here: Callable[..., Result], post: Post) -> None:
    """Each is one sentence and exit 2; a doubt is settled by a word, and only a doubt is."""
    post.orders = Orders(answers={"RCPT": "550 5.1.1 unknown"})
    refused = here("mail", "send", "1")
    assert (refused.exit_code, "There is no mailbox by that address." in refused.stderr) == (2, True)
    assert how_it_stands(here) == ("draft", "refused")

    post.orders = Orders(answers={"RCPT": "451 4.7.1 later"})
    assert "It is tried again while Second Wind runs." in here("mail", "send", "1").stderr
    assert how_it_stands(here) == ("leaving", "again")
    Sending.objects.of(Person.objects.get()).update(leaves_at=clock.now(), state="taken_back")
    Letter.objects.of(Person.objects.get()).update(state="draft")

    post.orders = Orders(cut_before_end=True)
    doubt = here("mail", "send", "1")
    assert (doubt.exit_code, "look in Sent" in doubt.stderr) == (2, True)
    assert how_it_stands(here) == ("leaving", "maybe")
    assert here("mail", "send", "1", "--it-did-not").stdout == "It is a draft again.\n"
    assert "There is no doubt" in here("mail", "send", "1", "--it-went").stderr
    assert how_it_stands(here)[0] == "draft"
    assert post.letters == []
