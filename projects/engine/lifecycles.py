"""Which phases, gates, roles and measures does a new project get from its two choices:
the methodology (how the work is done) and the sourcing model (who does it)?

The templates are data in `projects/data/lifecycles.json`. A project copies them when it is
created, so a later edit of a template never changes a running project.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data" / "lifecycles.json"
NO_GATE = "-"
CYCLE = re.compile(r"^Cycle n: ")
SUFFIX = re.compile(r" \((repeat|continuous)\)$")
NEXT_GATE = re.compile(r"^Gn\b")
NUMBERED_GATE = re.compile(r"^G(\d+)\b")
ONCE, REPEAT, CONTINUOUS = "once", "repeat", "continuous"
FUND, REVIEW, CLOSE = "fund", "review", "close"


@dataclass(frozen=True)
class Phase:
    """`mode`: once, repeat or continuous. `gate_kind`: fund, review or close; None without a gate.

    `when` places a sourcing model's phase: early (after the first) or late (before the last).
    """

    name: str
    artefacts: tuple[str, ...]
    gate: str | None
    exit_criteria: tuple[str, ...]
    mode: str = ONCE
    gate_kind: str | None = None
    origin: str = "methodology"
    when: str = ""


@dataclass(frozen=True)
class Methodology:
    code: str
    name: str
    family: str
    cadence: str
    phases: tuple[Phase, ...]
    roles: tuple[str, ...]
    ceremonies: tuple[str, ...]
    metrics: tuple[str, ...]
    default_ev_method: str
    default_estimation: str
    notes: str


@dataclass(frozen=True)
class SourcingModel:
    code: str
    name: str
    extra_phases: tuple[Phase, ...]
    default_risks: tuple[str, ...]
    metrics: tuple[str, ...]
    cost_pattern: str

    @property
    def extra_artefacts(self) -> tuple[str, ...]:
        return tuple(name for phase in self.extra_phases for name in phase.artefacts)


@dataclass(frozen=True)
class GovernanceMinimum:
    """What every project has whatever its method: DOMAIN chapter 4."""

    artefacts: tuple[str, ...]
    fund_gate: str
    close_gate: str
    closing_artefacts: tuple[str, ...]


@cache
def methodologies() -> dict[str, Methodology]:
    """The 14 templates by code, in the order of the file. Do not change what you get."""
    return {entry["code"]: _methodology(entry) for entry in _data()["methodologies"]}


@cache
def sourcing_models() -> dict[str, SourcingModel]:
    """The 6 sourcing models by code, in the order of the file. Do not change what you get."""
    return {entry["code"]: _sourcing_model(entry) for entry in _data()["sourcing_models"]}


@cache
def governance_minimum() -> GovernanceMinimum:
    entry = _data()["governance_minimum"]
    return GovernanceMinimum(
        tuple(entry["artefacts"]),
        entry["fund_gate"],
        entry["close_gate"],
        tuple(entry["closing_artefacts"]),
    )


@cache
def _data() -> dict:
    return json.loads(DATA.read_text(encoding="utf-8"))


def _phase(entry: dict, origin: str) -> Phase:
    name = entry["name"]
    suffix = SUFFIX.search(name)
    mode = REPEAT if CYCLE.match(name) else suffix[1] if suffix else ONCE
    return Phase(
        name=SUFFIX.sub("", name),
        artefacts=tuple(entry["artefacts"]),
        gate=None if entry["gate"] == NO_GATE else entry["gate"],
        exit_criteria=tuple(entry["exit_criteria"]),
        mode=mode,
        origin=origin,
        when=entry.get("when", ""),
    )


def _methodology(entry: dict) -> Methodology:
    return Methodology(
        code=entry["code"],
        name=entry["name"],
        family=entry["family"],
        cadence=entry["cadence"],
        phases=tuple(_phase(phase, "methodology") for phase in entry["phases"]),
        roles=tuple(entry["roles"]),
        ceremonies=tuple(entry["ceremonies"]),
        metrics=tuple(entry["metrics"]),
        default_ev_method=entry["default_ev_method"],
        default_estimation=entry["default_estimation"],
        notes=entry["notes"],
    )


def _sourcing_model(entry: dict) -> SourcingModel:
    return SourcingModel(
        code=entry["code"],
        name=entry["name"],
        extra_phases=tuple(_phase(phase, "sourcing") for phase in entry["extra_phases"]),
        default_risks=tuple(entry["default_risks"]),
        metrics=tuple(entry["metrics"]),
        cost_pattern=entry["cost_pattern"],
    )


def phases_for(methodology: str, sourcing: str | None = None, repeats: int = 3) -> tuple[Phase, ...]:
    """The phases of a new project, in order, ready to be copied.

    Repeated phases come `repeats` times (at least 1), a run of neighbours together: scrum with 2
    gives Product goal and backlog, Sprint 1, Sprint 2, Release, Close. Early phases of the
    sourcing model follow the first phase, its late ones stand before the last. The first phase
    has the funding gate and the minimum of documents, the last the closing gate. Unknown codes
    raise `KeyError`, `repeats` below 1 `ValueError`.
    """
    if repeats < 1:
        raise ValueError("A repeated phase comes at least once.")
    phases = _repeat(methodologies()[methodology].phases, repeats)
    extra = _extra(sourcing_models()[sourcing], {phase.name for phase in phases}) if sourcing else []
    early = [phase for phase in extra if phase.when == "early"]
    late = [phase for phase in extra if phase.when == "late"]
    merged = [phases[0], *early, *phases[1:-1], *late, phases[-1]]
    return tuple(_govern(_number_gates(merged)))


def _extra(model: SourcingModel, taken: set[str]) -> list[Phase]:
    """The model's phases; one that the method has too says whose it is: Operate (SaaS)."""
    return [
        replace(phase, name=f"{phase.name} ({model.name})") if phase.name in taken else phase
        for phase in model.extra_phases
    ]


