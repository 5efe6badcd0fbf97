"""The door for the production server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sme2go_site.settings")
application = get_wsgi_application()

from django.core.files.storage import default_storage  # noqa: E402

from sme2go_site.reserve import keep_room  # noqa: E402 - the models must be there
from sme2go_site.signin import refuse_sample_login  # noqa: E402

refuse_sample_login()
keep_room()
getattr(default_storage, "connection", None)  # a bucket's takes a third of a second: not in a reader's request
