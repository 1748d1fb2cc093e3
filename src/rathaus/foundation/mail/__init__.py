"""E-mail with a stable Message-ID, sent by the worker, delivery status kept.

A mail never carries the content of a case, only "Es liegt etwas für Sie bereit" and the way there. `send` writes a row in the
caller's transaction; the worker hands it to the mail server, under the same Message-ID until the server takes or refuses it.
"""
