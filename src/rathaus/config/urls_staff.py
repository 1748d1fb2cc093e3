"""The same pages, with the sign-in of the staff realm."""

from django.urls import include, path

from rathaus.config.urls import gather

urlpatterns = [*gather(), path("amt/konto/", include("allauth.urls"))]
