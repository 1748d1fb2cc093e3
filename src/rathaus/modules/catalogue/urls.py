from django.urls import path

from rathaus.modules.catalogue.endpoints import routing, xzufi
from rathaus.modules.catalogue.views import (
    citizen,
    editions,
    editor,
    office,
    office_responsibility,
    responsible,
    service,
    units,
)

urlpatterns = [
    path("", citizen.home, name="home"),
    path("suche/", citizen.search, name="search"),
    path("suche/vorschlaege/", citizen.suggestions, name="search-suggestions"),
    path("lebenslagen/", citizen.life_events, name="life-events"),
    path("lebenslagen/<slug:slug>/", citizen.life_event, name="life-event"),
    path("leistungen/", citizen.services, name="services"),
    path("leistungen/xzufi/", xzufi.feed, name="catalogue-xzufi"),
    path("leistungen/<str:tail>/zustaendig/", responsible.responsible, name="responsible"),
    path("leistungen/<str:tail>/", service.service, name="service"),
    path("stellen/", units.units, name="units"),
    path("stellen/<slug:slug>/", units.unit, name="unit"),
    path("routing/v2/routes", routing.routes, name="routing-routes"),
    path("routing/v2/areas", routing.areas, name="routing-areas"),
    path("routing/v2/info", routing.info, name="routing-info"),
    path("amt/leistungen/zustaendigkeit/", office_responsibility.report_page, name="office-responsibility"),
    path("amt/leistungen/zustaendigkeit/warum/", office_responsibility.why, name="office-responsibility-why"),
    path("amt/leistungen/", office.service_list, name="office-services"),
    path("amt/leistungen/links/", office.link_list, name="office-links"),
    path("amt/leistungen/neu/", editions.new, name="office-new"),
    path("amt/leistungen/<str:key>/", editions.service, name="office-service"),
    path("amt/leistungen/<str:key>/entwurf/", editions.begin, name="office-begin"),
    path("amt/leistungen/<str:key>/vergleich/", editions.compare, name="office-compare"),
    path("amt/leistungen/<str:key>/<int:number>/", editions.edition, name="office-edition"),
    path("amt/leistungen/<str:key>/<int:number>/schritt/", editions.step, name="office-step"),
    path("amt/leistungen/<str:key>/<int:number>/vorschau/", editions.preview, name="office-preview"),
    path("amt/leistungen/<str:key>/<int:number>/bearbeiten/", editor.edit, name="office-edit"),
]
