"""Turns what a use case refuses inside a view into a page a person understands."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from rathaus.foundation.errors import Invalid, RathausError
from rathaus.web.errors import error_page

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class ErrorPages:
    """Stands last in MIDDLEWARE, nearest to the views."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The error's status and text; JSON (`{"error", "fields"}`) for a client that accepts no HTML."""
        if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
            return error_page(request, status=413)
        if isinstance(exception, ValueError | DataError) and _carries_nul(request):
            return error_page(request, status=400)
        if not isinstance(exception, RathausError):
            return None
        fields = exception.fields if isinstance(exception, Invalid) else {}
        if not request.accepts("text/html"):
            return JsonResponse({"error": str(exception), "fields": fields}, status=exception.status)
        return error_page(request, status=exception.status, text=str(exception), fields=fields)


def _carries_nul(request: HttpRequest) -> bool:
    """U+0000 somewhere in what was asked: PostgreSQL stores it nowhere, and nobody can type it."""
    given = [request.path_info, *request.GET.keys(), *request.POST.keys()]
    given += [str(value) for fields in (request.GET, request.POST) for _, values in fields.lists() for value in values]
    return any("\x00" in text for text in given)
