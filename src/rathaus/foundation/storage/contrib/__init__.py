"""Providers of the blob store."""
