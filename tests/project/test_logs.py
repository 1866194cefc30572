"""The log holds no link that opens anything."""

import logging

import pytest

from kithkin.project.logs import BlotTokens


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Not Found: /consent/canary-token/", "Not Found: /consent/.../"),
        ("Forbidden: /password/canary-token/", "Forbidden: /password/.../"),
        ("Not Found: /orders/K7Q4-M2XD/", "Not Found: /orders/K7Q4-M2XD/"),
    ],
)
def test_the_secret_part_of_an_address_is_blotted(said, kept):
    record = logging.makeLogRecord({"msg": "%s: %s", "args": tuple(said.split(": "))})

    BlotTokens().filter(record)

    assert record.getMessage() == kept
