"""Where the partners are, on the drawn map of the Baltic."""

from dataclasses import dataclass
from math import log, pi, radians, tan

from sme2go_site.languages import text

WEST, EAST, SOUTH, NORTH = 12, 29.5, 56.3, 62.9  # what components/baltic_land.svg shows
LABEL_WIDTH, LABEL_HEIGHT = 130, 40  # a city's name as narrow screens set it


@dataclass(frozen=True)
class Place:
    name: str
    x: float
    y: float
    partners: list
    anchor: str = "start"  # where the label begins, or ends, beside the dot

    @property
    def label_x(self):
        return round(self.x + (12 if self.anchor == "start" else -12), 1)

    @property
    def label_y(self):
        return round(self.y + 6, 1)


def project(latitude, longitude):
    """Mercator, in the units of components/baltic_land.svg: 600 wide from WEST to EAST, 0 at NORTH."""
    scale = 600 / radians(EAST - WEST)
    return scale * radians(longitude - WEST), scale * (_mercator(NORTH) - _mercator(latitude))


def _mercator(latitude):
    return log(tan(pi / 4 + radians(latitude) / 2))


def is_on_map(partner):
    """Whether the partner's position is known and the drawn map shows it."""
    if partner.latitude is None or partner.longitude is None:
        return False
    return SOUTH <= partner.latitude <= NORTH and WEST <= partner.longitude <= EAST


def places(partners):
    """One Place a city, for the partners that the map shows, from north to south."""
    cities = {}
    for partner in partners:
        if is_on_map(partner):
            cities.setdefault(partner.city, []).append(partner)
    dots = {city: project(group[0].latitude, group[0].longitude) for city, group in cities.items()}
    found = []
    for city, (x, y) in dots.items():
        names = [text(partner, "name") for partner in cities[city]]
        found.append(Place(city, round(x, 1), round(y, 1), names, _anchor(x, y, dots.values())))
    return sorted(found, key=lambda place: place.y)


def _anchor(x, y, dots):
    """Labels stand on the right; on the left where the map ends, or where another dot or its label is in the way."""
    is_crowded = any(0 < other_x - x < LABEL_WIDTH and abs(other_y - y) < LABEL_HEIGHT for other_x, other_y in dots)
    return "end" if is_crowded or x > 600 - LABEL_WIDTH else "start"
