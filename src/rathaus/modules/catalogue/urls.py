from django.urls import path

from rathaus.modules.catalogue.views import citizen, editions, editor, office, service

urlpatterns = [
    path("", citizen.home, name="home"),
    path("suche/", citizen.search, name="search"),
    path("suche/vorschlaege/", citizen.suggestions, name="search-suggestions"),
    path("lebenslagen/", citizen.life_events, name="life-events"),
    path("lebenslagen/<slug:slug>/", citizen.life_event, name="life-event"),
    path("leistungen/", citizen.services, name="services"),
    path("leistungen/<str:tail>/", service.service, name="service"),
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
