"""The settings under test: the demo's, with quick passwords and a database of its own for each process."""

import atexit
import os
import shutil
import tempfile

os.environ["DEMO"] = "1"
os.environ["BASE_URL"] = "http://testserver"
os.environ["SECRET_KEY"] = "only-for-tests-" + "x" * 50
os.environ["DATA_DIR"] = FOLDER = tempfile.mkdtemp(prefix="kithkin-tests-")
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)

from kithkin.project.settings import *  # noqa: E402
from kithkin.project.settings import DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": f"{FOLDER}/test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA secure_delete=ON;"
    )
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
