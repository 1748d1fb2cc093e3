"""What a submission over FIT-Connect costs its sender and its receiver, beside the bare cryptography of the same bytes.

`python -m bench.fitconnect [MEGABYTES [ROUNDS]]` prints milliseconds of CPU of this process, the median of the rounds; the
delivery service is another process on this machine. One attachment of random bytes, 10 MB where nothing else is said.
"""

import base64
import datetime as dt
import hashlib
import json
import multiprocessing
import os
import statistics
import sys
import time
import uuid

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

DESTINATION, SERVICE, SCHEMA = uuid.UUID(int=1), "urn:de:fim:leika:leistung:99108001020000", "https://schema.example.org/s.json"


def serve(written, pipe):
    """The delivery service; says where it listens, runs until the pipe is closed."""
    from rathaus.config.demo.deliveryservice import server
    from rathaus.config.demo.deliveryservice.model import ApiClient, Destination, Scope
    from rathaus.standards.fitconnect import jwk
    from rathaus.standards.fitconnect.jwk import Purpose

    encryption, signature = (jwk.read_private(found, purpose) for found, purpose in zip(written, Purpose, strict=True))
    with server.running(signature, lambda: dt.datetime.now(dt.UTC)) as running:
        running.state.add_client(ApiClient("client", "secret", frozenset(Scope)))
        services = {SERVICE: ((SCHEMA, "application/json"),)}
        running.state.add_destination(Destination(DESTINATION, "client", encryption.public, (signature.public,), services))
        pipe.send((running.token_url, running.state.url, running.server_port))
        pipe.recv()


def measure(megabytes=10.0, rounds=7):
    from rathaus.standards.fitconnect import jwk
    from rathaus.standards.fitconnect.jwk import Purpose

    encryption, signature = (jwk.generate(f"bench-{purpose}", purpose) for purpose in Purpose)
    here, there = multiprocessing.Pipe()
    written = [jwk.write_private(key) for key in (encryption, signature)]
    child = multiprocessing.get_context("spawn").Process(target=serve, args=(written, there), daemon=True)
    child.start()
    try:
        *urls, port = here.recv()
        settings.configure(RATHAUS_NET_ALLOW=[f"127.0.0.1:{port}"])
        return _rounds(urls, (encryption, signature), os.urandom(int(megabytes * 1024 * 1024)), rounds)
    finally:
        here.send(None)
        child.join()


def _rounds(urls, keys, content, rounds):
    from rathaus.foundation.fitconnect import answering, connection, receiving, sending
    from rathaus.foundation.net import public as net
    from rathaus.standards.fitconnect.metadata import MimeType, Purpose, SubmissionSchema

    encryption, signature = keys
    line = connection.Connection(
        connection.Endpoints(*urls),
        connection.Credentials("client", "secret"),
        transport=net.request,
        now=lambda: dt.datetime.now(dt.UTC),
        sleep=time.sleep,
    )
    found = {}
    for _ in range(rounds):
        file = sending.File(uuid.uuid4(), content, "application/pdf", Purpose.ATTACHMENT)
        schema = SubmissionSchema(SCHEMA, MimeType.JSON)
        made = sending.Outgoing(DESTINATION, SERVICE, "Bewohnerparkausweis", b"{}", schema, (file,))
        sealed = _timed(found, "encrypt", lambda made=made: sending.prepare(line, made))
        _timed(found, "transmit and verify", lambda sealed=sealed: sending.send(line, sealed, remember=lambda _: None))
        [waiting] = receiving.find_waiting(line)
        got = _timed(found, "receive", lambda waiting=waiting: receiving.fetch(line, waiting, {encryption.kid: encryption}))
        assert got.attachments[file.attachment_id] == content
        _timed(found, "answer", lambda got=got: answering.accept(line, got, key=signature, token_id=uuid.uuid4()))
        _timed(found, "bare", lambda: _bare(content))
    middle = {name: 1000 * statistics.median(seconds) for name, seconds in found.items()}
    first = 1000 * (found["encrypt"][0] + found["transmit and verify"][0])
    send = middle["encrypt"] + middle["transmit and verify"]
    return {"send": send, "first send": first, **middle, "send / bare": send / middle["bare"]}


def _timed(found, name, act):
    began = time.process_time()
    result = act()
    found.setdefault(name, []).append(time.process_time() - began)
    return result


def _bare(content):
    """SHA-512, AES-256-GCM and base64 of the content: what nobody can leave out."""
    hashlib.sha512(content).digest()
    base64.urlsafe_b64encode(AESGCM(b"k" * 32).encrypt(b"n" * 12, content, b""))


if __name__ == "__main__":
    sizes = [float(text) for text in sys.argv[1:]]
    said = measure(*([sizes[0], int(sizes[1])] if len(sizes) > 1 else sizes))
    sys.stdout.write(json.dumps({name: round(value, 2) for name, value in said.items()}, indent=1) + "\n")
