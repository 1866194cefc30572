"""What a lead saw or did, in words for the member it happened to."""

from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kithkin.connections.door import EVERYTHING
from kithkin.connections.scopes import Scope
from kithkin.ui.dates import hour

_READS: dict[str, tuple] = {
    Scope.SEE_CONTACT_DETAILS: (gettext_lazy("Saw your email and phone"), "mail"),
    Scope.SEE_TICKETS: (gettext_lazy("Saw your tickets"), "ticket"),
    Scope.SEE_ORDERS: (gettext_lazy("Saw your orders"), "receipt"),
    Scope.MANAGE_TICKETS: (gettext_lazy("Looked after your tickets"), "ticket"),
    EVERYTHING: (gettext_lazy("Took along everything we hold about you"), "download"),
}
_EVENTS = {
    "connected": (gettext_lazy("%(lead)s added you to the people to buy for"), "user-plus"),
    "asked": (gettext_lazy("%(lead)s asked you"), "mail"),
    "asked-to-renew": (gettext_lazy("%(lead)s asked you to renew what had ended"), "refresh-cw"),
    "asked-in-vain": (gettext_lazy("%(lead)s wanted to ask you; we sent you nothing"), "mail"),
    "removed": (gettext_lazy("%(lead)s took you off the list"), "trash-2"),
    "erased": (gettext_lazy("It ended: the other person's record was erased"), "eye-off"),
    "narrowed": (gettext_lazy("%(lead)s gave rights back"), "minus"),
    "allowed": (gettext_lazy("You allowed %(lead)s"), "check"),
    "changed": (gettext_lazy("You changed what %(lead)s may see and do"), "sliders-horizontal"),
    "renewed": (gettext_lazy("You renewed what you allowed %(lead)s"), "refresh-cw"),
    "declined": (gettext_lazy("You refused what %(lead)s asked"), "x"),
    "declined-for-good": (gettext_lazy("You refused, and %(lead)s may not ask again"), "ban"),
    "withdrawn": (gettext_lazy("You took back what you allowed %(lead)s"), "undo-2"),
    "no-kept": (gettext_lazy("%(lead)s added you again; your earlier no still stands"), "ban"),
}
_BY_A_GUARDIAN = {
    "guardian-named": (gettext_lazy("%(lead)s became your guardian"), "shield-check"),
    "allowed": (gettext_lazy("A guardian allowed %(lead)s in your name"), "check"),
    "changed": (gettext_lazy("A guardian changed what %(lead)s may see and do"), "sliders-horizontal"),
    "renewed": (gettext_lazy("A guardian renewed what was allowed to %(lead)s"), "refresh-cw"),
    "declined": (gettext_lazy("A guardian refused what %(lead)s asked"), "x"),
    "declined-for-good": (gettext_lazy("A guardian refused, and %(lead)s may not ask again"), "ban"),
    "withdrawn": (gettext_lazy("A guardian took back what was allowed to %(lead)s"), "undo-2"),
}
_BY_THE_HOUSE = {
    "allowed-at-desk": (gettext_lazy("You signed at the ticket desk what you allow %(lead)s"), "file-text"),
    "declined-at-desk": (gettext_lazy("You refused at the ticket desk what %(lead)s asked"), "x"),
    "withdrawn-at-desk": (gettext_lazy("You took back at the ticket desk what you allowed %(lead)s"), "undo-2"),
    "guardian-named": (gettext_lazy("The club has seen a document: %(lead)s is your guardian"), "shield-check"),
    "guardian-ended": (gettext_lazy("The club has seen a document: %(lead)s is no guardian of yours"), "undo-2"),
    "age-changed": (gettext_lazy("The day on which %(lead)s is no guardian any more is another one now"), "calendar"),
    "came-of-age": (gettext_lazy("You came of age: %(lead)s decides nothing for you any more"), "calendar"),
    "connected": (gettext_lazy("The club put you among the people of %(lead)s"), "user-plus"),
    "asked": (gettext_lazy("The club asked you for %(lead)s"), "mail"),
    "asked-in-vain": (gettext_lazy("The club wanted to ask you for %(lead)s; we sent you nothing"), "mail"),
    "asked-to-renew": (gettext_lazy("The club asked you to renew what had ended for %(lead)s"), "refresh-cw"),
    "allowed-on-file": (gettext_lazy("The club brought in your signed consent for %(lead)s"), "file-text"),
    "joined": (
        gettext_lazy("The club joined two records of one person; between you and %(lead)s the stricter holds"),
        "users",
    ),
    "joined-away": (
        gettext_lazy("What you allowed %(lead)s ended: the club joined two records of one person"),
        "users",
    ),
    "joined-no": (gettext_lazy("You had said no to %(lead)s under one of the two records: it holds for both"), "ban"),
    "parted": (gettext_lazy("The club undid the joining of two records"), "undo-2"),
    "parted-away": (
        gettext_lazy("What came about between you and %(lead)s by joining two records has ended"),
        "undo-2",
    ),
    "parted-no": (gettext_lazy("What you refused %(lead)s meanwhile stays refused"), "ban"),
    "parted-open": (gettext_lazy("The question of %(lead)s waits for your answer again"), "clock"),
    "cleared": (gettext_lazy("You left the list of %(lead)s, as time had passed"), "log-out"),
    "restored": (gettext_lazy("The club put you back among the people of %(lead)s"), "undo-2"),
    "carried-over": (
        gettext_lazy("The club opened your details to %(lead)s, as before it asked for consent"),
        "history",
    ),
}


def read(what: str) -> tuple[str, str]:
    """Words and picture of something that was seen."""
    words, picture = _READS.get(what, (gettext_lazy("Saw something of yours"), "eye"))
    return str(words), picture


def event(what: str, lead: str, *, by_house: bool, by_guardian: bool = False) -> tuple[str, str]:
    """Words and picture of something that happened to a connection; an erased lead has no name any more."""
    known = _EVENTS | _BY_THE_HOUSE if by_house or what not in _EVENTS else _EVENTS
    known = known | _BY_A_GUARDIAN if by_guardian else known
    words, picture = known.get(what, (gettext_lazy("Something changed between you and %(lead)s"), "info"))
    return capfirst(str(words) % {"lead": lead or _("another person")}), picture


def how_often(first_at: datetime, times: int) -> str:
    """Once is not worth a word; else how often on that day, and from when on."""
    if times == 1:
        return ""
    said = ngettext("%(times)d time", "%(times)d times", times) % {"times": times}
    return _("%(times)s, first at %(at)s") % {"times": said, "at": hour(first_at)}
