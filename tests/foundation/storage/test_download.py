"""Downloads are saved, never run, and can be resumed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.foundation.storage import public as storage
from rathaus.foundation.storage.download import _span

DATA = bytes(range(256)) * 1000


@pytest.fixture
def blob():
    return storage.put_bytes(DATA, media_type="application/pdf", filename="Größe „x“.pdf")


@pytest.fixture
def ask(blob, rf):
    def get(method="get", **headers):
        request = getattr(rf, method)("/", headers=headers)
        return storage.respond(request, sha256=blob.sha256, media_type=blob.media_type, filename=blob.filename)

    return get


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_whole_with_safe_headers(ask, blob):
    response = ask()
    assert response.status_code == 200
    assert body(response) == DATA
    assert response["Content-Length"] == str(len(DATA))
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
    assert response["ETag"] == f'"{blob.sha256}"'
    assert response["Content-Disposition"] == (
        "attachment; filename=\"Gr__e _x_.pdf\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%E2%80%9Ex%E2%80%9C.pdf"
    )


@pytest.mark.parametrize(
    ("wanted", "part"),
    [
        ("bytes=0-99", DATA[:100]),
        ("bytes=100-", DATA[100:]),
        ("bytes=-10", DATA[-10:]),
        ("bytes=255990-999999999", DATA[255990:]),
        ("bytes=70000-200000", DATA[70000:200001]),
        ("bytes=-999999999", DATA),
    ],
)
def test_one_range(ask, wanted, part):
    response = ask(Range=wanted)
    assert body(response) == part
    assert response["Content-Length"] == str(len(part))
    assert response.status_code == (206 if part != DATA else 200)


def test_the_range_is_named(ask):
    assert ask(Range="bytes=10-19")["Content-Range"] == f"bytes 10-19/{len(DATA)}"


@pytest.mark.parametrize("wanted", ["bytes=256000-", "bytes=-0"])
def test_a_range_beyond_the_end(ask, wanted):
    response = ask(Range=wanted)
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(DATA)}"


@pytest.mark.parametrize("wanted", ["bytes=0-1,5-6", "bytes=5-2", "bytes=-", "lines=1-2", "bytes=a-b"])
def test_other_ranges_give_the_whole(ask, wanted):
    response = ask(Range=wanted)
    assert response.status_code == 200
    assert body(response) == DATA


def test_another_file_meanwhile_gives_the_whole(ask, blob):
    assert ask(Range="bytes=0-9", **{"If-Range": '"other"'}).status_code == 200
    assert ask(Range="bytes=0-9", **{"If-Range": f'"{blob.sha256}"'}).status_code == 206


def test_head_has_no_body(ask):
    response = ask("head")
    assert body(response) == b""
    assert response["Content-Length"] == str(len(DATA))


def test_an_unknown_blob_is_said_before_the_answer_starts(rf):
    with pytest.raises(storage.BlobMissing):
        storage.respond(rf.get("/"), sha256="0" * 64, media_type="text/plain", filename="a.txt")


class Asked:
    def __init__(self, wanted):
        self.headers = {"Range": wanted}


@given(st.text(max_size=30) | st.from_regex(r"bytes=\d{0,4}-\d{0,4}", fullmatch=True), st.integers(1, 2000))
def test_a_span_lies_within_the_blob(wanted, total):
    span = _span(Asked(wanted), total, etag='"x"')
    assert span is None or 0 <= span[0] < span[1] <= total
