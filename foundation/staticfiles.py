"""Under which name does a browser fetch a static file? One that holds the hash of its bytes.

The name of every sheet, font and module changes with its content, also where one of our modules
imports another, so browsers may keep each file for a year and never mix two releases.
"""

from whitenoise.storage import CompressedManifestStaticFilesStorage

# Django's own rewriting of imports reads every script, also examples in the comments of third-party
# ones; this one reads only static/js.
_IMPORT = r"""(?P<matched>import\s+(?P<names>[^"';]+?)\s+from\s+["'](?P<url>\./[^"']+)["'];)"""


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Whitenoise's compressed and hashed storage that also rewrites the imports of our ES modules."""

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", ((_IMPORT, 'import %(names)s from "%(url)s";'),)),
    )
