"""Rules of official schemas in a compiled form: bound to places, compared with each other, executed or left to people.

A rule is executed only where nothing about it is open. Everything else becomes a point that a person decides on.
"""
