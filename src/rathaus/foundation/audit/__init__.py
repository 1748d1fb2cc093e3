"""One provable chain of acts: salted commitments in an RFC 6962 tree, signed heads, erasable payloads."""
