"""Somebody of the staff as a program: signs in, opens forms and sends them, over real HTTP."""

import http.cookiejar
import json
import urllib.error
import urllib.parse
import urllib.request
import uuid

from lxml import html

from sme2go_site.signin import SAMPLE_NAME, SAMPLE_PASSWORD


class Staff:
    def __init__(self, address):
        self.address = address
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)
        self.sign_in()

    def ask(self, path, data=None, content_type=None):
        """(status, address in the end, body); HTTP errors are answers, too."""
        request = urllib.request.Request(self.address + path, data=data, headers={"Referer": self.address})
        if content_type:
            request.add_header("Content-Type", content_type)
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.url, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.url, error.read().decode()

    def sign_in(self):
        form = self.form("/admin/account/login/", "//form[.//input[@name='password']]")
        self.send("/admin/account/login/", form | {"login": SAMPLE_NAME, "password": SAMPLE_PASSWORD})

    def form(self, path, which="//form[@data-language]"):
        _status, _address, page = self.ask(path)
        return dict(html.fromstring(page).xpath(which)[0].form_values())

    def send(self, path, values):
        return self.ask(path, urllib.parse.urlencode(values).encode())

    def save_title(self, number, code, title):
        """Save a translation's title; True once the site has said that it is saved."""
        path = f"/admin/news/article/{number}/translate/{code}/"
        values = self.form(path) | {f"title_{code}": title, "_continue": "1"}
        for _try in range(100):
            status, _address, page = self.send(path, values)
            assert status == 200, status
            tree = html.fromstring(page)
            if tree.xpath("//*[contains(@class, 'success')]"):
                return True
            shown = dict(tree.xpath("//form[@data-language]")[0].form_values())
            chosen = {f"choose_{name}": "mine" for name in tree.xpath("//input[@name='conflict']/@value")}
            values = shown | chosen | {f"title_{code}": title, "_continue": "1"}
        return False

    def keep_typed(self, number, title):
        """What a form tells a second after the last key; True once it is kept."""
        token = self.form(f"/admin/news/article/{number}/translate/fi/")["csrfmiddlewaretoken"]
        values = json.dumps({"title_fi": [title]})
        sent = {
            "about": "news.article",
            "pk": number,
            "page": "translate/fi",
            "opening": uuid.uuid4(),
            "values": values,
        }
        status, _address, answer = self.send("/admin/typed/keep/", sent | {"csrfmiddlewaretoken": token})
        return status == 200 and "draft" in json.loads(answer)

    def upload(self, name, picture):
        """A picture through the editor's dialog; True once it is in the library."""
        token = self.form("/admin/news/article/1/translate/fi/")["csrfmiddlewaretoken"]
        edge = uuid.uuid4().hex
        fields = {"csrfmiddlewaretoken": token, "language": "en", "alt_en": name}
        part = f"--{edge}\r\nContent-Disposition: form-data; name="
        words = "".join(f'{part}"{key}"\r\n\r\n{value}\r\n' for key, value in fields.items())
        head = f'{part}"file"; filename="{name}.png"\r\nContent-Type: image/png\r\n\r\n'
        body = (words + head).encode() + picture + f"\r\n--{edge}--\r\n".encode()
        status, _address, _answer = self.ask(
            "/admin/news/picture/upload/", body, f"multipart/form-data; boundary={edge}"
        )
        return status == 201
