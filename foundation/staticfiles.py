"""Under which name does a browser fetch a static file? One that holds the hash of its bytes.

The name of every sheet, font and module changes with its content, also where one of our modules
imports another, so browsers may keep each file for a year and never mix two releases.
"""

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Django's own rewriting of imports also follows the examples in comments of third-party scripts, to
# files that do not exist; this one reads whole lines in the form that our modules are written in.
_IMPORT = r"""(?m)^(?P<matched>import (?P<names>[^"';]+) from "(?P<url>\./[a-z_]+\.js)";)$"""


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Whitenoise's compressed and hashed storage that also rewrites the imports of our ES modules."""

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("*.js", ((_IMPORT, 'import %(names)s from "%(url)s";'),)),
    )

    def compress_files(self, paths):
        """Smaller copies for the network. The demo serves its own machine, and its first start would wait 8 s."""
        return () if settings.PLUMBLINE_DEMO else super().compress_files(paths)
