"""Who stands at which counter: point of sale, session, login and people of a request, in one query.

Every page asks this. As separate questions it was three statements and a fifth of a page's time.
"""

from dataclasses import dataclass

from django.db import OperationalError, connection

from kithkin.base import clock
from kithkin.base.joined import Joined, Part
from kithkin.contacts.models import Contact
from kithkin.organisations.models import Organisation, PointOfSale

from .models import Login

_PARTS = Joined(
    Part("p", PointOfSale, "id", "organisation_id", "name", "kind", "host", "friends_and_family"),
    Part("o", Organisation),
    Part("l", Login, "id", "password", "handle", "is_active"),
    Part("c", Contact, "id", "organisation_id", "number", "first_name", "last_name", "language"),
)
_VISIT = """
SELECT {columns}, s.session_data
FROM organisations_pointofsale p
JOIN organisations_organisation o ON o.id = p.organisation_id
LEFT JOIN accounts_session s ON s.session_key = %s AND s.expire_date > %s
LEFT JOIN accounts_login l ON l.id = s.login_id
LEFT JOIN accounts_logincontact a ON a.login_id = l.id
LEFT JOIN contacts_contact c ON c.id = a.contact_id AND c.organisation_id = p.organisation_id
    AND c.hidden_at IS NULL
WHERE p.kind = 'shop' AND p.host IN (%s, '')
ORDER BY p.host DESC, c.id
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """Where somebody stands, and who he says he is; whether that is so, his session has to prove."""

    point_of_sale: PointOfSale
    session_data: str | None
    login: Login | None


def find(host: str, session_key: str | None) -> Visit | None:
    """The shop at this host, else the one without a host, and the login of this session with its people there."""
    now = connection.ops.adapt_datetimefield_value(clock.now())
    rows = _asked([session_key or "", now, host])
    return _visit(rows) if rows else None


def _asked(values: list) -> list[tuple]:
    """A page's first statement: a connection that the database has dropped meanwhile is opened once more here.

    So nobody meets an error after a restart of the database, and no page pays for asking whether it is there.
    """
    try:
        return _rows(values)
    except OperationalError:
        if connection.in_atomic_block:
            raise
        connection.close()
        return _rows(values)


def _rows(values: list) -> list[tuple]:
    return list(_PARTS.rows(_VISIT, values))


def _visit(rows: list[tuple]) -> Visit:
    point, organisation, login, _contact, session_data = rows[0]
    point.organisation = organisation
    if login is not None:
        login.people = [found for here, _o, _l, found, _data in rows if here.pk == point.pk and found is not None]
        for person in login.people:
            person.organisation = organisation
    return Visit(point, session_data, login)
