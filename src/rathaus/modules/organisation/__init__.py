"""Authorities, units, posts and persons; who fills what, when, for whom.

Posts carry the roles, persons come and go; a substitution lends the roles for a while and marks every grant it gives,
so that it is never both pairs of eyes. A unit may end and name its successor; past units stay readable.
"""
