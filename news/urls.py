from django.urls import path
from django.utils.translation import pgettext_lazy

from . import event_views, feeds, views

app_name = "news"
urlpatterns = [
    path("", views.article_list, name="article_list"),
    path("rss.xml", feeds.feed, {"kind": "rss"}, name="rss"),
    path("atom.xml", feeds.feed, {"kind": "atom"}, name="atom"),
    path("feed.json", feeds.feed, {"kind": "json_feed"}, name="json_feed"),
    path(pgettext_lazy("address", "archive/"), views.archive, name="archive"),
    path("<slug:slug>/", views.article_detail, name="article_detail"),
]
event_patterns = [
    path("", event_views.event_list, name="event_list"),
    path("calendar.ics", event_views.calendar, name="calendar"),
    path("<slug:slug>/", event_views.event_detail, name="event_detail"),
    path("<slug:slug>/event.ics", event_views.event_file, name="event_file"),
]
