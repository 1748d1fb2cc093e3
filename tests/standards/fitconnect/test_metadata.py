"""Metadata 2.1.0: round trip, the official schema as the judge, hostile input."""

import copy
import datetime as dt
import json
import uuid
from decimal import Decimal
from urllib.parse import urlsplit

import jsonschema
import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rathaus.standards.fitconnect import jwk, metadata
from rathaus.standards.fitconnect.errors import FitConnectError
from rathaus.standards.fitconnect.metadata import (
    AdditionalReferenceInfo,
    Attachment,
    Author,
    ContentStructure,
    Data,
    DataSet,
    DataSetMimeType,
    DataSetSchema,
    DeMail,
    Elster,
    EMail,
    EncryptionKey,
    Fink,
    FitConnect,
    IdBundDeMailbox,
    Metadata,
    MimeType,
    PaymentInformation,
    PaymentMethod,
    PaymentStatus,
    Product,
    Purpose,
    ReplyChannel,
    Signature,
    SignatureFormat,
    SubmissionSchema,
    sha512,
)
from tests.standards.fitconnect import keys

TEXT = st.text(max_size=20)
WORD = st.from_regex(r"[\w-]{1,36}", fullmatch=True)
URI = st.sampled_from(["https://schema.example.org/a/1.0.0.json", "urn:de:fim:S00000000001:1.2.0"])
HASHES = st.binary(max_size=8).map(sha512)
ADDRESSES = st.sampled_from(["erika@example.org", "łódź@example.org"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
    max_leaves=4,
)


def maybe(strategy):
    return st.just(msgspec.UNSET) | strategy


def moments():
    return st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2099, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001


signatures = st.builds(
    Signature,
    signature_format=st.sampled_from(SignatureFormat),
    detached_signature=st.booleans(),
    content=maybe(st.just("QUJD")),
)
attachments = st.builds(
    Attachment,
    hash=HASHES,
    purpose=st.sampled_from(Purpose),
    mime_type=st.sampled_from(["application/pdf", "image/svg+xml"]),
    attachment_id=st.uuids(version=4),
    filename=maybe(TEXT),
    description=maybe(TEXT),
    signature=maybe(signatures),
    fragments=maybe(st.lists(st.uuids(), min_size=1, max_size=3, unique=True).map(tuple)),
)
channels = st.one_of(
    st.builds(EMail, address=ADDRESSES).map(lambda found: ReplyChannel(e_mail=found)),
    st.builds(DeMail, address=ADDRESSES).map(lambda found: ReplyChannel(de_mail=found)),
    st.builds(Elster, account_id=TEXT, liefer_ticket=maybe(TEXT)).map(lambda found: ReplyChannel(elster=found)),
    st.builds(Fink, st.just("hh/by/12345")).map(lambda found: ReplyChannel(fink=found)),
    st.builds(IdBundDeMailbox, st.uuids()).map(lambda found: ReplyChannel(id_bund_de_mailbox=found)),
)
payments = st.builds(
    PaymentInformation,
    transaction_reference=TEXT,
    transaction_id=WORD,
    payment_method=st.sampled_from(PaymentMethod),
    status=st.sampled_from(PaymentStatus),
    transaction_url=maybe(URI),
    transaction_timestamp=maybe(moments()),
    payment_method_detail=maybe(WORD),
    gross_amount=maybe(st.integers(1, 10**9).map(lambda cents: Decimal(cents) / 100)),
)
data_sets = st.builds(
    DataSet,
    data_set_id=st.uuids(),
    schema=st.builds(DataSetSchema, URI, st.sampled_from(DataSetMimeType)),
    hash=HASHES,
    content=VALUES,
    description=maybe(TEXT),
)  # fmt: skip
records = st.builds(
    Metadata,
    content_structure=st.builds(
        ContentStructure,
        data=st.builds(Data, hash=HASHES, submission_schema=st.builds(SubmissionSchema, URI, st.sampled_from(MimeType))),
        attachments=st.lists(attachments, max_size=3, unique_by=lambda found: found.attachment_id).map(tuple),
    ),
    schema=st.just(metadata.SCHEMA),
    payment_information=maybe(payments),
    reply_channel=maybe(channels),
    additional_reference_info=maybe(
        st.builds(
            AdditionalReferenceInfo,
            sender_reference=maybe(TEXT),
            application_date=maybe(st.dates()),
            id_bund_de_application_id=maybe(st.uuids()),
            consents_to_digital_notice=maybe(st.booleans()),
        )
    ),
    author=maybe(st.builds(Author, TEXT, st.builds(Product, TEXT, TEXT, TEXT), maybe(TEXT), maybe(TEXT))),
    data_sets=maybe(st.lists(data_sets, max_size=2, unique_by=lambda found: found.data_set_id).map(tuple)),
)


def parse(text):
    return json.loads(text, parse_float=Decimal)


@pytest.fixture(scope="session")
def official(standards):
    """The schema of FITKO, with the formats that the library checks only with further packages."""
    checker = jsonschema.FormatChecker(["uuid", "email", "date"])

    @checker.checks("uri")
    def _uri(value):
        return not isinstance(value, str) or bool(urlsplit(value).scheme)

    @checker.checks("date-time", raises=ValueError)
    def _moment(value):
        return not isinstance(value, str) or dt.datetime.fromisoformat(value).tzinfo is not None

    schema = parse((standards / "fim" / "fit-connect" / "metadata-2.1.0.schema.json").read_text("utf-8"))
    return jsonschema.Draft202012Validator(schema, format_checker=checker)


def full():
    """Every field once."""
    encryption = jwk.write_public(keys.encryption().public)
    data = Data(
        sha512(b"{}"),
        SubmissionSchema("https://schema.example.org/s.json", MimeType.JSON),
        Signature(SignatureFormat.JSON, detached_signature=True, content="QUJD"),
    )
    attachment = Attachment(
        sha512(b"pdf"),
        Purpose.FORM,
        "application/pdf",
        uuid.UUID(int=1),
        "Antrag.pdf",
        "Der Antrag",
        fragments=(uuid.UUID(int=2),),
    )
    payment = PaymentInformation(
        "2026-0815",
        "9xxd-432x",
        PaymentMethod.CREDITCARD,
        PaymentStatus.BOOKED,
        "https://pay.example.org/1",
        dt.datetime(2026, 11, 20, 11, tzinfo=dt.UTC),
        "Visa",
        Decimal("10.20"),
    )
    key = EncryptionKey("RSA", ("wrapKey",), "RSA-OAEP-256", encryption["kid"], encryption["n"], "AQAB")
    record = Metadata(
        ContentStructure(data, (attachment,)),
        metadata.SCHEMA,
        payment,
        ReplyChannel(fit_connect=FitConnect(("urn:xoev-de:test",), key)),
        AdditionalReferenceInfo("V-1", dt.date(2026, 11, 20), uuid.UUID(int=3), consents_to_digital_notice=False),
        Author("Rathaus", Product("Rathaus", "0.1", "Musterstadt", "x"), "x", "https://rathaus.example.org"),
        (DataSet(uuid.UUID(int=4), DataSetSchema("urn:x:y", DataSetMimeType.JOSE), sha512(b"a"), "a", "x"),),
    )
    return parse(metadata.write(record))


def as_read(value):
    return metadata.read(json.dumps(value, default=float).encode())


def accepted(value):
    try:
        as_read(value)
    except FitConnectError:
        return False
    return True


def places(value, path=()):
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in inner:
        yield from places(part, (*path, name))


@given(record=records)
def test_what_is_written_reads_to_the_same(record):
    assert metadata.read(metadata.write(record)) == record


@given(record=records)
def test_what_is_written_keeps_to_the_official_schema(official, record):
    official.validate(parse(metadata.write(record)))


def test_the_full_record_keeps_to_the_official_schema(official):
    official.validate(full())


@given(data=st.data())
def test_one_change_is_judged_as_the_official_schema_judges_it(official, data):
    value = copy.deepcopy(full())
    path = data.draw(st.sampled_from([path for path in places(value) if path and path[:3] != ("dataSets", 0, "content")]))
    *way, last = path
    inner = value
    for name in way:
        inner = inner[name]
    put = data.draw(st.sampled_from(["gone", None, True, 0, 1, -1, 0.005, "", "x", "a b", [], ["x"], {}, {"x": 1}, [None]]))
    if put == "gone":
        del inner[last]
    else:
        inner[last] = put
    assume((path, put) != (("replyChannel",), {"x": 1}))  # a channel nobody knows: the schema lets it pass
    assert accepted(value) is official.is_valid(parse(json.dumps(value, default=float))), (path, put)


@pytest.mark.parametrize("consent", [True, False])
def test_a_refusal_of_the_digital_notice_is_written_out(consent):
    value = full()
    value["additionalReferenceInfo"]["zustimmungZumDigitalenBescheid"] = consent
    record = as_read(value)
    assert record.additional_reference_info.consents_to_digital_notice is consent
    assert parse(metadata.write(record))["additionalReferenceInfo"]["zustimmungZumDigitalenBescheid"] is consent


def test_consent_nobody_asked_for_is_not_written():
    value = full()
    del value["additionalReferenceInfo"]["zustimmungZumDigitalenBescheid"]
    record = as_read(value)
    assert record.additional_reference_info.consents_to_digital_notice is msgspec.UNSET
    assert b"zustimmung" not in metadata.write(record)


def test_hashes_are_sha512_of_the_plaintext():
    # FIPS 180-4, example "abc"
    digest = sha512(b"abc").content
    assert digest[:64] == "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
    assert digest[64:] == "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
    assert sha512(b"abc").fits(b"abc")
    assert not sha512(b"abc").fits(b"abd")


def test_amounts_are_cents():
    payment = PaymentInformation("r", "t", PaymentMethod.OTHER, PaymentStatus.BOOKED, gross_amount=Decimal("30.70"))
    assert payment.gross_cents == 3070
    assert PaymentInformation("r", "t", PaymentMethod.OTHER, PaymentStatus.INITIAL).gross_cents is None


@pytest.mark.parametrize("amount", ["0", "-1", "0.005", "1e400", "1e-400", "10.201"])
def test_an_amount_that_is_none_is_refused(amount):
    value = full()
    text = json.dumps(value, default=float).replace('"grossAmount": 10.2', f'"grossAmount": {amount}')
    with pytest.raises(FitConnectError, match="grossAmount ist ein Betrag"):
        metadata.read(text.encode())


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        ({}, "Genau ein Rückkanal"),
        ({"eMail": {"address": "a@b.de"}, "deMail": {"address": "a@b.de"}}, "Genau ein Rückkanal"),
        ({"brieftaube": {}}, "replyChannel"),
    ],
)
def test_exactly_one_known_reply_channel(channel, said):
    value = full()
    value["replyChannel"] = channel
    with pytest.raises(FitConnectError, match=said):
        as_read(value)


