"""Mailbox, letter and other channels: how an answer reaches a person, when it counts as notified, and what proves it.

A delivery takes one document in one version to one recipient. The channel decides how, the law room decides when it counts,
every step leaves a row of evidence whose content stands in the audit chain.
"""
