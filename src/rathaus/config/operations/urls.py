"""The operator's addresses."""

from django.urls import path

from rathaus.config.operations import health, metrics, pages

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("amt/betrieb/", pages.overview, name="operations"),
    path("amt/betrieb/aufgaben/", pages.dead_letters, name="operations_tasks"),
    path("amt/betrieb/aufgaben/<uuid:task_id>/", pages.decide_task, name="operations_task"),
    path("amt/betrieb/ereignisse/<int:parked_id>/", pages.decide_event, name="operations_event"),
]
