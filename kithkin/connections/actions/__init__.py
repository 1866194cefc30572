"""What people do with connections and consents."""

from .connection import connect, connect_new, remove
from .consent import allow, begin, change, narrow, renew
from .older import send_requests, settle_older
from .refusal import block, decline, unblock, withdraw
from .reminder import MOST_AT_ONCE, remind_due
from .request import ask_again, send_request

__all__ = [
    "MOST_AT_ONCE",
    "allow",
    "ask_again",
    "begin",
    "block",
    "change",
    "connect",
    "connect_new",
    "decline",
    "narrow",
    "remind_due",
    "remove",
    "renew",
    "send_request",
    "send_requests",
    "settle_older",
    "unblock",
    "withdraw",
]
