"""A real SMTP server on this machine, for as long as a test needs it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller


class Box:
    """What arrived, by recipient; refuses whom it is told to."""

    def __init__(self):
        self.arrived: list[tuple[str, EmailMessage]] = []
        self.refused: set[str] = set()
        self.connections = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return "550 no such box"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.arrived += [(address, mail) for address in envelope.rcpt_tos]
        return "250 OK"

    def to(self) -> list[str]:
        return sorted(address for address, _ in self.arrived)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(port: int) -> Iterator[Box]:
    """The server at this port, until the block ends."""
    box = Box()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
