"""Registers asked after submission: yes or no, with the legal basis or the consent, logged once (§ 5 EGovG)."""
