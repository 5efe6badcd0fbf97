"""Strips of logos as somebody chose them: the owners, how they stand, and always the newest logo of each."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from . import strip, strip_drawing, svg
from .logo import OWNERS, Logo
from .strip_drawing import DARK, LIGHT, Mark
from .turns import Turns

NOT_ON = {LIGHT: {Logo.Kind.NEGATIVE}, DARK: {Logo.Kind.COLOUR, Logo.Kind.ONE_COLOUR}}
_turns = Turns(waiting=1, seconds=4)
GROUND = {LIGHT: Logo.Ground.WHITE, DARK: Logo.Ground.DARK}


class Strip(models.Model):
    """A choice; saved by staff it has an address for good, and unsaved it is what somebody composes."""

    class Layout(models.TextChoices):
        WIDE = strip.WIDE, _("In a row")
        STACKED = strip.STACKED, _("Below each other")

    class Ground(models.TextChoices):
        LIGHT = LIGHT, _("Light")
        DARK = DARK, _("Dark")

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("word in the address"), max_length=80, unique=True)
    owners = models.JSONField(_("logos of"), null=True, blank=True)  # keys, see owner_key(); None: of all
    layout = models.CharField(_("layout"), max_length=8, choices=Layout, default=Layout.WIDE)
    ground = models.CharField(_("ground"), max_length=8, choices=Ground, default=Ground.LIGHT)
    width = models.PositiveSmallIntegerField(
        _("width in px"),
        default=1200,
        validators=[MinValueValidator(strip.NARROWEST), MaxValueValidator(strip.WIDEST)],
    )
    language = models.CharField(_("language of the words"), max_length=2, choices=settings.LANGUAGES)

    class Meta:
        verbose_name = _("strip of logos")
        verbose_name_plural = _("strips of logos")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def drawn(self, funding):
        """The Drawing of this choice with the logos of today, and the funding's words in the strip's language."""
        pairs = [(logos[0], self._suiting(logos)) for logos in self._wanted(by_owner())]
        logos = [suiting for _best, suiting in pairs if suiting]
        with override(self.language):
            left_out = [best.name for best, suiting in pairs if not suiting]
            return Drawing(self, funding, logos, [logo.name for logo, _plate in logos], left_out)

    def logos(self, found=None):
        """[(Logo, whether it needs a white plate)] of the owners, in the order of a strip; who has none is left out.

        `found` is what by_owner() has given, where somebody has asked already.
        """
        return [*filter(None, map(self._suiting, self._wanted(by_owner() if found is None else found)))]

    def _wanted(self, found):
        return [logos for key, logos in found.items() if self.owners is None or key in self.owners]

    def _suiting(self, logos):
        """The owner's logo for this ground; (it, True) for one that suits only a light ground, on a plate."""
        suits = [logo for logo in logos if self.suits(logo)]
        if suits:
            return suits[0], False
        others = [logo for logo in logos if logo.kind != Logo.Kind.NEGATIVE]
        return (others[0], True) if others and self.ground == DARK else None

    def suits(self, logo):
        """Whether it is made for the ground, and its owner lets it stand there."""
        is_allowed = not logo.grounds or GROUND[self.ground] in logo.grounds
        return is_allowed and logo.kind not in NOT_ON[self.ground]


@dataclass(frozen=True)
class Drawing:
    """A strip with its words and logos: plan, SVG, PNG and PDF are made when they are asked for."""

    strip: Strip
    funding: object
    logos: list
    names: list
    left_out: list = ()  # names of those who have no logo for the ground

    @cached_property
    def title(self):
        """What the strip says to those who hear it."""
        return ", ".join([self.funding.union, *self._below, *self.names])

    @property
    def _below(self):
        programme = "" if any(logo.programme_id for logo, _plate in self.logos) else self.funding.programme
        return [words for words in (self.funding.fund, programme) if words]

    @cached_property
    def marks(self):
        numbers = [logo.pk for logo, _plate in self.logos]
        drawings = dict(Logo.objects.filter(pk__in=numbers).values_list("pk", "svg"))
        return [_mark(logo, drawings[logo.pk], plate) for logo, plate in self.logos]

    @cached_property
    def plan(self):
        shapes = [one.shape for one in self.marks]
        clear = [(logo.clear_space or 0) / 100 for logo, _plate in self.logos]
        return strip.arrange(shapes, [self.funding.union, *self._below], self.strip.width, self.strip.layout, clear)

    @cached_property
    def svg(self):
        return strip_drawing.svg(self.plan, self.marks, self.strip.ground, self.title)

    def png(self, scale=1):
        """Busy (turns.py) while others are drawn."""
        with _turns.taken():
            return strip_drawing.png(self.svg, self.plan, scale)

    def pdf(self):
        """Busy (turns.py) while others are drawn."""
        with _turns.taken():
            return strip_drawing.pdf(self.svg, self.plan, self.title)

    @cached_property
    def etag(self):
        """Changes when a choice, a word or a logo does."""
        choice = [getattr(self.strip, name) for name in ("layout", "ground", "width", "language")]
        logos = [f"{logo.pk} {logo.checksum} {plate} {logo.clear_space}" for logo, plate in self.logos]
        return sha256(repr([choice, self.title, logos, strip_drawing.VERSION]).encode()).hexdigest()[:32]

    def too_small(self):
        """[(name, smallest px, px here)] of logos that stand smaller than their owners allow."""
        stand = zip(self.logos, self.names, self.plan.logos, strict=True)
        return [
            (name, logo.smallest_px, round(box.width))
            for (logo, _plate), name, box in stand
            if logo.smallest_px and box.width < logo.smallest_px
        ]


def _mark(logo, drawing, needs_plate):
    """A Logo as a strip takes it; `drawing` is its SVG, '' where it has none."""
    size, ink = logo.size, logo.ink
    if drawing:
        return Mark(size, ink, svg=svg.CleanSvg(drawing, *size, (), ()), needs_plate=needs_plate)
    with logo.original.open("rb") as file:
        return Mark(size, ink, png=file.read(), needs_plate=needs_plate)


def by_owner(is_named=True):
    """{owner key: [Logo]} of what readers see, the best first; of partners only those whose name is known, unless asked."""
    logos = Logo.objects.public().for_list().best_first().select_related(*OWNERS)
    if is_named:
        logos = logos.exclude(partner__status="to_be_confirmed")
    found = {}
    for logo in sorted(logos, key=_place):
        found.setdefault(owner_key(logo.owner), []).append(logo)
    return found


def owner_key(owner):
    """How a choice names a partner, the project or the programme: partner-3."""
    return f"{owner._meta.model_name}-{owner.pk}"


def _place(logo):
    """Programme, project, then the partners in theirs."""
    return bool(logo.partner_id), bool(logo.project_id), logo.partner.order if logo.partner else 0
