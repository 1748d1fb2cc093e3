from django.urls import path
from django.views.generic import RedirectView

from rathaus.modules.accounts.views import citizen, data_protection, security

to_security = RedirectView.as_view(url="/amt/konto/sicherheit/")

urlpatterns = [
    path("konto/", citizen.overview, name="accounts_home"),
    path("konto/profil/", citizen.profile, name="accounts_profile"),
    path("konto/einwilligungen/", citizen.consent_list, name="accounts_consents"),
    path("konto/einwilligungen/aendern/", citizen.consent_change, name="accounts_consent_change"),
    path("konto/vollmachten/", citizen.mandates, name="accounts_mandates"),
    path("konto/vollmachten/<uuid:mandate_id>/", citizen.mandate_change, name="accounts_mandate_change"),
    path("konto/daten/", citizen.own_data, name="accounts_data"),
    path("konto/loeschen/", citizen.delete, name="accounts_delete"),
    path("konto/sicherheit/", security.security, name="accounts_security"),
    path("konto/sicherheit/abmelden/", security.end_other_sessions, name="accounts_end_sessions"),
    path("amt/konto/", to_security, name="staff_account"),
    path("amt/konto/sicherheit/", security.security, name="staff_security"),
    path("amt/konto/sicherheit/abmelden/", security.end_other_sessions, name="staff_end_sessions"),
    path("amt/konto/einladung/<str:token>/", security.invitation, name="staff_invitation"),
    path("amt/datenschutz/", data_protection.desk, name="data_protection"),
    # staff addresses are the administration's: allauth's own page for them is not for staff
    path("amt/konto/email/", to_security),
    path("amt/konto/signup/", RedirectView.as_view(url="/amt/konto/login/")),
]
