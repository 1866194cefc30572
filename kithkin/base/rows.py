"""Many rows in one statement from one parameter (design decision 24).

`bulk_create` splits at 999 parameters on SQLite; a JSON text is one parameter whatever it holds,
so an order of twelve seats costs as many statements as one of three.
"""

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.db.models import Lookup
from django.db.models.expressions import RawSQL


def insert(
    model: type[models.Model],
    rows: list[dict[str, Any]],
    *,
    on_conflict: str = "",
    returning: tuple[str, ...] = (),
    when: bool = True,
) -> list[tuple]:
    """Insert `rows`, in their order, and return the `returning` columns of what was written.

    Every row names the same fields. Fields are named as in the model (`seat_id` for a key);
    `on_conflict` is the SQL from "ON CONFLICT" on. Defaults of the model that a row leaves out are
    filled in here. Without `when` the same statement runs and writes nothing, so that nobody can tell
    from the statements whether it wrote. Raises the database's IntegrityError as any insert does.
    """
    if not rows:
        return []
    fields = [field for field in model._meta.concrete_fields if _is_wanted(field, rows[0])]
    moments: dict[object, Any] = {}
    filled = [{field.column: _stored(field, row, moments) for field in fields} for row in rows]
    sql = _statement(model, fields, on_conflict, returning)
    with connection.cursor() as cursor:
        cursor.execute(sql, [json.dumps(filled if when else [], default=str)])
        return cursor.fetchall() if returning else []


def add(row: models.Model, *, on_conflict: str = "") -> bool:
    """Insert one new row and give it its id; False where `on_conflict` let another one stand.

    A third of what `save` costs, for rows that every order writes.
    """
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    values = {field.attname: getattr(row, field.attname) for field in fields}
    ids = insert(type(row), [values], on_conflict=on_conflict, returning=("id",))
    if ids:
        row.pk = ids[0][0]
        row._state.adding, row._state.db = False, connection.alias
    return bool(ids)


def _is_wanted(field: models.Field, row: dict[str, Any]) -> bool:
    given = field.attname in row or field.name in row
    return given or (not field.primary_key and not isinstance(field, models.GeneratedField))


def _stored(field: models.Field, row: dict[str, Any], moments: dict[object, Any]) -> Any:
    """The value as the column takes it; plain ones go as they are, and the moment that all rows share is read once."""
    value = _given(field, row)
    if type(value) in (int, str, bool) or _is_json(field):
        return value
    if not isinstance(value, datetime):
        return field.get_db_prep_save(value.pk if isinstance(value, models.Model) else value, connection)
    if value not in moments:
        moments[value] = field.get_db_prep_save(value, connection)
    return moments[value]


def _given(field: models.Field, row: dict[str, Any]) -> Any:
    if field.attname in row:
        return row[field.attname]
    return row[field.name] if field.name in row else field.get_default()


def _is_json(field: models.Field) -> bool:
    return isinstance(field, models.JSONField)


def _statement(model, fields, on_conflict, returning) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    values = ", ".join(_value(field) for field in fields)
    source = _SOURCE[connection.vendor]
    back = f" RETURNING {', '.join(quote(name) for name in returning)}" if returning else ""
    table = quote(model._meta.db_table)
    return f"INSERT INTO {table} ({columns}) SELECT {values} FROM {source} {on_conflict}{back}"


_SOURCE = {
    # "WHERE true" keeps SQLite from reading ON CONFLICT as a join condition.
    "sqlite": "json_each(%s) AS given WHERE true",
    "postgresql": "json_array_elements(%s::json) WITH ORDINALITY AS given(value, key) ORDER BY key",
}


def _value(field: models.Field) -> str:
    if connection.vendor == "sqlite":
        return f"json_extract(given.value, '$.{field.column}')"
    if _is_json(field):
        return f"(given.value -> '{field.column}')::jsonb"
    return f"(given.value ->> '{field.column}')::{field.db_type(connection)}"


def set_each(model: type[models.Model], column: str, values: dict[int, str], *, by: str = "id") -> None:
    """Give each row its own text in one column, in one statement; `by` names the column of the numbers in `values`."""
    if not values:
        return
    table, quoted, key = map(connection.ops.quote_name, (model._meta.db_table, column, by))
    cases = " ".join(["WHEN %s THEN %s"] * len(values))
    sql = f"UPDATE {table} SET {quoted} = CASE {key} {cases} END WHERE {key} IN ({places(values)})"
    with connection.cursor() as cursor:
        cursor.execute(sql, [part for pair in values.items() for part in pair] + list(values))


def places(values: Collection) -> str:
    """What stands inside `IN (...)` for so many parameters; none are found by none."""
    return ", ".join(["%s"] * len(values)) or "NULL"


def is_id(typed: str) -> bool:
    """Whether somebody who typed this can mean a row by it; a longer number would not fit the column."""
    return typed.isascii() and typed.isdecimal() and len(typed) < 19


class AnyOf(Lookup):
    """`AnyOf(F("pk"), RawSQL(...))`: is among what is selected. PostgreSQL would sort that first if asked by `IN`."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple]:
        """The condition on this database."""
        (one, given), (many, asked) = self.process_lhs(compiler, connection), self.process_rhs(compiler, connection)
        is_among = "{} = ANY(ARRAY{})" if connection.vendor == "postgresql" else "{} IN {}"
        return is_among.format(one, many), (*given, *asked)


def these(ids: Iterable[int]) -> RawSQL:
    """Many numbers as one parameter, for `pk__in=`: a thousand parameters cost more than what is done with them."""
    return RawSQL(_THESE[connection.vendor], [json.dumps(list(ids))])


def named(words: Iterable[str]) -> RawSQL:
    """The same of many words."""
    return RawSQL(_NAMED[connection.vendor], [json.dumps(list(words))])


_THESE = {
    "sqlite": "SELECT value FROM json_each(%s)",
    "postgresql": "SELECT value::bigint FROM json_array_elements_text(%s::json)",
}
_NAMED = {
    "sqlite": "SELECT value FROM json_each(%s)",
    "postgresql": "SELECT value FROM json_array_elements_text(%s::json)",
}
