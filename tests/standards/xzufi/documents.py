"""Small messages for the tests, written by us after the published object model."""

NAMESPACE = "http://xoev.de/schemata/xzufi/2_2_0"
BOMB = (
    "<!DOCTYPE x [<!ENTITY a '"
    + "ha" * 500
    + "'>"
    + "".join(f"<!ENTITY {chr(98 + i)} '{('&' + chr(97 + i) + ';') * 20}'>" for i in range(8))
    + "]>"
)


def message(*bodies, head="", namespace=NAMESPACE, version="2.2.0"):
    spaces = f'xmlns="{namespace}" xmlns:x="{namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    root = f'<transfer {spaces} xzufiVersion="{version}">{"".join(bodies)}</transfer>'
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}{root}'.encode()


def write(body):
    return f"<schreibe>{body}</schreibe>"


def service(more=""):
    kind = '<leikaTextmodul><code xmlns="">02</code></leikaTextmodul>'
    text = f'<modulText>{kind}<inhalt languageCode="de">Wohnsitz</inhalt></modulText>'
    return f'<leistung><id schemeAgencyID="L1">L1.LB.1</id>{text}{more}</leistung>'
