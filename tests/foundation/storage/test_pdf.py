"""PDFs that could act are refused; harmless ones pass, ours among them."""

import io

import pytest

from rathaus.foundation.documents import public as documents
from rathaus.foundation.storage import public as storage
from tests.foundation.documents import factories as letters
from tests.foundation.storage import factories as make


@pytest.fixture
def receive(now):
    return lambda data: storage.receive(io.BytesIO(data), filename="a.pdf", now=now)


def _script():
    import pikepdf

    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _open_action():
    return make.pdf(OpenAction=_script())


def _names():
    import pikepdf

    return make.pdf(Names=pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["x", _script()]))))


def _in_object_stream():
    import pikepdf

    document = pikepdf.new()
    document.add_blank_page()
    document.Root.AA = document.make_indirect(pikepdf.Dictionary(WC=document.make_indirect(_script())))
    return make.saved(document, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _page_action():
    import pikepdf

    document = pikepdf.new()
    document.add_blank_page()
    document.pages[0].obj.AA = pikepdf.Dictionary(O=_script())
    return make.saved(document)


def _deep():
    import pikepdf

    nested = pikepdf.Array([_script()])
    for _ in range(200):
        nested = pikepdf.Array([nested])
    return make.pdf(Deep=nested)


def _escaped_name():
    return make.pdf(OpenAction=_script()).replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/#4aS")


def _launch():
    import pikepdf

    return make.pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe"))


def _xfa():
    import pikepdf

    return make.pdf(AcroForm=pikepdf.Dictionary(Fields=pikepdf.Array([]), XFA=pikepdf.Array(["template", "x"])))


@pytest.mark.parametrize("build", [_open_action, _names, _in_object_stream, _page_action, _deep, _escaped_name, _launch, _xfa])
def test_active_content_is_refused(receive, build):
    with pytest.raises(storage.Rejected, match="ausführbare Teile"):
        receive(build())


def test_files_inside_are_refused(receive):
    with pytest.raises(storage.Rejected, match="weitere Dateien"):
        receive(make.pdf_with(**{"programm.exe": b"MZ\x90\0"}))
    with pytest.raises(storage.Rejected, match="weitere Dateien"):
        receive(make.pdf_with(**{"a.xml": b"<?xml version='1.0'?><a/>", "b.html": b"<script>"}))
    with pytest.raises(storage.Rejected, match="weitere Dateien"):
        receive(make.pdf_with(**{"a.json": b"{" + b"\xff\xfe" * 10}))


def test_data_inside_passes_as_in_an_invoice(receive):
    assert receive(make.pdf_with(**{"factur-x.xml": b"\xef\xbb\xbf<?xml version='1.0'?><a/>"}))


def test_our_own_notice_comes_back_to_us(receive, now):
    attachment = documents.Attachment("daten.json", '{"a": 1}', "application/json", "Die Daten des Bescheids")
    notice = documents.render(template="notice", data=letters.notice(), attachments=[attachment], now=now)
    assert receive(notice).size == len(notice)


@pytest.mark.parametrize("owner_only", [True, False])
def test_encrypted_files_are_refused(receive, owner_only):
    import pikepdf

    document = pikepdf.new()
    document.add_blank_page()
    locked = make.saved(document, encryption=pikepdf.Encryption(owner="geheim", user="" if owner_only else "auch"))
    with pytest.raises(storage.Rejected, match="Kennwort"):
        receive(locked)


def test_links_and_bookmarks_are_no_danger(receive):
    import pikepdf

    link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://www.halle.de")
    assert receive(make.pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=pikepdf.Array([0])), Link=link))


def test_a_file_without_pages_is_broken(receive):
    import pikepdf

    with pytest.raises(storage.Rejected, match="beschädigt"):
        receive(make.saved(pikepdf.new()))
