"""The chain as anybody outside may see it: heads, keys and proofs, never an act."""

import math
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rathaus.foundation import clock
from rathaus.foundation.audit import proofs
from rathaus.foundation.audit.checking import last_check
from rathaus.foundation.audit.keys import fingerprint
from rathaus.foundation.audit.models import SignedHead
from rathaus.foundation.audit.publication import head_json, keys_json
from rathaus.standards.merkle import HASH_BYTES

HEADS_A_PAGE = 100


def _json(data: dict[str, Any], status: int = 200) -> JsonResponse:
    response = JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"  # public, without cookies: witnesses may read it from anywhere
    response["Cache-Control"] = "no-cache"
    return response


def _refusal(text: str, status: int = 400) -> JsonResponse:
    return _json({"error": text}, status=status)


def _number(request: HttpRequest, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 18 else None


def _known_size(size: int | None) -> bool:
    return size is not None and SignedHead.objects.filter(size=size).exists()


@require_safe
def well_known(_request: HttpRequest) -> JsonResponse:
    """`/.well-known/rathaus-log.json`: the key in use, all keys with their hand-overs, the newest head."""
    head = proofs.signed_head()
    return _json(
        {
            "format": "rathaus-log/1",
            "hash": "SHA-256 (RFC 6962)",
            "signature": "Ed25519",
            "fingerprint": fingerprint(),
            "keys": keys_json(),
            "head": head_json(head) if head else None,
            "heads_url": "/protokoll/koepfe.json",
        }
    )


@require_safe
def heads(request: HttpRequest) -> JsonResponse:
    """The signed heads, newest first, a hundred a page; `?vor=<size>` goes on."""
    before = _number(request, "vor")
    if "vor" in request.GET and before is None:
        return _refusal("Der Parameter vor muss eine Zahl sein.")
    found = proofs.signed_heads(limit=HEADS_A_PAGE, before=before)
    following = f"/protokoll/koepfe.json?vor={found[-1].size}" if len(found) == HEADS_A_PAGE else None
    return _json({"heads": [head_json(head) for head in found], "next": following})


@require_safe
def inclusion(request: HttpRequest) -> JsonResponse:
    """`?blatt=<leaf hash, hexadecimal>&groesse=<size of a signed head>`: where the leaf stands and its path."""
    size = _number(request, "groesse")
    try:
        leaf = bytes.fromhex(request.GET.get("blatt", ""))
    except ValueError:
        leaf = b""
    if len(leaf) != HASH_BYTES or size is None or not _known_size(size):
        return _refusal("Geben Sie blatt (64 Hexadezimalziffern) und groesse (die eines signierten Kopfes) an.")
    found = proofs.inclusion(leaf, size)
    if found is None:
        return _refusal("Dieses Blatt steht nicht unter diesem Kopf.", status=404)
    index, path = found
    return _json({"index": index, "size": size, "path": [value.hex() for value in path]})


@require_safe
def consistency(request: HttpRequest) -> JsonResponse:
    """`?von=<size>&bis=<size>`, both of signed heads: that the later tree begins with the earlier one."""
    old, new = _number(request, "von"), _number(request, "bis")
    if old is None or new is None or not (_known_size(old) and _known_size(new)) or old > new:
        return _refusal("Geben Sie von und bis an: die Größen zweier signierter Köpfe, die kleinere zuerst.")
    return _json({"from": old, "to": new, "path": [value.hex() for value in proofs.consistency(old, new)]})


@require_safe
def explain(request: HttpRequest) -> HttpResponse:
    """What the log is, in plain German, with its newest heads and when it was last checked."""
    checked = last_check()
    minutes = math.floor((clock.now() - checked.at).total_seconds() / 60) if checked else None
    context = {
        "heads": proofs.signed_heads(limit=10),
        "fingerprint": fingerprint(),
        "keys": keys_json(),
        "checked": checked,
        "minutes": minutes,
    }
    return render(request, "audit/log.html", context)
