"""What happened, written with the change itself and fanned out in order, once for each subscriber.

A use case publishes inside its transaction: one row without a number. The dispatcher in the worker numbers committed rows
without gaps (a transaction that commits late is numbered late, never skipped) and hands them to each subscriber in that order,
one transaction an event. An event whose handler fails waits with everything after it of the same aggregate; others go on.
"""
