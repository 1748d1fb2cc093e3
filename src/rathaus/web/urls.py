"""The pages that belong to no module."""

from django.conf import settings
from django.urls import path

from rathaus.web.views import feedback, legal, session

urlpatterns = [
    path("impressum/", legal.imprint, name="imprint"),
    path("datenschutz/", legal.privacy, name="privacy"),
    path("barrierefreiheit/", legal.accessibility, name="accessibility"),
    path("barriere-melden/", feedback.report_barrier, name="report-barrier"),
    path("leichte-sprache/", legal.easy_language, name="easy-language"),
    path("gebaerdensprache/", legal.sign_language, name="sign-language"),
    path(".well-known/security.txt", legal.security_txt, name="security-txt"),
    path("sitzung/", session.extend, name="extend-session"),
    path("amt/sitzung/", session.extend, name="extend-session-staff"),
]

if settings.RATHAUS_DEMO:
    from rathaus.web.views import gallery  # the gallery is part of demonstrations only

    urlpatterns += [
        path("demo/bausteine/", gallery.gallery, name="gallery"),
        path("demo/bausteine/stueck/", gallery.piece, name="gallery-piece"),
        path("demo/bausteine/fehler/", gallery.gallery_form, name="gallery-form"),
    ]
