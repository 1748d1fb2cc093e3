"""One provable chain of acts: salted commitments in an RFC 6962 tree, signed heads, erasable payloads.

An act is recorded in its own transaction as an entry without a number; one sequencer gives entries their leaf in the tree
and signs the head. What is personal stands in an erasable table beside it: an entry carries only a salted commitment,
so that erasure (Art. 17 DSGVO) and proof both hold. Looks at personal data go to a separate log with retention.
"""
