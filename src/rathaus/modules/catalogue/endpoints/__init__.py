"""Interfaces for other systems, each after a published description."""
