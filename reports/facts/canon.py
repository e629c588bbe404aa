"""How are the facts of a report written down so that one hash stands for them for ever?

Canonical JSON: keys sorted, no spaces, UTF-8, Decimals as plain digits in text (never a float),
days and instants as ISO 8601, instants in UTC. The same facts give the same bytes, and
`from_json(type(facts), to_json(facts)) == facts`. A value that has no canonical form (a float,
NaN, an instant without zone) is refused with TypeError or ValueError, an unknown or missing
field in the JSON likewise.
"""

import datetime as dt
import hashlib
import json
import types
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

F = TypeVar("F")


def to_json(facts: Any) -> str:
    """The canonical JSON of a frozen dataclass."""
    if not is_dataclass(facts) or isinstance(facts, type):
        raise TypeError(f"facts are a dataclass, not {type(facts).__name__}")
    return json.dumps(_plain(facts), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sha256(facts: Any) -> str:
    """The SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return sha256_of(to_json(facts))


def sha256_of(text: str) -> str:
    """The SHA-256 of canonical JSON that is at hand already, as stored in a snapshot."""
    return hashlib.sha256(text.encode()).hexdigest()


def from_json(kind: type[F], text: str) -> F:
    """The facts again, as `kind`; ValueError names the field that is missing, unknown or of a wrong form."""
    return _rebuilt(kind, json.loads(text), kind.__name__)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"no finite amount: {value}")
        return format(value, "f")
    if isinstance(value, dt.datetime):
        if value.tzinfo is None:
            raise ValueError(f"an instant needs a zone: {value}")
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if value is None or type(value) in (str, int, bool):
        return value
    raise TypeError(f"{type(value).__name__} has no canonical form")


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _rebuilt(kind: Any, value: Any, place: str) -> Any:
    if is_dataclass(kind):
        return _dataclass(kind, value, place)
    if get_origin(kind) is tuple:
        return tuple(_rebuilt(get_args(kind)[0], item, f"{place}[{no}]") for no, item in enumerate(value))
    if get_origin(kind) in (Union, types.UnionType):
        inner = next(one for one in get_args(kind) if one is not type(None))
        return None if value is None else _rebuilt(inner, value, place)
    return _leaf(kind, value, place)


def _dataclass(kind: Any, value: Any, place: str) -> Any:
    hints = _hints(kind)
    if not isinstance(value, dict) or set(value) != set(hints):
        odd = sorted(set(value) ^ set(hints)) if isinstance(value, dict) else [type(value).__name__]
        raise ValueError(f"{place}: unknown or missing {', '.join(odd)}")
    return kind(**{name: _rebuilt(hints[name], value[name], f"{place}.{name}") for name in hints})


def _leaf(kind: type, value: Any, place: str) -> Any:
    made = {Decimal: Decimal, dt.date: dt.date.fromisoformat, dt.datetime: dt.datetime.fromisoformat}.get(kind)
    written = str if made else kind
    if type(value) is not written:
        raise ValueError(f"{place}: {written.__name__} expected, found {type(value).__name__}")
    return made(value) if made else value
