"""Whether the EU funding is shown as the rules ask, measured in a real browser. Run it monthly, and after each change."""

from contextlib import contextmanager
from threading import Thread

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

from partners import visibility_guard
from partners.visibility_browser import Unavailable
from partners.visibility_panel import lines
from sme2go_site.management.commands.serve import collect_when_changed


class Command(BaseCommand):
    help = "Open the site's pages in Chromium, measure how EU funding is shown, and keep the result for the desk."

    def add_arguments(self, parser):
        parser.add_argument("--address", help="of the running site; otherwise SITE_ADDRESS, or the site serves itself")

    def handle(self, *, address, **_options):
        try:
            with serving(address or settings.SITE_ADDRESS) as at:
                check = visibility_guard.check(at)
        except Unavailable as error:
            raise CommandError(str(error)) from error
        if not check.findings:
            self.stdout.write(f"All rules of visibility are kept: {check.views} views.")
            return
        for line in lines(check):
            self.stdout.write(self.style.ERROR(f"✕ {line.page}: {line.rule} {line.where} ({line.detail})"))
        raise CommandError(f"Rules of visibility are broken: {len(check.findings)} findings in {check.views} views.")


@contextmanager
def serving(address):
    """The address, or, without one, that of the site served from here, as a visitor gets it."""
    if address:
        yield address.rstrip("/")
        return
    collect_when_changed()
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(get_wsgi_application())
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments):
        pass
