"""Akte, Vorgang, Dokument: identity, versions and retention of every document.

Shaped after xdomea 3.1 (Aktenplaneinheit, Akte, Vorgang, Dokument, Version, Format), so that a transfer to an archive is
serialisation. Nothing here is deleted: what has reached the end of its retention period is offered to the archive first.
"""
