"""Mail servers that behave as the test says."""
# ruff: noqa: N802  (aiosmtpd names its hooks so)

import socket
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller


class Server:
    """`replies` are used up one by one: ("RCPT", "450 later") answers the next RCPT; without one all is taken."""

    def __init__(self):
        self.taken = []
        self.replies = []

    def _reply(self, verb):
        if self.replies and self.replies[0][0] == verb:
            return self.replies.pop(0)[1]
        return None

    async def handle_MAIL(self, _server, _session, envelope, address, _options):
        envelope.mail_from = address
        return self._reply("MAIL") or "250 OK"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if reply := self._reply("RCPT"):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):
        reply = self._reply("DATA")
        if reply == "drop after taking":
            self.taken.append(envelope)
            server.transport.abort()
            return None
        if reply:
            return reply
        self.taken.append(envelope)
        return "250 OK"

    def messages(self):
        return [message_from_bytes(envelope.content, policy=default) for envelope in self.taken]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def smtp_server(port=None):
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=port or free_port(), enable_SMTPUTF8=False)
    controller.start()
    try:
        handler.url = f"smtp://127.0.0.1:{controller.port}"
        yield handler
    finally:
        controller.stop()


@contextmanager
def silent_server():
    """Takes the connection and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(5)
        yield f"smtp://127.0.0.1:{listener.getsockname()[1]}"
