"""Settings of the test suite: the product's own, a throw-away data folder, cheap password hashing."""

import atexit
import os
import shutil
import tempfile

if "RATHAUS_DATA" not in os.environ:  # the workers of one run inherit the folder of the first process
    os.environ["RATHAUS_DATA"] = tempfile.mkdtemp(prefix="rathaus-test-")
    atexit.register(shutil.rmtree, os.environ["RATHAUS_DATA"], ignore_errors=True)
os.environ.setdefault("RATHAUS_SECRET_KEY", "test-only")
os.environ.setdefault("RATHAUS_DEMO", "1")

from rathaus.config.settings import *  # noqa: F403  (the environment above must be set first)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405  (not collected)

if name := os.environ.get("RATHAUS_TEST_DB"):  # several suites on one PostgreSQL server
    DATABASES["default"]["TEST"] = {"NAME": name}  # noqa: F405
elif DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # a file as in production: the shared cache of an in-memory database answers "table is locked" instead of waiting
    DATABASES["default"]["TEST"] = {"NAME": RATHAUS_DATA / "test.sqlite3"}  # noqa: F405

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  (whitenoise warns where there is none, and a warning is an error)
