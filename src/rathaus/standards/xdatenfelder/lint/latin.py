"""String.Latin+ 1.2 (KoSIT), the letters schemas may be written in: the ranges that FIM-XSLT QS-DF 1.20 lists."""

import re

_RANGES = (
    "0009-000a 000d 0020-007e 00a1-00ac 00ae-0107 010a-011b 011e-0123 0126-0131 0134-015b 015e-016b 016e-017e 018f 01a0-01a1 "
    "01af-01b0 01b7 01cd-01d4 01de-01df 01e4-01f0 01f4-01f5 01fa-01ff 0218-021b 021e-021f 022a-022b 022e-0233 0259 0292 "
    "1e02-1e03 1e0a-1e0b 1e10-1e11 1e1e-1e21 1e24-1e27 1e30-1e31 1e40-1e41 1e44-1e45 1e56-1e57 1e60-1e63 1e6a-1e6b 1e80-1e85 "
    "1e8c-1e93 1e9e 1ea0-1ea7 1eaa-1eac 1eae-1ec1 1ec4-1ed3 1ed6-1edd 1ee4-1ef9 20ac"
)
_CLASS = "".join("-".join(f"\\u{end}" for end in pair.split("-")) for pair in _RANGES.split())
# letters that have no code point of their own, with the mark behind them
_SIGN = f"(?:[MNmnDdLl]\\u0302|J\\u030c|[{_CLASS}])"
_OUTSIDE = re.compile(f"{_SIGN}+|(.)", re.DOTALL)


def outside(text: str) -> str:
    """The characters that do not belong to it, each once, in order of appearance."""
    if text.isascii() and text.isprintable():
        return ""
    return "".join(dict.fromkeys(match[1] for match in _OUTSIDE.finditer(text) if match[1]))
