"""Proof bundles: what a municipality hands out so that anybody can check, offline, what was delivered and when.

`events` names the steps after EN 319 522-3, `bundle` writes the ZIP, `readme` its explanation, `pruefen` is the script that
travels inside and checks it; the house itself checks with the very same code.
"""
