"""What people do with connections and consents."""

from .coming_of_age import hand_over, move_birthday, move_birthdays, set_national_age, tell_before, write_down_ended
from .connection import connect, connect_at_address, remove
from .consent import allow, begin, change, narrow, renew
from .form import confirm_form, put_form_aside, say_no, take_down
from .guardian import add_child, answer_guardian, ask_to_guard, end_guardian, name_guardian
from .kind import add_kind, call, retire_kind
from .older import ask_first, end_stage, settle_older
from .refusal import block, decline, turn_away, unblock, withdraw
from .reminder import MOST_AT_ONCE, remind_due
from .request import ask_again, send_request

__all__ = [
    "MOST_AT_ONCE",
    "add_child",
    "add_kind",
    "allow",
    "answer_guardian",
    "ask_again",
    "ask_first",
    "ask_to_guard",
    "begin",
    "block",
    "call",
    "change",
    "confirm_form",
    "connect",
    "connect_at_address",
    "decline",
    "end_guardian",
    "end_stage",
    "hand_over",
    "move_birthday",
    "move_birthdays",
    "name_guardian",
    "narrow",
    "put_form_aside",
    "remind_due",
    "remove",
    "renew",
    "retire_kind",
    "say_no",
    "send_request",
    "set_national_age",
    "settle_older",
    "take_down",
    "tell_before",
    "turn_away",
    "unblock",
    "withdraw",
    "write_down_ended",
]
