"""A recipe comes into the house as a whole or not at all."""

import dataclasses
import datetime as dt
import hashlib
from typing import Any

from django.db import IntegrityError, transaction

from rathaus.foundation import clock
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, RathausError
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.applications import public as applications
from rathaus.modules.cases import public as cases
from rathaus.modules.catalogue import public as catalogue
from rathaus.modules.cookbook import examples
from rathaus.modules.cookbook.models import InstalledRecipe
from rathaus.modules.cookbook.recipe import Recipe, supplied
from rathaus.modules.cookbook.sense import demand_sense
from rathaus.modules.cookbook.texts import language, plain
from rathaus.modules.forms import public as forms
from rathaus.modules.payments import public as payments
from rathaus.modules.records import public as records


def install_recipe(
    *, recipe: Recipe, schema: bytes | None = None, beside: forms.Beside | None = None, actor: Actor, now: dt.datetime
) -> InstalledRecipe:
    """Fee tables, file plan entries, form, procedure and offer in one transaction; any fault leaves everything as it was.

    `beside` are the files supplied with an official schema; the decisions come with the recipe. The same recipe again is the same
    installation. Raises Conflict for other content under an installed version, Invalid (with the place) for whatever a room
    refuses.
    """
    source = supplied(recipe, schema)
    decisions = recipe.decisions.encode() if recipe.decisions else None
    beside = dataclasses.replace(beside or forms.Beside(), decisions=decisions)
    try:
        return _install(recipe, source, beside, actor=actor, now=now)
    except IntegrityError:  # somebody else installed a part of it at the same moment; now it is there
        return _install(recipe, source, beside, actor=actor, now=now)


def _install(recipe: Recipe, source: bytes, beside: forms.Beside, *, actor: Actor, now: dt.datetime) -> InstalledRecipe:
    data = recipe.data
    parts = [recipe.sha256, hashlib.sha256(source).hexdigest(), *beside.digests]
    digest = hashlib.sha256("".join(parts).encode()).hexdigest()
    with transaction.atomic():
        known = InstalledRecipe.objects.select_for_update().filter(slug=data.slug, version=data.version).first()
        if known is not None:
            if known.sha256 != digest:
                raise Conflict(
                    f"{data.slug} {data.version} ist schon mit anderem Inhalt installiert. Erhöhen Sie die Version im Rezept."
                )
            return known
        for table in data.fee_table:
            payments.install_fee_table(table, now=now, actor=actor)
        if data.file_plan:
            records.install_file_plan({"entry": data.file_plan}, now=now, actor=actor, keep_existing=True)
        form_id = forms.install_form(source=source, beside=beside, actor=actor, now=now)
        form = forms.load(form_id).form
        procedure = cases.install_procedure(data=_procedure(recipe), actor=actor, now=now)
        offer_id = applications.install_offer(data=_offer(recipe, (form.key, form.version)), actor=actor, now=now)
        demand_sense(data, forms.load(form_id), today=clock.today(now))
        if recipe.texts:
            said = {language(name): plain(text) for name, text in recipe.texts.items()}
            catalogue.install_texts(service_key=data.service_key, recipe=data.slug, said=said, actor=actor, now=now)
        installed = InstalledRecipe.objects.create(
            slug=data.slug,
            version=data.version,
            service_key=data.service_key,
            title=data.title,
            sha256=digest,
            recipe_toml=recipe.toml,
            form_source=recipe.form.decode("utf-8") if recipe.form else "",
            form_sha256=hashlib.sha256(source).hexdigest(),
            notice=recipe.notice,
            files=files(recipe),
            offer_id=offer_id,
            procedure_id=procedure.pk,
            form_version_id=form_id,
            installed_at=now,
        )
        audit.record(
            act="recipe.installed",
            actor=actor,
            subject=audit.Subject("recipe", str(installed.pk)),
            payload={"slug": data.slug, "version": data.version, "sha256": digest, "competence": data.competence.level},
            now=now,
        )
    return installed


def check_recipe(
    *, recipe: Recipe, schema: bytes | None = None, beside: forms.Beside | None = None, actor: Actor, now: dt.datetime
) -> list[str]:
    """What would go wrong, in German; empty where the recipe would install and its examples come out as they say.

    Nothing is kept.
    """
    try:
        read = {name: examples.parse(text.encode(), place=f"examples/{name}") for name, text in recipe.examples.items()}
        with transaction.atomic():
            installed = install_recipe(recipe=recipe, schema=schema, beside=beside, actor=actor, now=now)
            found = examples.faults(read, offer_id=installed.offer_id, now=now)
            transaction.set_rollback(True)
    except RathausError as error:
        return [str(error), *(f"{field}: {text}" for field, text in getattr(error, "fields", {}).items())]
    return found


def files(recipe: Recipe) -> dict[str, str]:
    """What lies in the folders of the recipe: path to text."""
    schema = recipe.data.form.schema
    decisions = {f"{schema.id}.toml": recipe.decisions} if schema and recipe.decisions else {}
    groups = (("texts", recipe.texts), ("examples", recipe.examples), ("decisions", decisions))
    return {f"{folder}/{name}": text for folder, group in groups for name, text in group.items()}


def _procedure(recipe: Recipe) -> dict[str, Any]:
    data = recipe.data
    return {
        **data.procedure,
        "slug": data.slug,
        "version": data.version,
        "service_key": data.service_key,
        "title": data.title,
        **({"notice_template": recipe.notice} if recipe.notice else {}),
    }


def _offer(recipe: Recipe, form: tuple[str, str]) -> dict[str, Any]:
    data = recipe.data
    unchecked = "" if data.competence.checked else f"Zuständigkeit ungeprüft: {data.competence.level} ({data.competence.source})"
    return {
        **data.offer,
        "slug": data.offer.get("slug", data.slug),
        "version": data.version,
        "service_key": data.service_key,
        "title": data.offer.get("title", data.title),
        "form": form,
        "procedure": (data.slug, data.version),
        "manual_competence": unchecked,
    }
