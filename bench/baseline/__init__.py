"""The yardstick: what plain Django does with plain means. Frozen: a faster or slower yardstick makes old figures worthless.

Plain models, default middleware, default templates, `as_div` forms, an insert of three rows. `FROZEN` holds its fingerprint.
"""
