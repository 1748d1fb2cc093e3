"""Outgoing HTTP, guarded: no address inside the house can be reached through a URL somebody typed.

Built on `http.client` of the standard library: the guard must choose the very address that is connected to, and a client
library would resolve the name a second time.
"""
