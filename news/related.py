"""What else to read: what an editor has picked, then what shares most topics and partners, then what is newest."""

from django.db.models import Case, Exists, OuterRef, Q, Value, When

from .article import Article

MOST = 3
PICKED = 1000  # more than anything can share


def related(article, topics, partners):
    """At most three articles that are public in the active language, in one query.

    They are ranked by their numbers alone, and only the chosen ones read: thousands may share a topic.
    """
    picked = article.related.all().values("pk")
    links = [_links("topics", topic) for topic in topics] + [_links("partners", partner) for partner in partners]
    many = [Q(pk__in=picked), *(Q(pk__in=link.values("article")) for link in links)]
    # For three articles it is cheaper to look up each than to make sets of thousands.
    few = [Q(pk__in=picked), *(Q(Exists(link.filter(article=OuterRef("pk")))) for link in links)]
    chosen = _closest(Article.objects.public().exclude(pk=article.pk), many).values("pk")[:MOST]
    return _closest(Article.objects.filter(pk__in=chosen).for_card(), few).filter(closeness__gt=0)


def _links(name, other):
    """The rows that link articles to this topic or partner."""
    field = Article._meta.get_field(name)
    return field.remote_field.through.objects.filter(**{field.m2m_reverse_field_name(): other.pk})


def _closest(articles, reasons):
    """The closest first: by how many of the reasons hold, the first of which outweighs the others."""
    worths = [PICKED, *(1 for _other in reasons[1:])]
    closeness = sum(
        (
            Case(When(reason, then=Value(worth)), default=Value(0))
            for reason, worth in zip(reasons, worths, strict=True)
        ),
        start=Value(0),
    )
    return articles.annotate(closeness=closeness).order_by("-closeness", "-published_at", "-pk")
