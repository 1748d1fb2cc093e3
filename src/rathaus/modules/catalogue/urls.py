from django.urls import path

from rathaus.modules.catalogue import endpoints
from rathaus.modules.catalogue.views import citizen, office, service, units

urlpatterns = [
    path("", citizen.home, name="home"),
    path("suche/", citizen.search, name="search"),
    path("suche/vorschlaege/", citizen.suggestions, name="search-suggestions"),
    path("lebenslagen/", citizen.life_events, name="life-events"),
    path("lebenslagen/<slug:slug>/", citizen.life_event, name="life-event"),
    path("leistungen/", citizen.services, name="services"),
    path("leistungen/xzufi/", endpoints.xzufi_feed, name="catalogue-xzufi"),
    path("leistungen/<str:tail>/", service.service, name="service"),
    path("stellen/", units.units, name="units"),
    path("stellen/<slug:slug>/", units.unit, name="unit"),
    path("amt/leistungen/", office.completeness, name="office-services"),
]
