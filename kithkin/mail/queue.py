"""Wake the worker. The only module that knows which queue we use (django-q2)."""

from django.db import transaction
from django_q.tasks import async_task

DELIVER = "kithkin.project.worker.deliver"


def wake() -> None:
    """Add the task in this transaction, once however many letters it posts.

    That it was added is remembered as a hook of the transaction: Django forgets it when the
    transaction, or the savepoint that the task was written in, is rolled back.
    """
    hooks = transaction.get_connection().run_on_commit
    if any(hook is _woken for _, hook, _ in hooks):
        return
    # A failed round is not repeated by the queue: letters know themselves when to try again.
    async_task(DELIVER, task_name="deliver letters", ack_failure=True)
    transaction.on_commit(_woken)


def _woken() -> None:
    """Nothing to do: the task is a row and came with the commit."""
