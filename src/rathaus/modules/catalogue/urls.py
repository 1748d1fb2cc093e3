from django.urls import path

from rathaus.modules.catalogue.api import views as api
from rathaus.modules.catalogue.endpoints import crawlers, news, routing, xzufi
from rathaus.modules.catalogue.views import citizen, completeness, office, office_responsibility, responsible, service, units

urlpatterns = [
    path("", citizen.home, name="home"),
    path("suche/", citizen.search, name="search"),
    path("suche/vorschlaege/", citizen.suggestions, name="search-suggestions"),
    path("lebenslagen/", citizen.life_events, name="life-events"),
    path("lebenslagen/<slug:slug>/", citizen.life_event, name="life-event"),
    path("leistungen/", citizen.services, name="services"),
    path("leistungen/vollstaendig/", completeness.overview, name="completeness"),
    path("leistungen/vollstaendig/<slug:name>/", completeness.one_list, name="completeness-list"),
    path("leistungen/vollstaendig/<slug:name>.csv", completeness.as_csv, name="completeness-csv"),
    path("leistungen/neu.atom", news.feed, name="services-feed"),
    path("api/", api.about, name="api"),
    path("api/v1/openapi.json", api.description, name="api-description"),
    path("api/v1/services", api.services, name="api-services"),
    path("api/v1/services/<str:key>", api.service, name="api-service"),
    path("api/v1/life-events", api.life_events, name="api-life-events"),
    path("api/v1/units", api.units, name="api-units"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("sitemap/<slug:kind>-<int:part>.xml", crawlers.sitemap_part, name="sitemap-part"),
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
    path("amt/leistungen/", office.completeness, name="office-services"),
]
