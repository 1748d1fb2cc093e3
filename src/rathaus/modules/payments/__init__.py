"""Fees from dated tables, payments through providers, the ledger of the cash office."""
