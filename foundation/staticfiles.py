"""Under which name does a browser fetch a static file? One that holds the hash of its bytes.

The name of every sheet, font and module changes with its content, also where one module imports
another, so browsers may keep each file for a year and never mix two releases.
"""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Whitenoise's compressed and hashed storage that also rewrites the imports of ES modules."""

    support_js_module_import_aggregation = True
