from django.urls import path

from rathaus.modules.geo.views import office

urlpatterns = [
    path("amt/gebiete/", office.places, name="office-places"),
    path("amt/gebiete/anschrift/", office.address, name="office-address"),
]
