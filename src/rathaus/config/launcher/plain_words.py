"""One line a person can act on."""


class Trouble(Exception):
    """Something the person at the keyboard must change; the text says what."""
