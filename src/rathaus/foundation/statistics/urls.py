from django.urls import path

from rathaus.foundation.statistics import views

urlpatterns = [
    path("zahlen/", views.overview, name="statistics-overview"),
    path("zahlen/<str:key>.csv", views.as_csv, name="statistics-csv"),
    path("zahlen/<str:key>.json", views.as_json, name="statistics-json"),
    path("zahlen/<str:key>/", views.detail, name="statistics-detail"),
]
