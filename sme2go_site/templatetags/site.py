"""What a template cannot say by itself: responsive pictures, names of languages, share links."""

from urllib.parse import quote

from django import template
from django.core.files.storage import default_storage
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from sme2go_site import imaging
from sme2go_site.languages import active, best_first, name_of, text
from sme2go_site.linked_data import breadcrumbs, printed

register = template.Library()
CONTENT_SIZES = "(min-width: 38rem) 34rem, calc(100vw - 2rem)"


@register.inclusion_tag("components/picture.html")
def picture(picture, sizes=CONTENT_SIZES, eager=False, decorative=False):
    """A picture in the best format and width that the browser takes; nothing once the right of use has ended."""
    if not picture or not picture.may_be_shown or not picture.renditions:
        return {}
    code = next((code for code in best_first() if text(picture, "alt", code)), active())
    is_silent = decorative or picture.decorative
    return {
        "sources": [(f"image/{kind}", _srcset(picture.renditions[kind])) for kind in ("avif", "webp")],
        "srcset": _srcset(picture.renditions["jpeg"]),
        "src": picture.jpeg(640),
        "sizes": sizes,
        "eager": eager,
        "width": picture.width,
        "height": picture.height,
        "alt": "" if is_silent else text(picture, "alt", code),
        "alt_language": "" if is_silent or code == active() else code,
        "classes": f"{imaging.colour_class(picture.renditions)} {imaging.focal_class(picture.focal_x, picture.focal_y)}",
    }


def _srcset(renditions):
    by_width = sorted((int(width), rendition["path"]) for width, rendition in renditions.items())
    return ", ".join(f"{default_storage.url(path)} {width}w" for width, path in by_width)


@register.simple_tag(takes_context=True)
def picture_url(context, picture):
    """The absolute address of a picture for other sites' previews: its largest JPEG up to 1280 px."""
    return context["request"].build_absolute_uri(picture.jpeg(1280))


@register.filter
def language_name(code):
    return name_of(code)


@register.simple_tag(takes_context=True)
def absolute(context, path):
    return context["request"].build_absolute_uri(path)


@register.simple_tag(takes_context=True)
def linked_data(context):
    """What the page tells machines: its things, and the way to it where it has one."""
    meta, absolute = context["meta"], context["request"].build_absolute_uri
    things = [*meta.things, *([breadcrumbs(meta, absolute)] if meta.trail else [])]
    return printed(things) if things else ""


@register.simple_tag
def share_links(title, address):
    """[(name, address)]: plain links, nothing of theirs is loaded here."""
    title, address = quote(title), quote(address, safe="")
    return [
        (_("E-mail"), f"mailto:?subject={title}&body={address}"),
        ("LinkedIn", f"https://www.linkedin.com/sharing/share-offsite/?url={address}"),
        ("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={address}"),
        ("Bluesky", f"https://bsky.app/intent/compose?text={title}%20{address}"),
    ]


@register.filter
def heard(marked):
    """Marked changes for those who hear a page: most screen readers are silent about <ins> and <del>."""
    for tag, words in (("del", _("removed: ")), ("ins", _("added: ")), ("mark", _("different: "))):
        opening = format_html('<span class="visually-hidden" lang="{}">[{}</span>', active(), words)
        marked = marked.replace(f"<{tag}>", f"<{tag}>{opening}")
        marked = marked.replace(f"</{tag}>", f'<span class="visually-hidden">]</span></{tag}>')
    return mark_safe(marked)  # noqa: S308 - changes() made it, and words of ours


BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "CrOS": "ChromeOS", "Windows": "Windows",
           "Mac OS": "macOS", "Linux": "Linux"}  # fmt: skip


@register.filter
def browser_named(user_agent):
    """What a session's owner calls it; what names itself otherwise is shown as it does."""
    found = [next((name for mark, name in names.items() if mark in user_agent), "") for names in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or user_agent
