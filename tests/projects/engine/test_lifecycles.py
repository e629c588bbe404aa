"""Does every methodology, with every sourcing model, give a project it can be governed by?"""

import json
import os
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from projects.engine.lifecycles import (
    governance_minimum,
    methodologies,
    phases_for,
    sourcing_models,
)

CODES = list(methodologies())
SOURCING = [None, *sourcing_models()]
EV_METHODS = {"weighted_milestone", "0_100", "percent_complete", "units"}
ESTIMATION = {"bottom_up", "analogy", "three_point", "story_points_monte_carlo", "throughput_monte_carlo"}


def names(*args, **kwargs):
    return [phase.name for phase in phases_for(*args, **kwargs)]


def gates(*args, **kwargs):
    return [phase.gate for phase in phases_for(*args, **kwargs) if phase.gate]


def test_there_are_fourteen_methodologies_and_six_sourcing_models():
    assert len(methodologies()) == 14
    assert sum(len(entry.phases) for entry in methodologies().values()) == 71
    assert list(sourcing_models()) == [
        "insourcing",
        "outsourcing",
        "saas",
        "crowdsourcing",
        "open_source",
        "hybrid_service",
    ]


@pytest.mark.parametrize("code", CODES)
def test_every_methodology_says_who_meets_when_and_what_is_measured(code):
    entry = methodologies()[code]
    assert entry.name
    assert entry.cadence
    assert entry.family in {"predictive", "adaptive", "flow", "hybrid", "risk-driven"}
    assert "Sponsor" in entry.roles
    assert entry.ceremonies
    assert len(entry.metrics) >= 3
    assert entry.default_ev_method in EV_METHODS
    assert entry.default_estimation in ESTIMATION


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("sourcing", SOURCING)
def test_every_pair_has_a_funding_and_a_closing_gate(code, sourcing):
    phases = phases_for(code, sourcing)
    kinds = [phase.gate_kind for phase in phases]
    assert kinds[0] == "fund"
    assert kinds[-1] == "close"
    assert (kinds.count("fund"), kinds.count("close")) == (1, 1)
    assert sum(1 for phase in phases if phase.gate) >= 2
    assert all(bool(phase.gate) == bool(phase.gate_kind) for phase in phases)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("sourcing", SOURCING)
def test_every_pair_has_the_documents_of_the_governance_minimum(code, sourcing):
    phases = phases_for(code, sourcing)
    assert set(governance_minimum().artefacts) <= set(phases[0].artefacts)
    assert "closure report" in phases[-1].artefacts
    for phase in phases:
        assert len(set(phase.artefacts)) == len(phase.artefacts)


def test_the_governance_minimum_is_the_one_of_the_trade():
    assert governance_minimum().artefacts == (
        "charter",
        "baseline",
        "risk register",
        "change control procedure",
    )


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("sourcing", SOURCING)
def test_no_two_phases_and_no_two_gates_of_a_project_share_a_name(code, sourcing):
    phases = names(code, sourcing, repeats=4)
    assert len(set(phases)) == len(phases)
    assert len(set(gates(code, sourcing, repeats=4))) == len(gates(code, sourcing, repeats=4))
    assert not any("(repeat)" in name or "(continuous)" in name for name in phases)
    assert not any("Cycle n" in name or name.endswith(" n") for name in phases)


def test_waterfall_runs_from_requirements_to_closure_with_six_gates():
    assert names("waterfall") == ["Requirements", "Design", "Build", "Test", "Deploy", "Close"]
    assert gates("waterfall") == [
        "G1 requirements approved",
        "G2 design approved",
        "G3 build complete",
        "G4 acceptance",
        "G5 go-live",
        "G6 closure",
    ]


def test_the_v_model_pairs_each_test_level_with_its_specification():
    pairs = {p.name: p.exit_criteria[0] for p in phases_for("v_model") if "test" in p.name.lower()}
    assert pairs == {
        "Unit test": "pairs with module design",
        "Integration test": "pairs with architecture",
        "System test": "pairs with system specification",
        "Acceptance test": "pairs with user requirements",
    }


