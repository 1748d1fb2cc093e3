"""No way into the house, no endless answer."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from rathaus.foundation.net import guard
from rathaus.foundation.net import public as net


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        self.server.answer(self)

    do_POST = do_HEAD = do_GET  # noqa: N815

    def log_message(self, *args):
        pass

    def say(self, status=200, body=b"ok", **headers):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@contextmanager
def http_server(answer, context=None):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.seen, server.answer = [], answer
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def names(monkeypatch):
    """Names and their addresses; a list of lists answers one look-up after the other."""
    known = {}
    real = socket.getaddrinfo

    def look_up(host, port, *args, **options):
        if host not in known:
            return real(host, port, *args, **options, flags=socket.AI_NUMERICHOST)
        answer = known[host]
        if answer and isinstance(answer[0], list):
            answer = answer.pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answer]

    monkeypatch.setattr(guard.socket, "getaddrinfo", look_up)
    return known


@pytest.fixture
def allow(settings, names):
    def add(server, host="partner.example"):
        names[host] = ["127.0.0.1"]
        settings.RATHAUS_NET_ALLOW = [*settings.RATHAUS_NET_ALLOW, f"{host}:{server.server_port}"]
        return f"http://{host}:{server.server_port}"

    return add


def test_answer_of_an_allowed_system(allow):
    with http_server(lambda handler: handler.say(body=b'{"a": 1}')) as server:
        url = allow(server)
        answer = net.request("GET", f"{url}/path?q=1", headers={"X-Own": "yes"})
    assert (answer.status, answer.json(), answer.ok, answer.url) == (200, {"a": 1}, True, f"{url}/path?q=1")
    path, headers = server.seen[0]
    assert path == "/path?q=1"
    assert headers["host"] == url.removeprefix("http://")
    assert headers["x-own"] == "yes"


def test_errors_of_the_other_side_are_answers(allow):
    with http_server(lambda handler: handler.say(status=503, body=b"no")) as server:
        answer = net.request("POST", allow(server), body=b"x")
    assert (answer.status, answer.ok, answer.body) == (503, False, b"no")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.8", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",  # noqa: S104
        "255.255.255.255",
        "::1", "::", "fe80::1", "fd00:ec2::254", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "ff02::1",
    ],
)  # fmt: skip
def test_inside_addresses_are_refused(names, address):
    names["evil.example"] = [address]
    with pytest.raises(net.Refused, match="RATHAUS_NET_ALLOW"):
        net.request("GET", "http://evil.example/")


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_public_addresses_pass(address):
    assert guard.is_public(ipaddress.ip_address(address))


def test_one_inside_address_among_public_ones_is_enough(names):
    names["mixed.example"] = ["93.184.215.14", "10.0.0.1"]
    with pytest.raises(net.Refused):
        guard.check("http://mixed.example/")


@pytest.mark.parametrize("host", ["2130706433", "127.1", "0x7f000001", "localhost", "LOCALHOST.", "[::1]", "[::ffff:7f00:1]"])
def test_other_spellings_of_the_own_machine_are_refused(host):
    with pytest.raises(net.Refused):
        net.request("GET", f"http://{host}:8080/")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://partner.example/", "file:///etc/passwd", "http://", "//partner.example", "http://user:word@partner.example/",
        "http://partner.example:99999/", "http://a b/", "http://partner.example\\@127.0.0.1/", "http://a\r\nX: y/",
        "http://[::1/", "",
    ],
)  # fmt: skip
def test_strange_addresses_are_refused(names, url):
    names["partner.example"] = ["93.184.215.14"]
    with pytest.raises(net.Refused):
        net.request("GET", url)


@given(st.text(max_size=60))
def test_the_guard_refuses_or_answers_but_never_breaks(rest):
    try:
        guard.check(f"http://127.0.0.1/{rest}")
    except (net.Refused, net.Unreachable):
        return
    pytest.fail("an inside address passed")


def test_name_is_resolved_once_so_that_it_cannot_change_between_check_and_use(names, settings, monkeypatch):
    names["rebind.example"] = [["93.184.215.14"], ["127.0.0.1"]]
    reached = []

    def connect(address, *args, **options):
        reached.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr("rathaus.foundation.net.client.socket.create_connection", connect)
    with pytest.raises(net.Unreachable):
        net.request("GET", "http://rebind.example/")
    assert reached == [("93.184.215.14", 80)]


def test_redirect_into_the_house_is_refused(allow, names):
    names["inside.example"] = ["127.0.0.1"]
    with (
        http_server(lambda handler: handler.say(status=302, Location="http://inside.example:1/")) as server,
        pytest.raises(net.Refused),
    ):
        net.request("GET", allow(server))


def test_redirect_is_followed_and_credentials_stay_behind(allow):
    with http_server(lambda handler: handler.say(body=b"there")) as second:
        other = allow(second, "other.example")
        with http_server(lambda handler: handler.say(status=302, Location=f"{other}/x")) as first:
            answer = net.request("GET", allow(first), headers={"Authorization": "secret"})
    assert (answer.body, answer.url) == (b"there", f"{other}/x")
    assert first.seen[0][1]["authorization"] == "secret"
    assert "authorization" not in second.seen[0][1]


def test_redirect_of_a_post_is_handed_back(allow):
    with http_server(lambda handler: handler.say(status=302, Location="/x")) as server:
        assert net.request("POST", allow(server), body=b"").status == 302
    assert len(server.seen) == 1


def test_circle_of_redirects_ends(allow):
    with http_server(lambda handler: handler.say(status=302, Location="/again")) as server, pytest.raises(net.Refused):
        net.request("GET", allow(server))
    assert len(server.seen) == 6


def test_announced_and_unannounced_length_are_limited(allow):
    def endless(handler):
        handler.send_response(200)
        handler.send_header("Connection", "close")
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"x" * 65536)
        except OSError:
            handler.close_connection = True

    with http_server(lambda handler: handler.say(body=b"x" * 2000)) as server, pytest.raises(net.TooLarge):
        net.request("GET", allow(server), max_bytes=1000)
    with http_server(endless) as server, pytest.raises(net.TooLarge):
        net.request("GET", allow(server), max_bytes=200_000)


def test_dripping_answer_is_cut_at_the_deadline(allow):
    stop = threading.Event()

    def drip(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        try:
            while not stop.wait(0.05):
                handler.wfile.write(b"x")
        except OSError:
            pass
        handler.close_connection = True

    started = time.monotonic()
    with http_server(drip) as server:
        with pytest.raises(net.Unreachable):
            net.request("GET", allow(server), timeout=0.4)
        stop.set()
    assert time.monotonic() - started < 3


def test_answer_that_breaks_off_is_no_answer(allow):
    def broken(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"half")
        handler.close_connection = True

    with http_server(broken) as server, pytest.raises(net.Unreachable):
        net.request("GET", allow(server))


def test_nobody_there(allow):
    with http_server(lambda handler: handler.say()) as server:
        url = allow(server)
    with pytest.raises(net.Unreachable):
        net.request("GET", url)


def test_unknown_name(monkeypatch):
    def fail(*args, **options):
        raise socket.gaierror

    monkeypatch.setattr(guard.socket, "getaddrinfo", fail)
    with pytest.raises(net.Unreachable):
        net.request("GET", "http://nobody.example/")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "secure.example")])
    begin = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begin)
        .not_valid_after(begin + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("secure.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    pem = folder / "server.pem"
    pem.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return pem


def test_certificate_is_checked_against_the_name_not_the_address(allow, certificate):
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(certificate)
    trusting = ssl.create_default_context(cafile=certificate)
    with http_server(lambda handler: handler.say(body=b"tls"), server_side) as server:
        good = allow(server, "secure.example").replace("http:", "https:")
        assert net.request("GET", good, context=trusting).body == b"tls"
        wrong = allow(server, "wrong.example").replace("http:", "https:")
        with pytest.raises(net.Unreachable) as caught:
            net.request("GET", wrong, context=trusting)
        with pytest.raises(net.Unreachable):
            net.request("GET", good)
    assert "SSLCertVerificationError" in caught.value.reason


def test_https_never_becomes_http(allow, certificate):
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(certificate)
    trusting = ssl.create_default_context(cafile=certificate)
    with http_server(lambda handler: handler.say(status=302, Location="http://secure.example/"), server_side) as server:
        url = allow(server, "secure.example").replace("http:", "https:")
        with pytest.raises(net.Refused):
            net.request("GET", url, context=trusting)
