"""Closed lists of this room."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """What a territory is, as far as its key and the list tell."""

    LAND = "land", "Land"
    REGION = "region", "Regierungsbezirk oder statistische Region"
    COUNTY = "county", "Kreis"
    ASSOCIATION = "association", "Gemeindeverband"
    CITY = "city", "Kreisfreie Stadt"
    MUNICIPALITY = "municipality", "Gemeinde"
    UNINCORPORATED = "unincorporated", "Gemeindefreies Gebiet"
    CITY_PART = "city_part", "Stadt-/Ortsteil bzw. Stadtbezirk"


class Parity(TextChoices):
    """Which house numbers of a range count."""

    ALL = "all", "alle"
    ODD = "odd", "ungerade"
    EVEN = "even", "gerade"


class Certainty(TextChoices):
    CHECKED = "checked", "geprüft"
    UNCHECKED = "unchecked", "ungeprüft"


# The first two digits of every key (code list urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:bundesland, 2010-04-01).
LANDS = {
    "01": "Schleswig-Holstein",
    "02": "Hamburg",
    "03": "Niedersachsen",
    "04": "Bremen",
    "05": "Nordrhein-Westfalen",
    "06": "Hessen",
    "07": "Rheinland-Pfalz",
    "08": "Baden-Württemberg",
    "09": "Bayern",
    "10": "Saarland",
    "11": "Berlin",
    "12": "Brandenburg",
    "13": "Mecklenburg-Vorpommern",
    "14": "Sachsen",
    "15": "Sachsen-Anhalt",
    "16": "Thüringen",
}
