"""A browser without a network: calls a WSGI application, keeps cookies, counts the CPU of the application alone."""

import io
import re
import sys
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit


@dataclass(frozen=True)
class Answer:
    status: int
    target: str
    headers: dict[str, str]
    body: bytes

    def hidden(self):
        """What the hidden fields of the page send."""
        found = _Hidden()
        found.feed(self.body.decode())
        return found.values


class _Hidden(HTMLParser):
    def __init__(self):
        super().__init__()
        self.values = {}

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden" and given.get("name"):
            self.values[given["name"]] = given.get("value") or ""


@dataclass
class Client:
    application: object
    address: str = "127.0.0.1"
    cookies: dict = field(default_factory=dict)
    cpu: float = 0.0  # seconds, all answers so far

    def get(self, target):
        return self._follow("GET", target, b"")

    def post(self, target, fields):
        return self._follow("POST", target, urlencode(fields).encode())

    def once(self, method, target, body=b""):
        """One answer, redirects not followed."""
        parts = urlsplit(target)
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost",
            "HTTP_X_FORWARDED_FOR": self.address,
            "HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0",
            "HTTP_ACCEPT": "text/html",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        if self.cookies:
            environ["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        started = []
        begin = time.process_time()
        response = self.application(environ, lambda status, headers, _error=None: started.append((status, headers)))
        content = b"".join(response)
        response.close()
        self.cpu += time.process_time() - begin
        status, headers = started[0]
        for name, value in headers:
            if name == "Set-Cookie":
                self.cookies.update((key, morsel.value) for key, morsel in SimpleCookie(value).items())
        return Answer(int(status[:3]), target, dict(headers), content)

    def _follow(self, method, target, body):
        for _ in range(5):
            answer = self.once(method, target, body)
            if answer.status not in {301, 302, 303}:
                if answer.status != 200:
                    words = re.sub(r"<[^>]+>|\s+", " ", answer.body.decode())
                    raise AssertionError(f"{method} {target}: {answer.status} {words[:1500]}")
                return answer
            method, target, body = "GET", urljoin(target, answer.headers["Location"]), b""
        raise AssertionError(f"{target}: redirects without end")
