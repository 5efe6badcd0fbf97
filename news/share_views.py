"""A share picture as other sites fetch it."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import redirect

from .share_picture import SharePicture


def share_picture(request, pk, language, digest):
    """The file while its article is public; from the address of a former one to the present one."""
    found = SharePicture.objects.select_related("article__hero").defer("article__body")
    picture = found.filter(article=pk, language=language).first() if pk < 10**9 else None
    article = picture and picture.article
    if not article or not article.is_public_in(language) or not picture.may_be_shown_of(article):
        raise Http404(f"no share picture of {pk} in {language}")
    if picture.digest != digest:
        return redirect(picture)
    try:
        response = FileResponse(default_storage.open(picture.path), content_type="image/jpeg")
    except OSError as error:
        raise Http404(picture.path) from error
    # A day, though it never changes: a withdrawal is to take effect, and no reader waits for it.
    response["Cache-Control"] = "public, max-age=86400"
    response["X-Content-Type-Options"] = "nosniff"
    return response
