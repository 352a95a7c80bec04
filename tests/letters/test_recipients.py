"""Who a reply goes to: people before boxes, never a machine, never the person themself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondwind.letters.recipients import KnownPerson, is_no_reply, rank_recipients
from secondwind.mail.message import Address, Message

OWN = ("sam.okafor@gmail.com",)
ANA = Address("Ana Lindqvist", "ana.lindqvist@northwind.example")
TOMASZ = Address("Tomasz Wrona", "tomasz.wrona@northwind.example")
SAM = Address("Sam Okafor", "sam.okafor@gmail.com")
BOX = Address("Northwind Careers", "careers@northwind.example")
MACHINE = Address("Northwind", "no-reply@northwind.example")


def mail(sender: Address, **more) -> Message:
    return Message("m@x.example", "Your visit", sender, None, "", **{"to": (SAM,), **more})


def addresses(*thread: Message, **more) -> list[str]:
    return [found.address for found in rank_recipients(thread, own_addresses=OWN, **more)]


def test_someone_in_the_room_comes_before_recruiter_and_box():
    """Whoever saw the interview is first, then who wrote, then the shared box; a no-reply never."""
    people = [KnownPerson("Tomasz Wrona", TOMASZ.address, "in the room")]
    found = rank_recipients([mail(BOX), mail(ANA), mail(MACHINE)], own_addresses=OWN, people=people)
    assert [(entry.address, entry.part) for entry in found] == [
        (TOMASZ.address, "in the room"),
        (ANA.address, "recruiter"),
        (BOX.address, "shared box"),
    ]
    assert found[0].why == "You met Tomasz Wrona, outside this thread."


def test_an_invitation_says_who_was_in_the_room():
    """Attendees of the interview's calendar entry count as in the room; rooms and the person do not."""
    calendar = (
        "BEGIN:VEVENT\r\nATTENDEE;CN=Tomasz\r\n  Wrona;RSVP=TRUE:mailto:Tomasz.Wrona@northwind.example\r\n"
        "ATTENDEE;CUTYPE=ROOM;CN=Dock:mailto:dock@northwind.example\r\n"
        "ATTENDEE;CN=Sam:mailto:sam.okafor@gmail.com\r\nEND:VEVENT\r\n"
    )
    found = rank_recipients([mail(ANA, calendars=(calendar,))], own_addresses=OWN)
    assert [(entry.name, entry.part) for entry in found] == [
        ("Tomasz Wrona", "in the room"),
        ("Ana Lindqvist", "recruiter"),
    ]


def test_reply_to_is_honoured():
    """Where a mail asks for answers elsewhere they go there, under the writer's name."""
    found = rank_recipients([mail(MACHINE, reply_to=(Address("", ANA.address),))], own_addresses=OWN)
    assert [entry.address for entry in found] == [ANA.address]
    assert addresses(mail(ANA, reply_to=(BOX,))) == [BOX.address]
    assert addresses(mail(ANA, reply_to=(MACHINE,))) == []


def test_a_threads_own_relay_address_can_be_answered():
    """A platform's per-thread reply address is offered, its no-reply and its bare sender are not."""
    relay = Address("Ana Lindqvist", "reply+8f3ac2d19b@hire.lever.co")
    assert addresses(mail(Address("Northwind", "no-reply@hire.lever.co"), reply_to=(relay,))) == [
        relay.address
    ]
    assert addresses(mail(Address("Northwind", "northwind@myworkday.com"))) == []


def test_the_person_is_never_offered():
    """Own addresses, tagged or dotted, are left out, and so is one named in Reply-To."""
    tagged = Address("Sam", "samokafor+jobs@googlemail.com")
    assert addresses(mail(ANA, to=(tagged, SAM)), mail(SAM, to=(ANA,), reply_to=(tagged,))) == [ANA.address]
    assert addresses(mail(SAM, to=(ANA,))) == [ANA.address]


def test_lists_are_left_out():
    """A mailing list's address is no recipient, whether its domain or its List-Id says so."""
    post = Address("", "careers-news@northwind.example")
    assert addresses(mail(ANA, to=(post,), list_id="<careers-news.northwind.example>")) == [ANA.address]
    assert addresses(mail(ANA, cc=(Address("", "ops@lists.northwind.example"),))) == [ANA.address]


