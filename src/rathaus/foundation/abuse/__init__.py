"""Rate limits without raw addresses, proof of work, honeypot, a way without JavaScript."""
