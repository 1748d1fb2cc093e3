from django.urls import path

from rathaus.modules.organisation.views import office, unit

urlpatterns = [
    path("amt/organisation/", office.organisation, name="organisation"),
    path("amt/organisation/stellen/<uuid:unit_id>/", unit.edit, name="organisation_unit"),
    path("amt/organisation/vertretung/<uuid:substitution_id>/beenden/", office.end, name="organisation_end_substitution"),
]
