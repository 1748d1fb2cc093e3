"""The compiled form as canonical JSON: keys sorted, defaults left out, so that equal forms have equal digests."""

import hashlib
from typing import Any

import msgspec

from rathaus.foundation import expressions
from rathaus.foundation.errors import Invalid
from rathaus.modules.forms.compiled.model import Condition, Form


def encode_hook(value: object) -> object:
    if isinstance(value, Condition):
        return expressions.to_json(value.tree)
    raise NotImplementedError  # msgspec's word for a type nobody knows


def decode_hook(kind: type, value: Any) -> object:
    if kind is Condition:
        return Condition(expressions.from_json(value))
    raise NotImplementedError  # as above


_ENCODER = msgspec.json.Encoder(enc_hook=encode_hook, order="deterministic")
_DECODER = msgspec.json.Decoder(Form, dec_hook=decode_hook)


def canonical(form: Form) -> bytes:
    return _ENCODER.encode(form)


def digest(form: Form) -> str:
    """SHA-256 of the canonical JSON, hexadecimal."""
    return hashlib.sha256(canonical(form)).hexdigest()


def to_json(form: Form) -> str:
    return canonical(form).decode()


def from_json(data: bytes | str) -> Form:
    """Raises Invalid for anything that is not a compiled form of this format."""
    try:
        return _DECODER.decode(data)
    except (msgspec.DecodeError, expressions.ExpressionError) as error:
        raise Invalid(f"Das gespeicherte Formular ist nicht lesbar: {error}. Spielen Sie das Rezept neu ein.") from error
