"""What the log must not keep: the secret part of a mailed link, a contact number, and the words of an error."""

import logging
import re
from collections.abc import Callable
from functools import wraps
from traceback import format_tb

SECRET = re.compile(r"(/(?:consent|password|ticket|address(?:/undo)?)/)[^/\s\"']+")
NUMBER = re.compile(r"(?<!\d)\d{11}(?!\d)")
log = logging.getLogger(__name__)


class Blot(logging.Filter):
    """Blots the tokens of links and the numbers of contacts out of every address that is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = NUMBER.sub("...", SECRET.sub(r"\1...", record.getMessage()))
        record.args = ()
        return True


class Discreet(logging.Formatter):
    """An error by its kind and the lines of the program that led to it: its words may be what somebody typed."""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another handler may have written the error out
        return super().format(record)

    def formatException(self, ei) -> str:  # noqa: N802
        lines, error = [], ei[1]
        while error is not None:
            lines.append("".join(format_tb(error.__traceback__)) + _kind(error))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(reversed(lines))


class Failed(Exception):
    """A task failed; the queue keeps what this says."""


def discreet(task: Callable[[], None]) -> Callable[[], None]:
    """A task of the worker, whose error goes on by its kind alone: the queue writes it into its table and the log."""

    @wraps(task)
    def done() -> None:
        try:
            task()
        except Exception as error:
            log.exception("%s failed", task.__name__)
            raise Failed(_kind(error)) from None

    return done


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"
