"""How static files are kept for production: compressed, under names with a digest, in modules too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise comes without types
    """Without the switch a module would import another one under a name that is no longer there."""

    support_js_module_import_aggregation = True
