"""The new tree: what the allow-lists know of the uploaded one, styles folded into attributes, references checked."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .svg_css import ADDRESS, Sheet, seen
from .svg_source import TOO_COMPLEX, TOO_DEEP
from .svg_values import Local, link
from .svg_vocabulary import (
    ANIMATIONS,
    ATTRIBUTES,
    ELEMENTS,
    LINKS,
    NOT_ON_ROOT,
    PRESENTATION,
    SCRIPTS,
    TARGETS,
    UNSEEN,
    WORDS,
)

SVG, XLINK, XML = (
    "{http://www.w3.org/2000/svg}",
    "{http://www.w3.org/1999/xlink}",
    "{http://www.w3.org/XML/1998/namespace}",
)
XHTML = "{http://www.w3.org/1999/xhtml}"
MAX_WEIGHT = 300_000
MAX_LEVELS = 150
SCREENS = {"", "all", "screen"}
HEAVY = {"filter": 1_000, "mask": 300, "pattern": 100}

LETTERS = _("The drawing has text that is not converted to outlines: readers lack the font. Convert text to outlines.")
PIXELS = _("The drawing has a picture made of pixels inside. Export it as shapes only, or upload the logo as PNG.")
CIRCULAR = _("Parts of the drawing refer to themselves. Save it anew from the program that drew it.")


@dataclass(eq=False)
class Node:
    name: str
    attributes: dict = field(default_factory=dict)
    children: list = field(default_factory=list)
    id: str = ""

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()


def rewritten(root, told):
    """The clean tree of this root; adds to `told` the keys of REASONS for what it leaves out."""
    sheet = Sheet(told)
    for style in [element for element in root.iter() if element.tag in {"style", SVG + "style"}]:
        if (
            style.get("type", "text/css").strip().lower() not in {"", "text/css"}
            or style.get("media", "all") not in SCREENS
        ):
            told.add("style")
        else:
            sheet.read("".join(style.itertext()))
    tree = Writer(sheet, told).node(root, [], is_hidden=False)
    _weigh(tree, _named(tree, _resolve(tree)))
    return tree


@dataclass
class Writer:
    sheet: Sheet
    told: set

    def node(self, source, ancestors, is_hidden):
        """The clean element; None for one that is left out."""
        name = self._element(source, is_hidden)
        if not name:
            return None
        attributes = {key.removeprefix(SVG): value for key, value in source.attrib.items()}
        own = seen(source.tag.removeprefix(SVG), attributes)
        node = Node(name, self._attributes(own, ancestors, attributes), id=attributes.get("id", ""))
        self._link(node, source)
        if not ancestors:
            self.told.update("value" for name in NOT_ON_ROOT & set(node.attributes) if name == "transform")
            node.attributes = {key: kept for key, kept in node.attributes.items() if key not in NOT_ON_ROOT}
        is_hidden |= node.attributes.get("display") == "none"
        children = (self.node(child, [*ancestors, own], is_hidden) for child in _shown(source))
        node.children = [child for child in children if child]
        return node

    def _element(self, source, is_hidden):
        """The name in the clean tree; '' for what is left out, with all that is in it."""
        namespace, name = _split(source.tag)
        if namespace == XHTML:
            self.told.add("script" if name == "script" else "foreign")
        if namespace not in {"", SVG}:
            return ""
        if name in WORDS and not is_hidden and "".join(source.itertext()).strip():
            raise ValidationError(LETTERS, code="text")
        if name == "image" and not is_hidden and (source.get("href") or source.get(XLINK + "href")):
            raise ValidationError(PIXELS, code="pixels")
        if name in {"a", "switch"}:
            self.told.update({"link"} if name == "a" else ())
            return "g"
        if name in ELEMENTS:
            return name
        self.told.update(_why(name))
        return ""

    def _attributes(self, own, ancestors, attributes):
        found = {}
        for name, text in attributes.items():
            if name.lower().startswith("on"):
                self.told.add("event")
            elif name == XML + "base":
                self.told.add("external")
            elif name in ATTRIBUTES:
                self._set(found, name, text, ATTRIBUTES)
        for name, text in self.sheet.declarations(own, ancestors, attributes.get("style", "")):
            for single in ("marker-start", "marker-mid", "marker-end") if name == "marker" else (name,):
                self._style(found, single, text)
        return found

    def _style(self, found, name, text):
        if name in PRESENTATION:
            self._set(found, name, text, PRESENTATION)
        elif ADDRESS.search(text) or name == "behavior":
            self.told.add("external")
        elif name == "mix-blend-mode" and text != "normal":
            self.told.add("blend")
        elif name == "transform-origin":
            self.told.add("style")
        elif name.startswith("animation") or name.startswith("transition"):
            self.told.add("animation")

    def _set(self, found, name, text, checkers):
        kept = checkers[name](text.strip())
        if kept is not None:
            found[name] = kept
        elif text.strip() not in {"", "none"}:
            self.told.add("external" if ADDRESS.search(text) else "value")

    def _link(self, node, source):
        """href, in the old spelling or the new, on the few elements that may refer to another part."""
        text = source.get("href") or source.get(XLINK + "href") or ""
        if not text or node.name not in LINKS:
            self.told.update({"external"} if text and not text.strip().startswith("#") and node.name != "g" else ())
            return
        target = link(text)
        if target:
            node.attributes["href"] = target
        else:
            self.told.add("external")


def _split(tag):
    namespace, brace, name = tag.rpartition("}")
    return namespace + brace, name


def _why(name):
    if name in SCRIPTS:
        return {"script"}
    if name == "foreignObject":
        return {"foreign"}
    if name in ANIMATIONS:
        return {"animation"}
    if name == "feImage":
        return {"external"}
    return set() if name in UNSEEN | WORDS | {"image"} else {"other"}


def _shown(source):
    """The children; of a switch only the first that asks for no extension and no language."""
    if _split(source.tag)[1] != "switch":
        return source
    conditions = ("requiredExtensions", "systemLanguage")
    fit = [child for child in source if _split(child.tag)[1] in ELEMENTS and not any(map(child.get, conditions))]
    return fit[:1]


def _resolve(tree):
    """{id(node): node} of what is referred to; references without their target are taken out."""
    named, wanted = {}, {}
    for node in tree.walk():
        if node.id:
            named.setdefault(node.id, node)
    for node in tree.walk():
        for name, value in list(node.attributes.items()):
            if not isinstance(value, Local):
                continue
            target = named.get(value.name)
            if target and target.name in (LINKS[node.name] if name == "href" else TARGETS[name]):
                wanted[id(target)] = target
            elif name in {"fill", "stroke"}:
                node.attributes[name] = value.otherwise
            else:
                del node.attributes[name]
        if node.name == "use" and "href" not in node.attributes:
            node.name, node.attributes = "g", {}
    return wanted


def _named(tree, wanted):
    """{name: node}, with names by order (i1, i2 …) for what is referred to: nothing of the uploader's words is left."""
    names, targets = {}, {}
    for node in tree.walk():
        old, node.id = node.id, ""
        if id(node) in wanted:
            node.id = f"i{len(names) + 1}"
            names[old], targets[node.id] = node.id, node
    for node in tree.walk():
        for name, value in node.attributes.items():
            if isinstance(value, Local):
                node.attributes[name] = value._replace(name=names[value.name])
    return targets


def _weigh(tree, targets):
    """Refuses what grows when it is drawn: copies of copies, circles, heaps of effects."""
    known, open_nodes = {}, set()

    def weight(node, level):
        if id(node) in open_nodes:
            raise ValidationError(CIRCULAR, code="circular")
        if id(node) not in known:
            if level > MAX_LEVELS:
                raise ValidationError(TOO_DEEP, code="too_deep")
            open_nodes.add(id(node))
            own = 1 + len(node.attributes.get("d", "") + node.attributes.get("points", "")) // 64
            used = [targets[value.name] for value in node.attributes.values() if isinstance(value, Local)]
            inner = [weight(part, level + 1) for part in [*node.children, *used]]
            total = own + sum(one[0] for one in inner) + sum(HEAVY.get(part.name, 0) for part in used)
            known[id(node)] = total, 1 + max((one[1] for one in inner), default=0)
            open_nodes.discard(id(node))
        total, height = known[id(node)]
        if total > MAX_WEIGHT:
            raise ValidationError(TOO_COMPLEX, code="too_complex")
        if level + height > MAX_LEVELS:
            raise ValidationError(TOO_DEEP, code="too_deep")
        return known[id(node)]

    weight(tree, 0)
