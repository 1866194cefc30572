"""Payment services, by name."""

from .base import Gateway, Outcome
from .pretend import Pretend

GATEWAYS: dict[str, Gateway] = {gateway.name: gateway for gateway in (Pretend(),)}

__all__ = ["GATEWAYS", "Gateway", "Outcome", "Pretend", "named"]


def named(name: str) -> Gateway:
    """The gateway of this name; KeyError for one we do not have."""
    return GATEWAYS[name]
