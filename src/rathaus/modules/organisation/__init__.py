"""Authorities, units, posts and persons; who fills what, when, for whom."""
