"""What the browser tests of the desk share: somebody who has signed in."""

import pytest

from sme2go_site.management.commands.serve import SAMPLE_NAME, SAMPLE_PASSWORD


@pytest.fixture
def sign_in(open_page):
    """sign_in(**options of the context): a page of the admin; what the browser complains of is collected in page.told."""

    def signed_in(**options):
        page = open_page("/admin/login/?next=/admin/", **options)
        page.told, page.asked = [], []
        page.on("console", lambda told: page.told.append(told.text) if told.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: page.told.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.fill("#id_login", SAMPLE_NAME)
        page.fill("#id_password", SAMPLE_PASSWORD)
        page.click("[type=submit]")
        return page

    return signed_in


@pytest.fixture
def desk(sign_in):
    return sign_in()
