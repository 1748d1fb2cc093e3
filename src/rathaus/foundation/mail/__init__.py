"""E-mail with a stable Message-ID, sent by the worker, delivery status kept."""
