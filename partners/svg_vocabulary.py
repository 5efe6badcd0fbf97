"""What a clean drawing may consist of: elements, attributes with the type of their values, and why something was left out."""

from django.utils.translation import gettext_lazy as _

from . import svg_values as value

SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
GROUPS = {"svg", "g", "defs", "symbol", "use", "clipPath", "mask", "pattern", "marker", "filter"}
GRADIENTS = {"linearGradient", "radialGradient"}
EFFECTS = {
    *("feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feDropShadow", "feFlood", "feFuncA"),
    *("feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feMerge", "feMergeNode", "feMorphology", "feOffset"),
}
ELEMENTS = SHAPES | GROUPS | GRADIENTS | EFFECTS | {"stop"}

# The attributes that the style sheet may set as well.
PRESENTATION = {
    "clip-path": value.reference,
    "clip-rule": value.one_of("nonzero", "evenodd", "inherit"),
    "color": value.colour,
    "color-interpolation": value.one_of("auto", "sRGB", "linearRGB", "inherit"),
    "color-interpolation-filters": value.one_of("auto", "sRGB", "linearRGB", "inherit"),
    "display": value.one_of("none", "inline", "block"),
    "fill": value.paint,
    "fill-opacity": value.share,
    "fill-rule": value.one_of("nonzero", "evenodd", "inherit"),
    "filter": value.reference,
    "flood-color": value.colour,
    "flood-opacity": value.share,
    "marker-end": value.reference,
    "marker-mid": value.reference,
    "marker-start": value.reference,
    "mask": value.reference,
    "mask-type": value.one_of("luminance", "alpha"),
    "opacity": value.share,
    "overflow": value.one_of("visible", "hidden", "auto", "scroll"),
    "paint-order": value.paint_order,
    "shape-rendering": value.one_of("auto", "optimizeSpeed", "crispEdges", "geometricPrecision"),
    "stop-color": value.colour,
    "stop-opacity": value.share,
    "stroke": value.paint,
    "stroke-dasharray": value.dashes,
    "stroke-dashoffset": value.length,
    "stroke-linecap": value.one_of("butt", "round", "square", "inherit"),
    "stroke-linejoin": value.one_of("miter", "round", "bevel", "inherit"),
    "stroke-miterlimit": value.number,
    "stroke-opacity": value.share,
    "stroke-width": value.positive,
    "transform": value.transform,
    "vector-effect": value.one_of("none", "non-scaling-stroke"),
    "visibility": value.one_of("visible", "hidden", "collapse", "inherit"),
}

_UNITS = value.one_of("userSpaceOnUse", "objectBoundingBox")
_INPUT = value.name
ATTRIBUTES = PRESENTATION | {
    **dict.fromkeys(("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "fx", "fy", "refX", "refY"), value.length),
    **dict.fromkeys(("width", "height", "r", "rx", "ry", "fr", "markerWidth", "markerHeight"), value.positive),
    **dict.fromkeys(("clipPathUnits", "maskUnits", "maskContentUnits", "patternUnits"), _UNITS),
    **dict.fromkeys(("patternContentUnits", "gradientUnits", "filterUnits", "primitiveUnits"), _UNITS),
    **dict.fromkeys(("in", "in2", "result"), _INPUT),
    **dict.fromkeys(("k1", "k2", "k3", "k4", "slope", "intercept", "amplitude", "exponent", "dx", "dy"), value.number),
    **dict.fromkeys(("points", "values", "tableValues", "stdDeviation", "radius"), value.numbers),
    **dict.fromkeys(("gradientTransform", "patternTransform"), value.transform),
    "d": value.path,
    "markerUnits": value.one_of("strokeWidth", "userSpaceOnUse"),
    "mode": value.one_of(
        *("normal", "multiply", "screen", "overlay", "darken", "lighten", "color-dodge", "color-burn", "hard-light"),
        *("soft-light", "difference", "exclusion", "hue", "saturation", "color", "luminosity"),
    ),
    "offset": value.share,
    "operator": value.one_of("over", "in", "out", "atop", "xor", "lighter", "arithmetic", "erode", "dilate"),
    "orient": lambda text: text if text in {"auto", "auto-start-reverse"} else value.number(text.removesuffix("deg")),
    "preserveAspectRatio": value.aspect,
    "spreadMethod": value.one_of("pad", "reflect", "repeat"),
    "type": value.one_of(
        *("matrix", "saturate", "hueRotate", "luminanceToAlpha", "identity", "table", "discrete", "linear", "gamma")
    ),
    "viewBox": value.view_box,
}
NOT_ON_ROOT = {"x", "y", "overflow", "transform", "display"}  # in a page it would reach beyond its own box

# What an attribute may refer to; without its target it is left out, and a paint becomes what stands behind it.
TARGETS = {
    **dict.fromkeys(("fill", "stroke"), GRADIENTS | {"pattern"}),
    **{name: {"marker"} for name in ("marker-start", "marker-mid", "marker-end")},
    "clip-path": {"clipPath"},
    "mask": {"mask"},
    "filter": {"filter"},
}
LINKS = {
    "use": SHAPES | {"svg", "g", "symbol", "use"},
    "pattern": {"pattern"},
    **dict.fromkeys(GRADIENTS, GRADIENTS),
}

SCRIPTS = {"script", "handler", "listener"}
ANIMATIONS = {"animate", "animateColor", "animateMotion", "animateTransform", "discard", "mpath", "set"}
WORDS = {"text", "tspan", "tref", "textPath", "altGlyph", "flowRoot", "flowPara", "flowRegion", "flowDiv", "flowSpan"}
UNSEEN = {"title", "desc", "metadata", "style", "view", "cursor", "color-profile", "font", "font-face", "glyph"}

REASONS = {
    "script": _("scripts"),
    "event": _("actions on clicking or loading (onclick, onload …)"),
    "external": _("references to other files or addresses"),
    "foreign": _("pieces of web pages (foreignObject)"),
    "link": _("links"),
    "animation": _("movement"),
    "blend": _("blend modes, which the site cannot show"),
    "style": _("style rules that cannot be kept"),
    "value": _("values that cannot be understood"),
    "other": _("parts that a logo does not need"),
}
