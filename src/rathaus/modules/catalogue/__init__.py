"""What the city does, for whom, where, by when, at what price.

Services with their real keys (bare, as the catalogue of the federation names them, or described by the city), the life
situations they belong to, who is responsible where, and the search over all of it. The shape follows XZuFi 2.3.1 so that
editorial systems can be connected later: typed identifiers, text modules by language and validity, structured fees.
"""
