from django.core.management.base import BaseCommand

from news import sample
from news.models import Article
from partners.models import Project


class Command(BaseCommand):
    help = "Load the sample content into an empty site; a site that holds anything is left alone."

    def handle(self, **_options):
        if Project.objects.exists() or Article.objects.exists():
            self.stdout.write("The site holds content already: the sample is not loaded.")
            return
        self.stdout.write(f"{sample.load()} sample articles loaded.")
