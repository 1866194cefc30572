"""What people do with connections and consents."""

from .connection import connect, connect_at_address, remove
from .consent import allow, begin, change, narrow, renew
from .kind import add_kind, call, retire_kind
from .older import send_requests, settle_older
from .refusal import block, decline, unblock, withdraw
from .reminder import MOST_AT_ONCE, remind_due
from .request import ask_again, send_request

__all__ = [
    "MOST_AT_ONCE",
    "add_kind",
    "allow",
    "ask_again",
    "begin",
    "block",
    "call",
    "change",
    "connect",
    "connect_at_address",
    "decline",
    "narrow",
    "remind_due",
    "remove",
    "renew",
    "retire_kind",
    "send_request",
    "send_requests",
    "settle_older",
    "unblock",
    "withdraw",
]
