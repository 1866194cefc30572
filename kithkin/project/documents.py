"""Every letter that an organiser may put into words of his own, with what its text may and must hold."""

from datetime import date

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from kithkin.connections.scopes import FULL, OFFERED, PHRASES, WORDS
from kithkin.demo.roles import ANDREW, BLAISE, DARREN
from kithkin.mail.documents import Document, Placeholder, Words
from kithkin.ui import dates

WHO = tuple(f"{role.first_name} {role.last_name}" for role in (ANDREW, BLAISE, DARREN))
SEATS = tuple(f"North Stand, N3, F, {seat}" for seat in (14, 15, 16))
PRICES = ("£380.00", "£380.00", "£150.00")


def _said(words: Words) -> str:
    return str(words) % {"lead": WHO[0], "day": dates.plain_day(date(2027, 7, 14))}


said = lazy(_said, str)  # in the language of whoever looks
CLUB = Placeholder("club", _("The name of your organisation."), "Ferrygate Athletic")
POLICY = Placeholder("policy", _("The address of your privacy policy."), "", needed=True, is_link=True)
PURCHASER = Placeholder("person", _("The first name of the person who reads this."), ANDREW.first_name)
PRODUCT = Placeholder("product", _("What was bought, for example a season ticket."), _("Season ticket"))
NUMBER = Placeholder("number", _("The order number."), "K7Q4-M2XD", needed=True)
TOTAL = Placeholder("total", _("What the whole order costs."), "£910.00", needed=True)
ENDING = _("It ends by itself on %(day)s. You can change it or take it back at any time, with one press.")
NOT_ME = Placeholder("not_me", _("Where a stranger reads how his email leaves your files."), "", is_link=True)
MEMBER = Placeholder("member", _("The first name of the person who reads this."), BLAISE.first_name)
LEAD = Placeholder("lead", _("Who acts for the reader: the lead's name."), WHO[0])
LEAD_FIRST = Placeholder("lead_first", _("The lead's first name."), ANDREW.first_name)
OPENED = Placeholder(
    "opens",
    _("What is open; its line is written once for each, and left out where nothing is open."),
    tuple(WORDS[scope] for scope in OFFERED if scope in FULL),
    needed=True,
)
LINES = (
    Placeholder("name", _("Who sits there; its line is written once for each seat."), WHO, needed=True),
    Placeholder("where", _("Stand, block, row and seat."), SEATS, needed=True),
    Placeholder("tariff", _("The tariff, for example Adult."), (_("Adult"), _("Adult"), _("Junior"))),
    Placeholder("price", _("What this seat costs."), PRICES),
)

DOCUMENTS = (
    Document(
        "consent-request",
        _("Request contact connection consent"),
        (
            Placeholder("lead", _("Who asks: the lead's name."), WHO[0], needed=True),
            Placeholder("member", _("Who is asked: the member's name, as the lead typed it."), WHO[1]),
            CLUB,
            Placeholder("address", _("Where this went, with most of it hidden."), "b•••@example.org"),
            Placeholder(
                "opens",
                _("What Allow opens; its line is written once for each."),
                tuple(PHRASES[scope] for scope in OFFERED if scope in FULL),
                needed=True,
            ),
            Placeholder("link", _("The address where the member answers."), "", needed=True, is_link=True),
            Placeholder("days", _("How many days that address works."), "14"),
            POLICY,
            NOT_ME,
        ),
    ),
    Document(
        "consent-receipt",
        _("Consent receipt"),
        (
            Placeholder("title", _("In a few words what was decided."), said(_("What %(lead)s can see and do"))),
            MEMBER,
            LEAD,
            CLUB,
            Placeholder(
                "decision", _("What was decided."), said(_("This is what you have opened to %(lead)s:")), needed=True
            ),
            OPENED,
            Placeholder("ending", _("When it ends, where it ends by itself."), said(ENDING), needed=True),
            Placeholder("link", _("The address where it can be changed or taken back."), "", needed=True, is_link=True),
            POLICY,
        ),
    ),
    Document(
        "consent-reminder",
        _("Consent reminder"),
        (
            MEMBER,
            LEAD,
            LEAD_FIRST,
            CLUB,
            Placeholder(
                "decision", _("What he may see and do."), said(_("You have opened this to %(lead)s:")), needed=True
            ),
            OPENED,
            Placeholder("until", _("The day on which it ends."), said("%(day)s"), needed=True),
            Placeholder("link", _("The address where it is renewed or ended."), "", needed=True, is_link=True),
            POLICY,
        ),
    ),
    Document(
        "consent-renewal",
        _("Request to renew"),
        (
            MEMBER,
            LEAD,
            LEAD_FIRST,
            CLUB,
            Placeholder(
                "decision",
                _("What he could see and do."),
                said(_("Until %(day)s this was open to %(lead)s:")),
                needed=True,
            ),
            OPENED,
            Placeholder("until", _("The day on which it ended."), said("%(day)s")),
            Placeholder("link", _("The address where it is renewed."), "", needed=True, is_link=True),
            POLICY,
        ),
    ),
    Document(
        "set-password",
        _("Set password"),
        (
            Placeholder("member", _("Whose account it is."), WHO[1]),
            CLUB,
            Placeholder("link", _("The address where the password is set."), "", needed=True, is_link=True),
            Placeholder("hours", _("How many hours that address works."), "72"),
            POLICY,
            NOT_ME,
        ),
    ),
    Document(
        "order-confirmed",
        _("Order confirmed"),
        (
            PURCHASER,
            CLUB,
            PRODUCT,
            NUMBER,
            TOTAL,
            *LINES,
            Placeholder("link", _("The address of the order and its tickets."), "", needed=True, is_link=True),
        ),
    ),
    Document(
        "order-reserved",
        _("Order reserved"),
        (
            PURCHASER,
            CLUB,
            PRODUCT,
            NUMBER,
            TOTAL,
            Placeholder("pay_by", _("Until when the seats are kept."), _("Sat 12 September, 15:00"), needed=True),
            *LINES,
            Placeholder("link", _("The address where the order is paid."), "", needed=True, is_link=True),
        ),
    ),
    Document(
        "ticket-for-you",
        _("Ticket for you"),
        (
            Placeholder("person", _("The first name of the person who reads this."), BLAISE.first_name),
            Placeholder("purchaser", _("Who bought the ticket."), WHO[0], needed=True),
            CLUB,
            PRODUCT,
            Placeholder("venue", _("The name of the ground."), "Ferrygate Park"),
            Placeholder("where", _("Stand, block, row and seat."), SEATS[1], needed=True),
            Placeholder("link", _("The address of the reader's own tickets."), "", needed=True, is_link=True),
            Placeholder("mine", _("Where the reader takes the ticket over."), "", needed=True, is_link=True),
            POLICY,
            NOT_ME,
        ),
    ),
)
BY_TEMPLATE = {document.template: document for document in DOCUMENTS}
