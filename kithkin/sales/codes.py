"""What the gate reads."""

import secrets


def new_code() -> str:
    """128 random bits in signs that a QR code packs tightly."""
    return secrets.token_hex(16).upper()
