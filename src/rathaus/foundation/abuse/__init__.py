"""Rate limits without raw addresses, proof of work, honeypot, a way without JavaScript.

An address is stored only as a keyed hash under a random key that lives one day; neither outlives the next sweep.
Open forms carry a signed challenge. With JavaScript the browser solves it unnoticed; without, a person passes by time
and patience: the form must not come back within seconds, and fewer are accepted from one place.
"""
