"""Bytes by their SHA-256: streamed, quarantined, checked, stored once."""
