"""From bytes to values: the parser, what the editions share, and what they do not."""
