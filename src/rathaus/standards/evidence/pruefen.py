#!/usr/bin/env python3
# ruff: noqa: EXE001, T201, S603
"""Prüft einen Zustellnachweis ohne Internet. Braucht nur Python 3 und das Programm openssl (ab Version 3).

python3 pruefen.py                      im entpackten Ordner
python3 pruefen.py nachweis.zip         die ZIP-Datei selbst, jedes einzelne Byte
python3 pruefen.py --fingerabdruck XY   vergleicht den Schlüssel mit dem Fingerabdruck auf dem Bescheid
"""

import base64
import hashlib
import io
import json
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

FORMAT = "rathaus-nachweis/1"
CORE = ("nachweis.json", "nachweis.sig")
Verify = Callable[[bytes, bytes, bytes], bool]


class Wrong(Exception):
    """Was nicht stimmt, als deutscher Satz."""


def demand(condition: object, text: str) -> None:
    if not condition:
        raise Wrong(text)


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def pem(public_key: bytes) -> bytes:
    """Ein roher Ed25519-Schluessel als PEM (RFC 8410)."""
    der = bytes.fromhex("302a300506032b6570032100") + public_key
    return b"-----BEGIN PUBLIC KEY-----\n" + base64.b64encode(der) + b"\n-----END PUBLIC KEY-----\n"


def openssl_verify(public_key: bytes, signature: bytes, data: bytes) -> bool:
    """Ed25519 mit dem Programm openssl."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("key.pem", "sig", "data")]
        for path, content in zip(paths, (pem(public_key), signature, data), strict=True):
            path.write_bytes(content)
        key, sig, message = map(str, paths)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-sigfile", sig, "-in", message]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


def pack(files: Mapping[str, bytes]) -> bytes:
    """Ein ZIP ohne Kompression und ohne Uhrzeit: gleiche Dateien ergeben immer dieselben Bytes."""
    body, directory = b"", b""
    for name, data in files.items():
        raw = name.encode()
        common = struct.pack("<HHHHHIIIHH", 20, 0x800, 0, 0, 0x21, zlib.crc32(data), len(data), len(data), len(raw), 0)
        directory += b"PK\x01\x02\x14\x00" + common + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + raw
        body += b"PK\x03\x04" + common + raw + data
    end = struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def unpack(data: bytes) -> dict[str, bytes]:
    """Die Dateien eines Nachweises; jedes Byte des ZIP muss so sein, wie wir es schreiben."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            demand(len(entries) < 1000 and sum(entry.file_size for entry in entries) <= len(data), "Das ZIP ist beschädigt.")
            files = {name: archive.read(name) for name in archive.namelist()}
        same = pack(files) == data
    except Wrong:
        raise
    except Exception as error:  # was auch immer in der Datei steht: sie ist kein Nachweis
        raise Wrong("Das ist kein lesbares ZIP, oder es wurde verändert.") from error
    demand(same, "Das ZIP wurde verändert.")
    return files


def check(files: Mapping[str, bytes], verify: Verify, fingerprint: str = "") -> dict[str, Any]:
    """Prüft alles; gibt die Ereignisse zurück oder nennt mit Wrong das Erste, was nicht stimmt."""
    try:
        return _check(files, verify, fingerprint)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        raise Wrong("Der Nachweis ist nicht lesbar, oder er wurde verändert.") from error


