"""Wake the worker. The only module that knows which queue we use (django-q2)."""

from django.db import connection, transaction
from django.utils import timezone
from django_q.brokers.orm import ORM
from django_q.models import OrmQ
from django_q.tasks import async_task

from kithkin.base import rows

DELIVER = "kithkin.project.worker.deliver"


class Broker(ORM):
    """django-q2's tasks as rows, added and taken away by one statement each."""

    def enqueue(self, task: str) -> int:
        """Add a signed task; its id."""
        row = {"key": self.list_key, "payload": task, "lock": timezone.now()}
        return rows.insert(OrmQ, [row], returning=("id",))[0][0]

    def delete(self, task_id: int) -> None:
        """Take away what is done; nothing hangs on it, so that no transaction is needed."""
        self.get_connection()  # opens anew what the database has closed
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_q_ormq WHERE id = %s", [task_id])


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
