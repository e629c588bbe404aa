"""Which text could a spreadsheet program take for a formula, and how do we write and read it back?

`unescape(escape(text)) == text` for every text, so what we export comes back unchanged.
"""

DANGEROUS = "=+-@\t\r\n\0＝＋－＠"


def escape(text: str) -> str:
    """Put an apostrophe before text that would start a formula: `=cmd` → `'=cmd`."""
    return "'" + text if _starts_formula(text) else text


def unescape(text: str) -> str:
    """Take off the apostrophe that `escape` put there; other apostrophes stay: `'tis` → `'tis`."""
    return text[1:] if text.startswith("'") and _starts_formula(text) else text


def _starts_formula(text: str) -> bool:
    first = text.lstrip("'")[:1]
    return bool(first) and first in DANGEROUS
