"""FIT-Connect v2 as a client: sending to a destination, fetching for one, answering, following the event log.

The messages are `standards.fitconnect`; here is the conversation. Line, clock and waiting are passed in, so nothing but `public`
knows Django: `connect` binds them to the guarded client of `foundation/net`. Every step may be repeated: nothing is sent twice or
answered twice.
"""