def test_sprints_are_repeated_as_often_as_asked():
    assert names("scrum", repeats=2) == [
        "Product goal and backlog",
        "Sprint 1",
        "Sprint 2",
        "Release",
        "Close",
    ]
    assert gates("scrum", repeats=1)[1] == "sprint review 1"
    assert len(names("scrum", repeats=26)) == 29


def test_phases_that_alternate_are_repeated_together():
    assert names("agile", repeats=2)[2:6] == ["Explore 1", "Adapt 1", "Explore 2", "Adapt 2"]


def test_a_spiral_is_funded_first_and_committed_to_after_each_cycle():
    assert gates("spiral", repeats=2) == [
        "funding decision",
        "commitment review 1",
        "commitment review 2",
        "GC",
    ]
    assert names("spiral", repeats=2)[4] == "Cycle 2: determine objectives"


def test_numbered_gates_go_on_counting_through_the_repeats():
    assert gates("incremental", repeats=3) == [
        "G1 plan approved",
        "G2 increment accepted",
        "G3 increment accepted",
        "G4 increment accepted",
        "GC closure",
    ]
    assert gates("prototyping", repeats=2) == ["G1", "G2.1", "G2.2", "G3", "GC"]


def test_a_continuous_phase_comes_once():
    operate = [phase for phase in phases_for("kanban", repeats=5) if phase.mode == "continuous"]
    assert [phase.name for phase in operate] == ["Operate"]


def test_outsourcing_tenders_after_the_start_and_exits_before_the_end():
    assert names("waterfall", "outsourcing") == [
        "Requirements",
        "Sourcing strategy",
        "Tender",
        "Award",
        "Transition in",
        "Design",
        "Build",
        "Test",
        "Deploy",
        "Service delivery",
        "Exit",
        "Close",
    ]
    assert "contract award" in gates("waterfall", "outsourcing")


@pytest.mark.parametrize("code", list(sourcing_models()))
def test_a_sourcing_model_brings_risks_measures_documents_and_places_its_phases(code):
    entry = sourcing_models()[code]
    assert entry.name
    assert entry.default_risks
    assert entry.metrics
    assert entry.cost_pattern
    assert entry.extra_artefacts
    assert {phase.when for phase in entry.extra_phases} <= {"early", "late"}
    added = [phase.name for phase in phases_for("waterfall", code) if phase.origin == "sourcing"]
    assert added == [phase.name for phase in entry.extra_phases]


def test_the_template_is_not_changed_by_what_a_project_makes_of_it():
    before = methodologies()["scrum"]
    phases_for("scrum", "saas", repeats=9)
    assert methodologies()["scrum"] == before
    with pytest.raises(FrozenInstanceError):
        before.name = "Other"


def test_unknown_codes_and_no_repeat_at_all_are_refused():
    with pytest.raises(KeyError):
        phases_for("chaos")
    with pytest.raises(KeyError):
        phases_for("scrum", "moonlighting")
    with pytest.raises(ValueError, match="at least once"):
        phases_for("scrum", repeats=0)


def test_the_data_say_what_the_reference_says():
    place = Path(os.environ.get("PLUMBLINE_DATA", Path.cwd().parent / "shared" / "data"))
    reference = place / "reference" / "lifecycles.json"
    if not reference.exists():
        pytest.skip(f"no reference data at {place}; set PLUMBLINE_DATA")
    wanted = json.loads(reference.read_text())
    for entry in wanted["methodologies"]:
        ours = methodologies()[entry["code"]]
        for key in ("roles", "ceremonies", "metrics"):
            assert list(getattr(ours, key)) == entry[key]
        for phase, expected in zip(ours.phases, entry["phases"], strict=True):
            assert expected["name"].startswith(phase.name)
            assert list(phase.artefacts) == expected["artefacts"]
            assert list(phase.exit_criteria) == expected["exit_criteria"]
            assert (phase.gate or "-") == expected["gate"]
    for entry in wanted["sourcing_models"]:
        ours = sourcing_models()[entry["code"]]
        assert [phase.name.lower() for phase in ours.extra_phases] == [name.lower() for name in entry["extra_phases"]]
        assert sorted(ours.extra_artefacts) == sorted(entry["extra_artefacts"])
        assert list(ours.default_risks) == entry["default_risks"]
