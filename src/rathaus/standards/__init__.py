"""Framework-free codecs of public standards: no Django, no I/O beyond bytes, importable alone."""
