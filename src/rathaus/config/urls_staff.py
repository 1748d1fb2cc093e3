"""The same pages, with the sign-in of the staff realm."""

from django.urls import include, path

from rathaus.config.urls import gather

urlpatterns = [*gather(), path("", include("rathaus.config.operations.urls")), path("amt/konto/", include("allauth.urls"))]

handler400 = "rathaus.web.errors.bad_request"
handler403 = "rathaus.web.errors.permission_denied"
handler404 = "rathaus.web.errors.page_not_found"
handler500 = "rathaus.web.errors.server_error"
