"""What does a chart specification look like as a picture?

The same specification that the browser runs is turned into SVG here, in the worker: vl_convert
brings a JavaScript engine of its own and is imported only when a chart is drawn. The same
specification gives the same bytes. Nothing is fetched: no base address is allowed.
"""

from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_ibm_plex_sans

FONTS = Path(fontpkg_ibm_plex_sans.ROOT) / "files"
TITLE_HEIGHT = 26
SUBTITLE_HEIGHT = 18


class ChartError(ValueError):
    """The specification is no valid chart."""


@cache
def _converter() -> Any:
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


def svg(spec: dict[str, Any], *, titled: bool = True) -> str:
    """SVG text of a Vega-Lite specification; `titled=False` leaves the title to the caption on paper.

    Errors: ChartError with the converter's words when the specification cannot be drawn.
    """
    try:
        return _converter().vegalite_to_svg(_for_size(spec, titled=titled), allowed_base_urls=[])
    except ValueError as error:
        raise ChartError(str(error)) from error


def _for_size(spec: dict[str, Any], *, titled: bool) -> dict[str, Any]:
    """Room above the plot for what stands there: title and key, the key alone, or nothing."""
    title, padding = dict(spec.get("title") or {}), dict(spec.get("padding") or {})
    room = SUBTITLE_HEIGHT if title.get("subtitle") else 0
    if titled and title:
        room += TITLE_HEIGHT
    elif title:
        title = {"text": title["subtitle"], "fontSize": 11, "fontWeight": 400, "offset": 8} if room else {}
    if isinstance(padding, dict) and "top" in padding:
        padding["top"] += room
    drawn = {key: value for key, value in spec.items() if key not in ("title", "padding")}
    return {**drawn, "padding": padding, **({"title": title} if title else {})}
