"""The demonstration provider reports to the merchant over HTTP, as a real one does: signed, later, again until accepted."""

import http.client
import json
from urllib.parse import urlsplit

from rathaus.foundation.tasks import public as tasks
from rathaus.modules.payments.contrib.demo.models import DemoTransaction
from rathaus.modules.payments.contrib.demo.provider import SIGNATURE, sign

SECONDS = 10


def message_of(page: DemoTransaction) -> bytes:
    return json.dumps(
        {"reference": page.reference, "transaction_id": page.transaction_id, "state": page.state, "amount": page.cents},
        sort_keys=True,
    ).encode()


@tasks.job(pauses=(5, 30, 120))
def send_notice(reference: str) -> None:
    """One message to the merchant's address. Raises OSError or RuntimeError where it is not accepted; then again."""
    page = DemoTransaction.objects.get(pk=reference)
    body = message_of(page)
    target = urlsplit(page.notify_url)
    kind = http.client.HTTPSConnection if target.scheme == "https" else http.client.HTTPConnection
    connection = kind(target.netloc, timeout=SECONDS)
    try:
        connection.request("POST", target.path, body, {"Content-Type": "application/json", SIGNATURE: sign(body)})
        status = connection.getresponse().status
    finally:
        connection.close()
    if status != http.HTTPStatus.OK:
        raise RuntimeError(f"the merchant answered {status}")