def test_names_of_a_later_schema_are_passed_over_beside_the_known_ones():
    value = full()
    known = as_read(value)
    value["publicService"] = {"identifier": None}
    value["contentStructure"]["new"] = [1]
    assert as_read(value) == known


def doubled(entries):
    entries.append(entries[0])


@pytest.mark.parametrize(
    ("put", "said"),
    [
        (lambda value: doubled(value["contentStructure"]["attachments"]), "Zwei Anlagen"),
        (lambda value: doubled(value["dataSets"]), "Zwei Datensätze"),
        (lambda value: value["contentStructure"]["attachments"][0].update(fragments=[]), "jedes Stück"),
        (lambda value: value.update({"$schema": metadata.SCHEMA.replace("2.1.0", "1.3.0")}), r"\$schema"),
        (lambda value: value["contentStructure"]["data"]["hash"].update(type="sha256"), r"contentStructure\.data\.hash\.type"),
    ],
)
def test_the_place_of_a_fault_is_named(put, said):
    value = full()
    put(value)
    with pytest.raises(FitConnectError, match=said):
        as_read(value)


def test_what_may_not_be_sent_is_not_written():
    record = as_read(full())
    with pytest.raises(FitConnectError, match="schema"):
        metadata.write(msgspec.structs.replace(record, schema="https://schema.example.org/"))


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"[]", b"null", b"[" * 100_000, b'{"$schema":1,"$schema":2}', b'{"a":NaN}'])
def test_what_is_no_record_is_refused(data):
    with pytest.raises(FitConnectError, match="Metadaten"):
        metadata.read(data)


def test_an_endless_record_is_not_read():
    with pytest.raises(FitConnectError, match="mehr als"):
        metadata.read(b" " * (10 * 1024 * 1024 + 1))
