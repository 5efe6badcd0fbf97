from django.urls import path

from . import feeds, views

app_name = "news"
urlpatterns = [
    path("", views.article_list, name="article_list"),
    path("rss.xml", feeds.NewsFeed(), name="feed"),
    path("<slug:slug>/", views.article_detail, name="article_detail"),
]
