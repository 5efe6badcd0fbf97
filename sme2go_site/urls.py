"""Every address of the site, with its cache policy and language rule in sight."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from news import views as news
from news.sitemaps import ArticleSitemap
from partners.sitemaps import PartnerSitemap

from . import views
from .sitemaps import FrontSitemap, PageSitemap

SITEMAPS = {"front": FrontSitemap, "articles": ArticleSitemap, "partners": PartnerSitemap, "pages": PageSitemap}

urlpatterns = [
    path("", views.choose_language, name="choose_language"),
    path("sitemap.xml", sitemaps.index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"}, name="sitemap_index"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
    path("media/<path:path>", views.media_file, name="media_file"),
    path("go/<slug:kind>/<int:pk>/", views.go, name="go"),
    path("admin/i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", views.home, name="home"),
        path(_("news/"), include("news.urls")),
        path(_("partners/"), include("partners.urls")),
        path("<slug:slug>/", views.page_detail, name="page_detail"),
    ),
    path("<slug:word>/<slug:slug>/", news.article_anywhere),
]

handler400 = "sme2go_site.views.bad_request"
handler404 = "sme2go_site.views.not_found"
handler500 = "sme2go_site.views.server_error"
