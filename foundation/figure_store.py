"""How is a figure with its whole tree kept as JSON and read back unchanged?"""

import datetime as dt
from decimal import Decimal

from foundation.accounts.rights import Permission
from foundation.figures import Figure, Source


def _pack(value):
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return {"n": str(value)}
    if isinstance(value, dt.datetime):
        return {"t": value.isoformat()}
    if isinstance(value, dt.date):
        return {"d": value.isoformat()}
    raise TypeError(f"a figure holds no {type(value).__name__}")


_UNPACK = {"n": Decimal, "t": dt.datetime.fromisoformat, "d": dt.date.fromisoformat}


def _unpack(value):
    if not isinstance(value, dict):
        return value
    ((code, text),) = value.items()
    return _UNPACK[code](text)


def to_json(part):
    """A Figure or Source as plain JSON: Decimals as text, so that no digit is lost."""
    row = {"label": str(part.label), "value": _pack(part.value), "kind": part.kind, "unit": part.unit}
    row["permission"] = part.permission.value if part.permission else None
    if isinstance(part, Source):
        return row | {"address": part.address, "note": str(part.note)}
    return row | {
        "key": part.key,
        "reason": part.reason,
        "formula": str(part.formula),
        "scope": part.scope,
        "as_of": _pack(part.as_of),
        "source": str(part.source),
        "inputs": [to_json(p) for p in part.inputs],
    }


def from_json(row):
    """The Figure or Source that `to_json` packed."""
    fields = dict(row)
    fields["value"] = _unpack(fields["value"])
    fields["permission"] = Permission(fields["permission"]) if fields["permission"] else None
    if "key" not in fields:
        return Source(**fields)
    fields["as_of"] = _unpack(fields["as_of"])
    fields["inputs"] = tuple(from_json(p) for p in fields["inputs"])
    return Figure(**fields)
