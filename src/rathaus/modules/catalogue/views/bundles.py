"""Checklists by life situation: questions on one page, the answers in the address, what to do as a list one can print."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from rathaus.foundation import clock
from rathaus.foundation.errors import NotFound
from rathaus.modules.catalogue import bundles as data

CHOICES = ((data.YES, "Ja"), (data.NO, "Nein"))


@require_safe
def bundles(request: HttpRequest) -> HttpResponse:
    return render(request, "catalogue/bundles.html", {"bundles": data.offered()})


@require_safe
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """Answers of an address are there again, so that one can change them."""
    bundle = _found(slug)
    given = data.read_answers(bundle, request.GET.dict())
    words = {True: data.YES, False: data.NO}
    fields = [(question, words.get(given[question.slug], "") if question.slug in given else "") for question in bundle.questions]
    return render(request, "catalogue/bundle.html", {"bundle": bundle, "fields": fields, "choices": CHOICES})


@require_safe
def checklist(request: HttpRequest, slug: str) -> HttpResponse:
    bundle = _found(slug)
    answers = data.read_answers(bundle, request.GET.dict())
    found = data.checklist(bundle, answers, day=clock.today(clock.now()))
    query = urlencode({name: data.YES if said else data.NO for name, said in answers.items()})
    slugs = [item.service.online_slug for item in found.together]
    context = {
        "bundle": bundle,
        "list": found,
        "change_url": f"{reverse('bundle', args=[slug])}?{query}",
        "address": f"{settings.RATHAUS_BASE_URL}{request.path}?{query}",
        "together_url": f"/antraege/gemeinsam/?{urlencode({'aus': slug, 'dienst': slugs}, doseq=True)}",
    }
    return render(request, "catalogue/checklist.html", context)


def _found(slug: str) -> data.Bundle:
    try:
        return data.find_bundle(slug)
    except NotFound:
        raise Http404(slug) from None
