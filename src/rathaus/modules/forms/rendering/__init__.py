"""A compiled form as HTML, as a summary and as the printable twin."""
