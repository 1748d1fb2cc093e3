"""A small browser without JavaScript: cookies, redirects, forms as the page wrote them."""

import http.client
import re
import uuid
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

from django.test import Client
from lxml import html

from rathaus.foundation.abuse import challenge


class Page:
    def __init__(self, status, address, body, headers):
        self.status, self.address, self.body, self.headers = status, address, body, headers
        self._tree = None

    @property
    def source(self):
        return self.body.decode()

    @property
    def tree(self):
        if self._tree is None:
            self._tree = html.document_fromstring(self.body, parser=html.HTMLParser(encoding="utf-8"))
        return self._tree

    @property
    def text(self):
        """What a person reads, without the markup."""
        main = self.tree.find(".//main")
        return re.sub(r"\s+", " ", (main if main is not None else self.tree).text_content())

    def form(self, has=""):
        """The first form with a field or an address like this; the last one of the page where nothing is named."""
        forms = [one for one in self.tree.forms if one.method.upper() == "POST"]
        if not has:
            return forms[-1]
        return next(one for one in forms if has in (one.action or "") or any(has in (name or "") for name in one.fields))

    def values(self, has=""):
        """What the form would send as it stands."""
        return {name: value.removeprefix("\n") for name, value in self.form(has).form_values() if name}

    def link(self, words):
        main = self.tree.find(".//main")
        return next(link.get("href") for link in main.iter("a") if words in link.text_content())


class Browser:
    def __init__(self, port, *, timeout=90):
        self.port, self.timeout, self.jar, self.last = port, timeout, {}, "/"

    def get(self, path):
        return self._go("GET", path, None, {})

    def post(self, path, fields, *, files=None, follow=True):
        if files is not None:
            kind, body = multipart(fields, files)
        else:
            kind, body = "application/x-www-form-urlencoded", urlencode(fields, doseq=True, errors="surrogatepass").encode()
        return self._go("POST", path, body, {"Content-Type": kind}, follow=follow)

    def fill(self, page, fields, *, has="", files=None, follow=True):
        form = page.form(has)
        values = {**page.values(has), **fields}
        if text := values.get(challenge.CHALLENGE):
            values[challenge.SOLUTION] = challenge.solve(text, challenge.BITS)
        if form.get("enctype") == "multipart/form-data":
            files = files or {}
        return self.post(urljoin(page.address, form.action or page.address), values, files=files, follow=follow)

    def _go(self, method, path, body, headers, *, follow=True):
        for _ in range(8):
            page = self._once(method, path, body, headers)
            if not follow or page.status not in {301, 302, 303}:
                return page
            path, method, body, headers = urljoin(path, page.headers["Location"]), "GET", None, {}
        raise AssertionError("redirects without end")

    def _once(self, method, path, body, headers):
        parts = urlsplit(path)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        home = f"http://127.0.0.1:{self.port}"
        sent = {**headers, "Referer": home + self.last, "Accept": "text/html"}
        if method == "POST":
            sent["Origin"] = home
        if self.jar:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.jar.items())
        try:
            connection.request(method, target, body, sent)
            answer = connection.getresponse()
            found = Page(answer.status, target, answer.read(), answer.headers)
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.jar.pop(name, None)
                if morsel["max-age"] != "0":
                    self.jar[name] = morsel.value
        if method == "GET":
            self.last = target
        return found


def multipart(fields, files):
    """`files` maps a name to (filename, bytes)."""
    boundary = uuid.uuid4().hex
    pairs = [(name, one) for name, value in fields.items() for one in (value if isinstance(value, list) else [value])]
    heads = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{one}\r\n' for name, one in pairs]
    parts = [head.encode(errors="surrogatepass") for head in heads]
    for name, (filename, data) in files.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
        parts.append(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + data + b"\r\n")
    parts.append(f"--{boundary}--\r\n".encode())
    return f"multipart/form-data; boundary={boundary}", b"".join(parts)


class Visitor(Browser):
    """The same browser without a network: the application is called in this process. A page that fails fails the test."""

    def __init__(self):
        super().__init__(0)
        self.client = Client(enforce_csrf_checks=True)

    def _once(self, method, path, body, headers):
        sent = {"HTTP_REFERER": f"http://testserver{self.last}", "HTTP_ACCEPT": "text/html"}
        if method == "POST":
            sent["HTTP_ORIGIN"] = "http://testserver"
        kind = headers.get("Content-Type", "application/octet-stream")
        answer = self.client.generic(
            method, urlsplit(path)._replace(scheme="", netloc="", fragment="").geturl(), body or b"", kind, **sent
        )
        if method == "GET":
            self.last = path
        return Page(answer.status_code, path, answer.getvalue(), answer.headers)
