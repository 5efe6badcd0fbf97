"""The newest articles for a partner's own website: a small page to frame, without script and cookie, where staff allow it."""

from csp.decorators import csp_replace
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_exempt

from partners.models import Partner
from sme2go_site.languages import CODES

from .article import Article
from .models import EmbeddingSite

USUAL = 3
COUNTS = [str(number) for number in range(1, 11)]


@xframe_options_exempt
def newest(request):
    """?language=fi, ?partner= (the word in its address in that language), ?count=; unknown values give 404."""
    language, count = request.GET.get("language", "en"), request.GET.get("count", str(USUAL))
    if language not in CODES or count not in COUNTS:
        raise Http404("no such embed")
    with override(language):
        articles = Article.objects.public().for_list().newest_first()
        if slug := request.GET.get("partner"):
            partner = Partner.objects.public().filter(slug=slug).first() if "\x00" not in slug else None
            if not partner:
                raise Http404(slug)
            articles = articles.filter(partners=partner)
        response = render(request, "news/embed.html", {"language": language, "articles": articles[: int(count)]})
    allowed = list(EmbeddingSite.objects.values_list("origin", flat=True)) or ["'none'"]
    return csp_replace({"frame-ancestors": allowed})(lambda _request: response)(request)
