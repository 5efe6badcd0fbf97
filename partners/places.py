"""Where the partners are, on the drawn map of the Baltic."""

from dataclasses import dataclass
from math import log, pi, radians, tan

from sme2go_site.languages import text


@dataclass(frozen=True)
class Place:
    name: str
    x: float
    y: float
    partners: list

    @property
    def label_x(self):
        return round(self.x + 12, 1)

    @property
    def label_y(self):
        return round(self.y + 6, 1)

    anchor = "start"


def project(latitude, longitude):
    """Mercator, in the units of components/baltic_land.svg: 600 wide from 12° to 29.5° E, 0 at 62.9° N."""
    scale = 600 / radians(29.5 - 12)
    return scale * radians(longitude - 12), scale * (_mercator(62.9) - _mercator(latitude))


def _mercator(latitude):
    return log(tan(pi / 4 + radians(latitude) / 2))


def places(partners):
    """One Place a city, for the partners whose position is known, from north to south."""
    cities = {}
    for partner in partners:
        if partner.has_position:
            cities.setdefault(partner.city, []).append(partner)
    found = []
    for city, group in cities.items():
        x, y = project(group[0].latitude, group[0].longitude)
        found.append(Place(city, round(x, 1), round(y, 1), [text(partner, "name") for partner in group]))
    return sorted(found, key=lambda place: place.y)
