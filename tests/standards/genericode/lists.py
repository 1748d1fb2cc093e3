"""A writer of small genericode lists for the tests."""

from xml.sax.saxutils import escape


def code_list(rows, *, uri="urn:de:probe:liste", version="2023-02-24", columns=("Code", "Name"), raw=False):
    listed = "".join(
        f'<Column Id="{column}" Use="required"><ShortName>{column}</ShortName><Data Type="string"/></Column>'
        for column in columns
    )
    key = f'<Key Id="k"><ShortName>k</ShortName><ColumnRef Ref="{columns[0]}"/></Key>'
    lines = "".join(
        "<Row>"
        + "".join(
            f'<Value ColumnRef="{column}"><SimpleValue>{value if raw else escape(value)}</SimpleValue></Value>'
            for column, value in zip(columns, row, strict=True)
        )
        + "</Row>"
        for row in rows
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<gc:CodeList xmlns:gc="http://docs.oasis-open.org/codelist/ns/genericode/1.0/"><Identification><ShortName>Probe</ShortName>'
        f"<Version>{version}</Version><CanonicalUri>{uri}</CanonicalUri>"
        f"<CanonicalVersionUri>{uri}_{version}</CanonicalVersionUri></Identification>"
        f"<ColumnSet>{listed}{key}</ColumnSet><SimpleCodeList>{lines}</SimpleCodeList></gc:CodeList>"
    ).encode()
