"""What every page's frame needs and no view should have to think of."""

from .models import Page


class StandingPages:
    """The standing pages that the active language has, loaded once a request and only when the template asks."""

    def __init__(self):
        self._by_key = None

    def _those(self, *keys):
        if self._by_key is None:
            self._by_key = {page.key: page for page in Page.objects.defer("body") if page.get_absolute_url()}
        return [self._by_key[key] for key in keys if key in self._by_key]

    def main(self):
        return self._those(Page.Key.ABOUT, Page.Key.CONTACT)

    def legal(self):
        return self._those(Page.Key.ACCESSIBILITY, Page.Key.PRIVACY)

    def about(self):
        return next(iter(self._those(Page.Key.ABOUT)), None)


def frame(request):
    return {"pages": StandingPages(), "section": _section(request)}


def _section(request):
    """Which entry of the main menu the address belongs to."""
    match = request.resolver_match
    return match.namespace if match else ""
