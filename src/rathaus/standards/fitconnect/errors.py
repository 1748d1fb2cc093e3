"""What this package refuses, in German, with the remedy."""


class FitConnectError(ValueError):
    """A key, a ciphertext, metadata, an event or a callback does not keep to FIT-Connect. `str(error)` is fit for people."""
