"""What guardians are told of each other, and that an email written for the young person reached somebody else."""

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation

from kithkin.base import clock
from kithkin.contacts import letters as contacts
from kithkin.mail import outbox
from kithkin.mail.models import Letter
from kithkin.mail.tables import Envelope
from kithkin.ui import dates

from .models import Guardianship

State, Why = Guardianship.State, Guardianship.Why


class News(IntEnum):
    """What has happened; it stands in the letter's row."""

    NAMED = 1
    ENDED = 2  # by a document at the desk
    LEFT = 3  # by himself
    RETURNED = 4  # whoever got the mail is not the young person


def tell(news: News, readers: Iterable[Guardianship], *, about: Guardianship | None = None) -> None:
    """One letter to each of these guardians; without `about` each reads of his own guardianship."""
    moment = int(clock.now().timestamp())
    posted = []
    for own in readers:
        of = about or own
        facts = {"news": int(news), "guardianship": of.pk, "own": own.pk}
        dedup = f"guardian-news:{news}:{of.pk}:{own.pk}:{moment}"
        posted.append(contacts.letter(own.connection.parent, "guardian-news", dedup=dedup, **facts))
    outbox.post_many(posted)


def guardian_news(letters: Sequence[Letter]) -> dict[int, Envelope | None]:
    """To a guardian, by mail or on paper; None once he is no guardian any more, unless that is the news."""
    ids = {letter.facts[name] for letter in letters for name in ("guardianship", "own")}
    related = ("connection__parent", "connection__child", "connection__organisation")
    rows = Guardianship.objects.select_related(*related).in_bulk(ids)
    ways = contacts.ways_to([letter.contact_id or 0 for letter in letters], on_paper=True)
    envelopes: dict[int, Envelope | None] = {}
    for letter in letters:
        about, own = rows.get(letter.facts["guardianship"]), rows.get(letter.facts["own"])
        if about and own and letter.contact_id in ways and _still_holds(News(letter.facts["news"]), about, own):
            with translation.override(letter.language):
                told = _told(News(letter.facts["news"]), about, own)
            envelopes[letter.pk] = Envelope(ways[letter.contact_id][0], letter.language, told, on_paper=True)
    return envelopes


def _still_holds(news: News, about: Guardianship, own: Guardianship) -> bool:
    if own.connection.removed_at or own.connection.child.hidden_at:
        return False
    if news is News.RETURNED:
        return own.state == State.STANDS or own.ended_why == Why.AGE
    return _stands(own) or (news is News.ENDED and own.pk == about.pk)


def _stands(own: Guardianship) -> bool:
    return own.state == State.STANDS and own.ends_at is not None and own.ends_at > clock.now()


def _told(news: News, about: Guardianship, own: Guardianship) -> dict[str, Any]:
    """Whoever is no guardian any more reads the child's name as he typed it (decision 0025)."""
    mine, stands = own.connection, _stands(own)
    with timezone.override(ZoneInfo(mine.organisation.timezone)):
        until = dates.plain_day(about.ends_on) if about.ends_on else ""
    return {
        "person": mine.parent.first_name,
        "child": mine.child.first_name if stands else mine.typed_first,
        "who": about.connection.parent.name,
        "news": news.name.lower(),
        "himself": about.pk == own.pk,
        "by_document": Guardianship.Ground.DOCUMENT == about.ground,
        "until": until,
        "organisation": mine.organisation,
        "write_to": mine.organisation.email,
        "orders": f"{settings.BASE_URL}/orders/",
        "link": f"{settings.BASE_URL}/account/friends/{mine.public_id}/child/",
        "policy": f"{settings.BASE_URL}/privacy/",
    }
