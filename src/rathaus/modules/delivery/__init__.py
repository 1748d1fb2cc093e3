"""Mailbox, letter and other channels: the legal clock and the evidence of each answer."""
