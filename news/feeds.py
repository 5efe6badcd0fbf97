"""The RSS feed of each language."""

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.translation import gettext as _

from sme2go_site import references
from sme2go_site.languages import active, text

from .listing import main_list


class NewsFeed(Feed):
    def title(self):
        return _("SME2GO: news")

    def description(self):
        return _("News from the project: conferences, delegations, companies and new markets.")

    def link(self):
        return reverse("news:article_list")

    def feed_url(self):
        return reverse("news:feed")

    @property
    def language(self):
        return active()

    def items(self):
        return main_list().for_list().newest_first()[:20]

    item_guid_is_permalink = False

    def item_guid(self, article):
        """The article's identity: a new slug does not make it new to those who have read it."""
        return f"{references.address('article', article.pk)}{active()}"

    def item_title(self, article):
        return text(article, "title")

    def item_description(self, article):
        return text(article, "lead")

    def item_pubdate(self, article):
        return article.published_at

    def item_updateddate(self, article):
        return article.substantive_update_at or article.published_at

    def item_categories(self, article):
        return [text(topic, "name") for topic in article.topics.all() if text(topic, "name")]
