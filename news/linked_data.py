"""Articles and events in the words of schema.org."""

from django.utils import timezone
from django.utils.html import strip_tags

from partners.linked_data import known, named, postal_address
from sme2go_site.languages import active, text
from sme2go_site.linked_data import publisher, thing, website


def article_data(article, absolute, topics=(), partners=(), minutes=None):
    """A NewsArticle in the active language, with its other versions and what it is about."""
    code, address = active(), absolute(article.get_absolute_url())
    changed = article.substantive_update_at or article.published_at
    return thing(
        "NewsArticle",
        f"{address}#article",
        url=address,
        mainEntityOfPage=address,
        headline=text(article, "title"),
        description=text(article, "lead"),
        inLanguage=code,
        datePublished=_moment(article.published_at),
        dateModified=_moment(changed),
        author=publisher(absolute),
        publisher=publisher(absolute),
        isPartOf=website(absolute),
        image=_images(article, absolute),
        articleSection=[topic.name for topic in topics],
        timeRequired=f"PT{minutes}M" if minutes else "",
        isBasedOn=article.source_url,
        about=event_data(article.event, absolute) if article.event else None,
        mentions=[named(partner, absolute) for partner in known(partners)],
        **_translations(article, code, absolute),
    )


def _translations(article, code, absolute):
    others = {
        other: thing("NewsArticle", f"{absolute(path)}#article", url=absolute(path), inLanguage=other)
        for other, path in article.urls().items()
        if other != code
    }
    return _versions(others, article.source_language)


def _versions(others, original):
    """The original names its translations, a translation its original; where that is not public, nothing is claimed."""
    if active() == original:
        return {"workTranslation": list(others.values())} if others else {}
    return {"translationOfWork": others[original]} if original in others else {}


def _images(article, absolute):
    """The picture for sharing, and the main picture as it is, with its credit."""
    share, hero = shareable(article), article.hero if article.hero and article.hero.may_be_shown else None
    found = [absolute(share.get_absolute_url())] if share else []
    if hero and hero.renditions:
        words = {"caption": text(hero, "caption"), "creditText": text(hero, "credit")}
        found.append(thing("ImageObject", contentUrl=absolute(hero.jpeg(1280)), **words))
    return found


def shareable(article):
    """The article's picture for other sites in the active language, brought by with_share_picture(); None where none is."""
    share = getattr(article, "share", None)
    return share if share and share.may_be_shown_of(article) else None


def event_page_data(event, absolute, reports=()):
    """An Event as its own page tells it: with the other versions of the page, and what was reported on it."""
    said = [
        thing(
            "NewsArticle",
            f"{absolute(report.get_absolute_url())}#article",
            url=absolute(report.get_absolute_url()),
            headline=text(report, "title"),
            inLanguage=active(),
        )
        for report in reports
    ]
    pages = {
        code: thing("WebPage", f"{absolute(path)}#page", url=absolute(path), inLanguage=code)
        for code, path in event.urls().items()
    }
    own = pages.pop(active()) | _versions(pages, event.source_language)
    return event_data(event, absolute) | thing("Event", mainEntityOfPage=own, subjectOf=said)


def event_data(event, absolute):
    """An Event; without its days where these are known in words alone. None where the language has no words for it."""
    place, page = text(event, "place"), event.urls().get(active())
    if not text(event, "title"):
        return None
    found = thing(
        "Event",
        absolute(f"/#event-{event.pk}"),
        name=text(event, "title"),
        description=" ".join(strip_tags(text(event, "description").replace("<", " <")).split()),
        url=page and absolute(page),
        eventStatus="https://schema.org/" + ("EventCancelled" if event.cancelled else "EventScheduled"),
        inLanguage=active(),
        location=thing("Place", name=place, address=postal_address(event.address, place, event.country))
        if place
        else None,
        sameAs=event.website,
    )
    return found if text(event, "dates_in_words") else found | _days(event)


def _days(event):
    """When it starts and ends on the clock of the place: days, or moments with their offset."""
    ends = {"startDate": event.starts, "endDate": event.ends}
    there = {name: moment.astimezone(event.zone) for name, moment in ends.items() if moment}
    return {name: (moment.date() if event.all_day else moment).isoformat() for name, moment in there.items()}


def _moment(moment):
    return timezone.localtime(moment).isoformat() if moment else None
