from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "rathaus.foundation.tasks"
    label = "tasks"
    verbose_name = "Aufgaben im Hintergrund"
    default_auto_field = "django.db.models.BigAutoField"
