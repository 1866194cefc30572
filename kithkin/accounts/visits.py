"""Who stands at which counter: point of sale, session, login and people of a request, in one query.

Every page asks this. As separate questions it was three statements and a fifth of a page's time.
"""

from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection
from django.db.models import BooleanField, Model

from kithkin.base import clock
from kithkin.contacts.models import Contact
from kithkin.organisations.models import Organisation, PointOfSale

from .models import Login

_PARTS: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "p": (PointOfSale, ("id", "organisation_id", "name", "kind", "host", "friends_and_family")),
    "o": (Organisation, tuple(field.attname for field in Organisation._meta.concrete_fields)),
    "l": (Login, ("id", "password", "handle", "is_active")),
    "c": (Contact, ("id", "organisation_id", "number", "first_name", "last_name", "language")),
}
_COLUMNS = ", ".join(f"{part}.{column}" for part, (_model, columns) in _PARTS.items() for column in columns)
_VISIT = f"""
SELECT s.session_data, {_COLUMNS}
FROM organisations_pointofsale p
JOIN organisations_organisation o ON o.id = p.organisation_id
LEFT JOIN accounts_session s ON s.session_key = %s AND s.expire_date > %s
LEFT JOIN accounts_login l ON l.id = s.login_id
LEFT JOIN accounts_logincontact a ON a.login_id = l.id
LEFT JOIN contacts_contact c ON c.id = a.contact_id AND c.organisation_id = p.organisation_id
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
    with connection.cursor() as cursor:
        cursor.execute(_VISIT, values)
        return cursor.fetchall()


def _visit(rows: list[tuple]) -> Visit:
    first = _read(rows[0])
    point = first["p"]
    point.organisation = first["o"]
    login = first["l"]
    if login is not None:
        here = (_read(row) for row in rows)
        login.people = [found["c"] for found in here if found["p"].pk == point.pk and found["c"] is not None]
        for person in login.people:
            person.organisation = point.organisation
    return Visit(point, rows[0][0], login)


def _read(row: tuple) -> dict[str, Any]:
    values = iter(row[1:])
    return {part: _instance(model, columns, values) for part, (model, columns) in _PARTS.items()}


def _instance(model: type[Model], columns: tuple[str, ...], values) -> Any:
    """The row's part as an instance; None where an outer join found nothing."""
    own = [next(values) for _ in columns]
    if own[0] is None:
        return None
    fields = {field.attname: field for field in model._meta.concrete_fields}
    given = zip(columns, own, strict=True)
    read = [bool(value) if isinstance(fields[name], BooleanField) else value for name, value in given]
    return model.from_db(connection.alias, columns, read)