def _check(files: Mapping[str, bytes], verify: Verify, fingerprint: str) -> dict[str, Any]:
    for name in CORE:
        demand(name in files, f"Die Datei {name} fehlt.")
    proof = json.loads(files["nachweis.json"])
    demand(proof["format"] == FORMAT, "Das ist kein Nachweis, den dieses Programm kennt.")
    key = bytes.fromhex(proof["public_key"])
    signed = f"{FORMAT}\n".encode() + files["nachweis.json"]
    demand(verify(key, files["nachweis.sig"], signed), "nachweis.json wurde verändert: die Signatur stimmt nicht.")
    demand(fingerprint.lower() in {"", sha256(key).hex()}, "Der Schlüssel hat einen anderen Fingerabdruck.")
    demand(files.get("schluessel.pem") == pem(key), "schluessel.pem wurde verändert.")
    for entry in proof["files"]:
        data = files.get(entry["path"])
        demand(data is not None, f"Die Datei {entry['path']} fehlt.")
        same = data is not None and len(data) == entry["length"] and sha256(data).hex() == entry["sha256"]
        demand(same, f"Die Datei {entry['path']} wurde verändert.")
    documents = {entry["sha256"]: entry["length"] for entry in proof["files"] if entry["path"].startswith("dokumente/")}
    head = proof["head"]
    _head(head, key, verify)
    demand(proof["events"], "Der Nachweis enthält kein Ereignis.")
    events = [_event(event, head, documents) for event in proof["events"]]
    return {"fingerprint": sha256(key).hex(), "head": head, "events": events, "documents": len(documents)}


def _head(head: dict[str, Any], key: bytes, verify: Verify) -> None:
    """Der Stand des Protokolls, unterschrieben."""
    statement = head["statement"].encode()
    parts = head["statement"].split("\n")
    fits = parts[1:3] == [str(head["size"]), head["root"]] and parts[4] == head["key"] == sha256(key).hex()
    demand(fits, "Der Kopf des Protokolls passt nicht zu seinen Angaben.")
    demand(verify(key, bytes.fromhex(head["signature"]), statement), "Die Signatur des Protokolls stimmt nicht.")


def _event(event: dict[str, Any], head: dict[str, Any], documents: dict[str, int]) -> dict[str, Any]:
    """Ein Ereignis: sein Inhalt gehört zum Eintrag, der Eintrag steht im Protokoll, das Protokoll ist unterschrieben."""
    leaf, payload = json.loads(event["leaf"]), json.loads(event["payload"])
    commitment = sha256(bytes.fromhex(event["salt"]) + event["payload"].encode()).hex()
    demand(commitment == leaf["commitment"], "Der Inhalt eines Ereignisses wurde verändert.")
    value, position, last = sha256(b"\0" + event["leaf"].encode()), event["index"], head["size"] - 1
    demand(0 <= position <= last, "Ein Ereignis steht außerhalb des Protokolls.")
    for sibling in map(bytes.fromhex, event["path"]):  # RFC 9162, 2.1.3.2
        demand(last > 0, "Der Weg eines Ereignisses ist zu lang.")
        if position % 2 or position == last:
            value = sha256(b"\1" + sibling + value)
            while position and not position % 2:
                position, last = position // 2, last // 2
        else:
            value = sha256(b"\1" + value + sibling)
        position, last = position // 2, last // 2
    demand(last == 0 and value.hex() == head["root"], "Ein Ereignis steht nicht im Protokoll.")
    for file in payload["files"]:
        demand(documents.get(file["sha256"]) == file["length"], "Ein Ereignis betrifft eine andere Datei.")
    return {"act": leaf["act"], "at": leaf["at"], **payload}


def main(arguments: list[str]) -> int:
    fingerprint, source = "", Path(__file__).resolve().parent
    while arguments:
        argument = arguments.pop(0)
        if argument == "--fingerabdruck" and arguments:
            fingerprint = arguments.pop(0)
        else:
            source = Path(argument)
    try:
        if source.is_dir():
            paths = [path for path in sorted(source.rglob("*")) if path.is_file()]
            files = {path.relative_to(source).as_posix(): path.read_bytes() for path in paths}
        else:
            files = unpack(source.read_bytes())
        report = check(files, openssl_verify, fingerprint)
    except (Wrong, OSError) as problem:
        print(f"FEHLER: {problem}")
        return 1
    print("IN ORDNUNG: Dokument und Ereignisse sind unverändert und stehen im unterschriebenen Protokoll.")
    for event in report["events"]:
        print(f"  {event['at'][:19].replace('T', ' ')} UTC  {event['act']}")
    print(f"Schlüssel: {report['fingerprint']}")
    print("Vergleichen Sie den Schlüssel mit dem Fingerabdruck auf dem Bescheid oder auf der Seite /protokoll/ der Stadt.")
    return 0


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main(sys.argv[1:]))
