"""What is done about signing in: links, passwords, codes, addresses, posts at the desk."""

from .address import ask_change, change_address, undo_change
from .code import VISIT_LASTS, end_visit, enter_code, prove_by_code, send_code
from .invitation import invite, invite_address, invite_again, invite_if_new, invite_where, sign_up
from .login import open_login, open_post, set_password
from .passkey import add_passkey, remove_passkey, rename_passkey

__all__ = [
    "VISIT_LASTS",
    "add_passkey",
    "ask_change",
    "change_address",
    "end_visit",
    "enter_code",
    "invite",
    "invite_address",
    "invite_again",
    "invite_if_new",
    "invite_where",
    "open_login",
    "open_post",
    "prove_by_code",
    "remove_passkey",
    "rename_passkey",
    "send_code",
    "set_password",
    "sign_up",
    "undo_change",
]
