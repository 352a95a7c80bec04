"""The person's own answers: kept in a thread of the search, passed over in any other."""

from __future__ import annotations

from datetime import timedelta

from secondwind.accounts.models import Person
from secondwind.record.models import Message, PassedOver

from .conftest import Reading
from .invented import CHATTER, ME, NOW, TALK, about, mail

DAY = timedelta(days=1)


def test_a_short_answer_in_a_thread_of_the_search_is_kept(seeker: Person, reading: Reading) -> None:
    """“14:30 suits me” names no job; it stands on the application whose invitation it answers."""
    seeker.own_addresses = ["sam@okafor.example"]
    seeker.save()
    invitation = about(TALK, "Northwind", at=NOW - 3 * DAY, id_="talk@northwind.example")
    answer = mail(
        "14:30 suits me.\n\nSam\n", subject="Re: Your application", sender=ME, at=NOW - 2 * DAY,
        id_="mine@okafor.example", to="jobs@northwind.example", answers="talk@northwind.example",
    )  # fmt: skip
    reading([answer, invitation])
    kept = Message.objects.of(seeker).get(key="mine@okafor.example")
    assert kept.application is not None
    assert kept.application.employer == "Northwind"
    assert [event.what for event in kept.events.all()] == ["wrote"]


def test_an_own_answer_about_anything_else_leaves_a_hash(seeker: Person, reading: Reading) -> None:
    """Nothing of an answer to a neighbour is kept, and reading it again changes nothing."""
    seeker.own_addresses = ["sam@okafor.example"]
    seeker.save()
    words = CHATTER.format(word="spade")
    asked = mail(
        words, subject="Saturday", sender="Pat <pat@lane.example>", at=NOW - 3 * DAY, id_="a@lane.example"
    )
    answer = mail(
        "I bring the spade.\n", subject="Re: Saturday", sender=ME, at=NOW - 2 * DAY, id_="b@okafor.example",
        to="pat@lane.example", answers="a@lane.example",
    )  # fmt: skip
    first = reading([asked, answer])
    again = reading([asked, answer], name="again.mbox")
    assert not Message.objects.of(seeker).exists()
    assert PassedOver.objects.of(seeker).count() == 2
    assert (first.counts["stored"], again.counts["stored"]) == (0, 0)
