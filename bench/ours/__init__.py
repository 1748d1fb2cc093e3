"""Our side: the product as it is, on a copy of the demonstration city."""
