"""German full text: one analyser, two database back ends.

The index keeps stems. What a question means (parts of compounds, typing errors, everyday words) is worked out when it is
asked, from the vocabulary the index itself has, so that indexing the same document again changes nothing. The database
finds candidates (FTS5, tsvector with GIN); the ranking is ours and the same on both.
"""
