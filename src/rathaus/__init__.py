"""Rathaus: the town hall online, for citizens, clerks and the two people who operate it."""

__version__ = "0.1.0"
