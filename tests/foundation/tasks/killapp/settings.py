"""The engine room alone, on a database of its own: for tests that start and kill worker processes."""

from rathaus.config.settings import *  # noqa: F403

AUTH_USER_MODEL = "auth.User"
ROOT_URLCONF = "tests.foundation.tasks.killapp.urls"
INSTALLED_APPS = [
    "rathaus.foundation.audit",
    "rathaus.foundation.permissions",
    "rathaus.foundation.events",
    "rathaus.foundation.tasks",
    "tests.foundation.tasks.killapp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django_tasks",
    "django_tasks_db",
]
TEMPLATES = []
MIDDLEWARE = []
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": RATHAUS_DATA / "test.sqlite3"}  # noqa: F405
