"""Akte, Vorgang, Dokument: identity, versions and retention of every document."""
