from django.core.management.base import BaseCommand

from news import share_picture
from news.models import Article


class Command(BaseCommand):
    help = (
        "Draw the share pictures that are missing, or no longer show what their article says; delete those of articles that "
        "are withdrawn. What is right stays as it is. Run it daily: rights end and withdrawals come with time."
    )

    def handle(self, **_options):
        for pk in Article.objects.order_by("-published_at").values_list("pk", flat=True).iterator():
            try:
                share_picture.renew(pk, look=True)
            except OSError as error:
                self.stderr.write(f"Article {pk}: {error}")
        self.stdout.write(f"{share_picture.SharePicture.objects.count()} share pictures.")
