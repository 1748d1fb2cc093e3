"""Online services of others: what is handed over to them, which of them holds where, whether they can be reached."""
