"""Backup while the house is open, restore into an empty one.

A backup is a folder: `backup.json` (what, when, checksums), the database, `blobs/`, `keys/` (0600; to be kept apart from the
rest), `site.toml`. The database is taken first: every blob it names is already there, since a blob is stored before its name is.
"""
