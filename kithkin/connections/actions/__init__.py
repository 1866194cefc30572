"""What people do with connections and consents."""

from .coming_of_age import hand_over, move_birthdays, set_national_age, tell_before, write_down_ended
from .connection import connect, connect_at_address, remove
from .consent import allow, begin, change, narrow, renew
from .guardian import add_child, answer_guardian, ask_to_guard, end_guardian, name_guardian
from .kind import add_kind, call, retire_kind
from .older import send_requests, settle_older
from .refusal import block, decline, unblock, withdraw
from .reminder import MOST_AT_ONCE, remind_due
from .request import ask_again, send_request

__all__ = [
    "MOST_AT_ONCE",
    "add_child",
    "add_kind",
    "allow",
    "answer_guardian",
    "ask_again",
    "ask_to_guard",
    "begin",
    "block",
    "call",
    "change",
    "connect",
    "connect_at_address",
    "decline",
    "end_guardian",
    "hand_over",
    "move_birthdays",
    "name_guardian",
    "narrow",
    "remind_due",
    "remove",
    "renew",
    "retire_kind",
    "send_request",
    "send_requests",
    "set_national_age",
    "settle_older",
    "tell_before",
    "unblock",
    "withdraw",
    "write_down_ended",
]
