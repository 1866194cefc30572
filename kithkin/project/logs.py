"""What the log must not keep: the secret part of a mailed link."""

import logging
import re

SECRET = re.compile(r"(/(?:consent|password|ticket|address(?:/undo)?)/)[^/\s\"']+")


class BlotTokens(logging.Filter):
    """Blots the token out of every address that is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = SECRET.sub(r"\1...", record.getMessage())
        record.args = ()
        return True
