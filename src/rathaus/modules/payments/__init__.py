"""Fees from dated tables, payments through providers, the ledger of the cash office.

The amount is frozen when the payment is requested. A provider's message is a reason to ask, never a reason to book: only the
status we fetched ourselves is booked, after exact comparison, once (a unique key in the append-only ledger sees to that).
Money that arrives too late is booked too and proposes its own refund; a refund needs two people.
"""
