"""Where something is: territories, districts, streets with their house numbers, areas.

Territories carry the Amtlicher Regionalschlüssel of twelve digits or its beginning (Land 2, region 3, county 5, association
9). Only this room knows geometries: others learn the place of an address or a point, and which areas contain it. Nothing
here is about people; an address that is looked up is never stored.
"""