def _repeat(phases: Iterable[Phase], repeats: int) -> list[Phase]:
    result: list[Phase] = []
    for mode, run in groupby(phases, key=lambda phase: phase.mode):
        block = list(run)
        if mode != REPEAT:
            result += block
            continue
        for turn in range(1, repeats + 1):
            result += [_turn(phase, turn) for phase in block]
    return result


def _turn(phase: Phase, turn: int) -> Phase:
    """Increment n → Increment 2, Explore → Explore 2, Cycle n: plan → Cycle 2: plan."""
    if re.search(r"\bn\b", phase.name):
        name = re.sub(r"\bn\b", str(turn), phase.name, count=1)
    else:
        name = f"{phase.name} {turn}"
    gate = phase.gate
    if gate and not NEXT_GATE.match(gate):
        gate = f"{gate}.{turn}" if NUMBERED_GATE.fullmatch(gate) else f"{gate} {turn}"
    return replace(phase, name=name, gate=gate)


def _number_gates(phases: list[Phase]) -> list[Phase]:
    """Gn becomes the number after the last one: G2, Gn, Gn → G2, G3, G4."""
    last, result = 0, []
    for phase in phases:
        gate = phase.gate or ""
        if NEXT_GATE.match(gate):
            last += 1
            phase = replace(phase, gate=NEXT_GATE.sub(f"G{last}", gate))
        elif found := NUMBERED_GATE.match(gate):
            last = int(found[1])
        result.append(phase)
    return result


def _govern(phases: list[Phase]) -> list[Phase]:
    minimum = governance_minimum()
    first, *middle, last = phases
    first = replace(
        first,
        gate=first.gate or minimum.fund_gate,
        gate_kind=FUND,
        artefacts=_together(minimum.artefacts, first.artefacts),
    )
    last = replace(
        last,
        gate=last.gate or minimum.close_gate,
        gate_kind=CLOSE,
        artefacts=_together(last.artefacts, minimum.closing_artefacts),
    )
    reviews = [replace(phase, gate_kind=REVIEW if phase.gate else None) for phase in middle]
    return [first, *reviews, last]


def _together(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one + other))
