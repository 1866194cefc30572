"""A crowd, made in a few statements: contacts in one organisation, each leading some of the next ones by number."""

from django.db import connection

SERIES = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most}) {insert} FROM n",
    "postgresql": "{insert} FROM generate_series(1, {most}) AS n(i)",
}
YES = {"sqlite": "1", "postgresql": "true"}
NO = {"sqlite": "0", "postgresql": "false"}
# What a lead's n-th member has said: most allowed, the others silent, refused or blocked.
CONTACTS = """
INSERT INTO contacts_contact (id, organisation_id, number, first_name, last_name, language, created_at)
SELECT i, {house}, 'C' || i, 'First' || i, 'Last' || i, 'en', '{now}'"""
DETAILS = """
INSERT INTO vault_privatedetails (contact_id, email, email_key, moves, phone, put_right, salt)
SELECT i, 'c' || i || '@example.org', 'c' || i || '@example.org', 0, '', '', 'x'"""
PAIR = "(i - 1) / {each} + 1, ((i - 1) / {each} + 1 + (i - 1) % {each}) % {contacts} + 1"
CONNECTIONS = """
INSERT INTO connections_connection
    (id, public_id, organisation_id, parent_id, child_id, typed_first, typed_last, how, kind, asks_for, made_at,
     by_switch, asked_at, asks, removed_at)
SELECT i, 'p' || i, {house}, PAIR,
    'First', 'Last', 'email', '', 'full', '{now}', {no}, '{now}', 1, NULL""".replace("PAIR", PAIR)
CONSENTS = """
INSERT INTO connections_consent
    (id, connection_id, state, asked_at, asks, token_fingerprint, answered_at, ends_at,
     see_contact_details, see_tickets, see_orders, pay_reservations, manage_tickets, resell)
SELECT i, i, CASE i % 5 WHEN 0 THEN 'asked' WHEN 1 THEN 'declined' ELSE 'allowed' END, '{now}', 1, '',
    '{now}', '{end}', {open}, {open}, {open}, {open}, {no}, {no}"""
REFUSALS = """
INSERT INTO connections_refusal (member_id, lead_id, address_key, since)
SELECT i * 50, NULL, '', '{now}'"""

GUARDIANSHIPS = """
INSERT INTO connections_guardianship
    (connection_id, state, ground, document, said, asked_at, made_at, ends_on, ends_at, ended_why, ended_document)
SELECT i * 50, 'stands', 'own-word', '', '{nothing}', '{now}', '{now}', '2100-01-01', '{end}', '', ''"""


def gather(house: int, contacts: int, connections: int, now: str, end: str) -> None:
    """Fill the tables, then let the planner look at them."""
    vendor = connection.vendor
    yes, no = YES[vendor], NO[vendor]
    words = {
        "house": house,
        "contacts": contacts,
        "each": max(1, connections // contacts),
        "now": now,
        "end": end,
        "no": no,
        "open": f"CASE WHEN i % 5 > 1 THEN {yes} ELSE {no} END",
    }
    made = ((CONTACTS, contacts), (DETAILS, contacts), (CONNECTIONS, connections), (CONSENTS, connections))
    with connection.cursor() as cursor:
        for insert, most in (*made, (REFUSALS, contacts // 50)):
            cursor.execute(SERIES[vendor].format(insert=insert.format(**words), most=most))
        cursor.execute("ANALYZE")


def guard(connections: int, now: str, end: str) -> None:
    """Every fiftieth of the connections is a guardian's."""
    insert = GUARDIANSHIPS.format(nothing="{}", now=now, end=end)
    with connection.cursor() as cursor:
        cursor.execute(SERIES[connection.vendor].format(insert=insert, most=connections // 50))
        cursor.execute("ANALYZE connections_guardianship")


def group_of(house: int, lead: int, size: int, contacts: int, now: str, end: str) -> None:
    """One more lead with a group of this size, all of whom have allowed everything asked."""
    vendor = connection.vendor
    words = {"house": house, "now": now, "end": end, "no": NO[vendor], "open": YES[vendor]}
    made = CONNECTIONS.replace(
        "(i - 1) / {each} + 1, ((i - 1) / {each} + 1 + (i - 1) % {each}) % {contacts} + 1", "{a}"
    )
    members = f"{lead}, (i * 7919) % {contacts} + 1"
    first = lead * 100
    with connection.cursor() as cursor:
        if not size:
            return
        for insert in (made, CONSENTS):
            text = insert.format(a=members, each=1, contacts=contacts, **words)
            text = text.replace("SELECT i, 'p' || i", f"SELECT {first} + i, 'g{lead}-' || i")
            text = text.replace(
                "SELECT i, i, CASE i % 5 WHEN 0 THEN 'asked' WHEN 1 THEN 'declined' ELSE 'allowed' END",
                f"SELECT {first} + i, {first} + i, 'allowed'",
            )
            cursor.execute(SERIES[vendor].format(insert=text, most=size))
