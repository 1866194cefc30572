"""Post a letter: a row in the caller's transaction, so that it goes if and only if the deed stands."""

from typing import Any

from django.db import transaction

from kithkin.base import clock, rows

from . import queue
from .models import Letter


def post(
    template: str,
    *,
    contact_id: int,
    organisation_id: int,
    language: str,
    dedup: str,
    when: bool = True,
    **facts: int | list[int],
) -> None:
    """Post one letter. A second one with the same `dedup` is the same letter and not posted.

    Without `when` nothing is posted, by the same statements.
    """
    post_many(
        [
            {
                "template": template,
                "contact_id": contact_id,
                "organisation_id": organisation_id,
                "language": language,
                "dedup": dedup,
                **facts,
            }
        ],
        when=when,
    )


def post_many(letters: list[dict[str, Any]], *, when: bool = True) -> None:
    """Post letters, each given as to `post`, in one statement."""
    if not letters:
        return
    written = [_row(**letter) for letter in letters]
    with transaction.atomic(savepoint=False):
        rows.insert(Letter, written, on_conflict=_ONCE, when=when)
        queue.wake()


_ONCE = "ON CONFLICT (dedup) DO NOTHING"


def _row(template, *, contact_id, organisation_id, language, dedup, **facts) -> dict[str, Any]:
    if not all(_names_rows(fact) for fact in facts.values()):
        raise TypeError(f"the facts of a letter are ids of rows: {template}")
    now = clock.now()
    return {
        "template": template,
        "contact_id": contact_id,
        "organisation_id": organisation_id,
        "language": language,
        "dedup": dedup,
        "facts": facts,
        "queued_at": now,
        "next_try_at": now,
    }


def _names_rows(fact) -> bool:
    """Whether a fact is an id or ids; a name, an address or a token would stay in the row."""
    ids = fact if isinstance(fact, list) else [fact]
    return all(isinstance(each, int) for each in ids)
