"""Servicekonto and staff sign-in: who acts, for whom, how well proven."""
