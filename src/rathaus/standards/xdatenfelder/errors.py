"""What the codec refuses."""


class XdfError(ValueError):
    """The message is no XDatenfelder, breaks the standard, or is larger than this codec reads.

    `path` names the place in the file; `number` the official check it breaks (xdfm 1.8), 0 where there is none.
    """

    def __init__(self, message: str, path: str = "", *, number: int = 0) -> None:
        super().__init__(f"{message} (Stelle: {path})" if path else message)
        self.path = path
        self.number = number
