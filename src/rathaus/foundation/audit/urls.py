from django.urls import path

from rathaus.foundation.audit import views

urlpatterns = [
    path(".well-known/rathaus-log.json", views.well_known, name="audit-well-known"),
    path("protokoll/", views.explain, name="audit-log"),
    path("protokoll/koepfe.json", views.heads, name="audit-heads"),
    path("protokoll/einschluss.json", views.inclusion, name="audit-inclusion"),
    path("protokoll/konsistenz.json", views.consistency, name="audit-consistency"),
]
