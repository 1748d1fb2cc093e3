from django.urls import path

from bench.baseline import views

urlpatterns = [
    path("leistungen/<str:key>/", views.service),
    path("entwurf/<str:token>/", views.form),
    path("antrag/<str:key>/", views.submit),
]
