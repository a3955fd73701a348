from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Names carry the content's hash, inside modules' imports and stylesheets' @imports too."""

    support_js_module_import_aggregation = True
