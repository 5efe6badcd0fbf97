"""Where uploads lie, as UPLOADS_URL says it, in a bucket or a folder; and how it is told that they cannot be reached."""

from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

SCHEMES = {"s3": "https", "s3+http": "http"}
REFUSED = (
    "UPLOADS_URL must be s3://KEY:SECRET@HOST/BUCKET?region=REGION, with every sign of KEY and SECRET that is neither "
    "letter nor digit written as %XX; missing or wrong: "
)
NOTHING_SAVED = _(
    "The store of pictures and files gives no answer at the moment, so nothing has been saved. What you typed stands "
    "here: in a few minutes, choose the file again and save."
)


class StoreAway(OSError):
    """The store of uploads gives no answer, or none of any use: nothing can be read or stored now."""


def uploads_storage(address):
    """The default of STORAGES; ImproperlyConfigured where the address says less than a bucket needs."""
    if not address:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    parts = urlsplit(address)
    host, bucket = parts.netloc.rpartition("@")[2], parts.path.strip("/")
    said = {
        "scheme": SCHEMES.get(parts.scheme),
        "host": parts.hostname and host,
        "bucket": "" if "/" in bucket else bucket,
        "key": unquote(parts.username or ""),
        "secret": unquote(parts.password or ""),
        "region": parse_qs(parts.query).get("region", [""])[0],
    }
    if lacking := [name for name, value in said.items() if not value]:
        raise ImproperlyConfigured(REFUSED + ", ".join(lacking))
    options = {
        "endpoint_url": f"{said['scheme']}://{host}",
        "bucket_name": bucket,
        "access_key": said["key"],
        "secret_key": said["secret"],
        "region_name": said["region"],
    }
    return {"BACKEND": "sme2go_site.bucket.Bucket", "OPTIONS": options}