def test_an_agency_is_never_gone_round():
    """With an agency between, the agency alone is offered, even where employer addresses are known."""
    mia = Address("Mia Roth", "mia@harbourtalent.example")
    people = [KnownPerson("Ana Lindqvist", ANA.address, "in the room")]
    thread = (mail(ANA, cc=(mia,)), mail(mia, cc=(ANA,)))
    assert addresses(*thread, people=people, agency="Harbour Talent Ltd") == [mia.address]
    marked = [KnownPerson("Mia Roth", mia.address, "agency"), *people]
    assert addresses(*thread, people=marked) == [mia.address]
    assert addresses(mail(ANA), mail(mia), agency="Quite Another Name", people=people) == [mia.address]


def test_someone_met_without_an_address_is_named_and_not_replyable():
    """A person in the room with no known address stands last, marked as out of reach."""
    found = rank_recipients(
        [mail(BOX)], own_addresses=OWN, people=[KnownPerson("Tomasz Wrona", "", "in the room")]
    )
    assert [(entry.name, entry.replyable) for entry in found] == [("", True), ("Tomasz Wrona", False)]
    named = rank_recipients(
        [mail(TOMASZ)], own_addresses=OWN, people=[KnownPerson("Tomasz Wrona", "", "in the room")]
    )
    assert [(entry.part, entry.replyable) for entry in named] == [("in the room", True)]


def test_nobody_is_an_answer():
    """An empty thread and a thread of machines give nobody."""
    assert addresses() == []
    assert addresses(mail(MACHINE), mail(Address("", ""))) == []


def test_a_shared_box_with_a_persons_name_stays_a_shared_box():
    """A name on a shared address is said, and the box is still called one."""
    (found,) = rank_recipients([mail(Address("Ana Lindqvist", BOX.address))], own_addresses=OWN)
    assert (found.part, found.name) == ("shared box", "Ana Lindqvist")
    assert "others read it too" in found.why


@pytest.mark.parametrize(
    "address",
    [
        "no-reply@northwind.example",
        "NoReply@northwind.example",
        "noreply+tag@northwind.example",
        "northwind-noreply@northwind.example",
        "do_not_reply@northwind.example",
        "donotreply@northwind.example",
        "bounce+8a7s6d=x@northwind.example",
        "jobs-bounces@northwind.example",
        "mailer-daemon@northwind.example",
        "postmaster@northwind.example",
        "notifications@northwind.example",
        "nao-responda@northwind.example",
        "ne-pas-repondre@northwind.example",
        "keine-antwort@northwind.example",
        "no-reply@us.greenhouse-mail.io",
        "jobs-noreply@linkedin.com",
        "acme@myworkday.com",
        "ops-request@northwind.example",
        "ops@lists.northwind.example",
        "noreply+8f3ac2d19b@hire.lever.co",
        "nowhere",
        "",
    ],
)
def test_machines_are_known(address):
    """Addresses that no person reads are recognised."""
    assert is_no_reply(address)


@pytest.mark.parametrize(
    "address",
    [
        "ana.lindqvist@northwind.example",
        "careers@northwind.example",
        "norepa@northwind.example",
        "noreen.plyth@northwind.example",
        "newsom@northwind.example",
        "sys.temple@northwind.example",
        "alertson@northwind.example",
        "reply+8f3ac2d19b@hire.lever.co",
        "4f3ac2d19b77e0aa@inbound.workablemail.com",
        "inmail-hit-reply@linkedin.com",
        "ana.lindqvist@northwind.teamtailor-mail.com",
    ],
)
def test_people_boxes_and_thread_relays_can_be_answered(address):
    """People, shared boxes and a thread's own relay address are not mistaken for machines."""
    assert not is_no_reply(address)


_addresses = st.builds(Address, st.text(max_size=12), st.text(alphabet="abn.+-@orply1", max_size=20))
_mails = st.builds(
    Message,
    message_id=st.just("m"),
    subject=st.just("s"),
    sender=_addresses,
    sent_at=st.none(),
    text=st.just(""),
    to=st.tuples(_addresses),
    cc=st.tuples(_addresses),
    reply_to=st.just(()) | st.tuples(_addresses),
    list_id=st.text(max_size=8),
    calendars=st.tuples(st.text(max_size=30)),
)


@given(st.lists(_mails, max_size=4), st.lists(_addresses, max_size=2))
def test_no_thread_offers_an_own_or_empty_address(thread, own):
    """Whatever the headers hold, nothing raises and what is offered is replyable, once, and not one's own."""
    mine = [address.address for address in own]
    found = rank_recipients(thread, own_addresses=mine)
    offered = [entry.address for entry in found]
    assert len(offered) == len(set(offered))
    assert not set(offered) & {address.casefold() for address in mine}
    assert all("@" in address for address in offered)
