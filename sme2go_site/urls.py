"""Every address of the site, with its cache policy and language rule in sight."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.generic import RedirectView

from news import embed, press, search_views
from news import views as news
from news.event_views import event_page
from news.models import Article, Event
from news.share_views import share_picture
from news.sitemaps import ArticleSitemap, EventSitemap
from news.sitemaps import news as news_sitemap
from news.urls import event_patterns
from partners.models import Partner
from partners.sitemaps import PartnerSitemap
from partners.urls import file_patterns, logo_patterns
from partners.views import partner_page

from . import preview, signin, views
from .models import Page
from .sitemaps import FrontSitemap, PageSitemap, index

preview.RENDERERS |= {Article: news.article_page, Event: event_page}
preview.RENDERERS |= {Partner: partner_page, Page: views.standing_page}
SITEMAPS = {
    "front": FrontSitemap,
    "articles": ArticleSitemap,
    "events": EventSitemap,
    "partners": PartnerSitemap,
    "pages": PageSitemap,
}

urlpatterns = [
    path("", views.choose_language, name="choose_language"),
    path("sitemap.xml", index, {"sitemaps": SITEMAPS}, name="sitemap_index"),
    path("sitemap-news.xml", news_sitemap, name="sitemap_news"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
    path("media/<path:path>", views.media_file, name="media_file"),
    path("share/<int:pk>/<slug:language>/<slug:digest>.jpg", share_picture, name="share_picture"),
    path("embed/", embed.newest, name="embed"),
    path("logos/", include(file_patterns)),
    path("go/<slug:kind>/<int:pk>/", views.go, name="go"),
    path("preview/<str:token>/", preview.shared, name="preview"),
    path("preview/<str:token>/<slug:language>/", preview.shared, name="preview_language"),
    path("admin/account/sessions/<int:pk>/end/", signin.end_session, name="end_session"),
    *(path(f"admin/account/{at}", signin.not_offered) for at in signin.NOT_OFFERED),
    path("admin/account/", include("allauth.urls")),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", views.home, name="home"),
        path(_("news/"), include("news.urls")),
        path(_("events/"), include((event_patterns, "events"))),
        path(_("partners/"), include("partners.urls")),
        path(pgettext_lazy("address", "press/"), press.press, name="press"),
        path(pgettext_lazy("address", "search/"), search_views.search, name="search"),
        path(_("logos/"), include((logo_patterns, "logos"))),
        path("<slug:slug>/", views.page_detail, name="page_detail"),
    ),
    path("<slug:word>/<slug:slug>/", news.article_anywhere),
]

handler400 = "sme2go_site.views.bad_request"
handler403 = "sme2go_site.views.forbidden"
handler404 = "sme2go_site.views.not_found"
handler500 = "sme2go_site.views.server_error"
