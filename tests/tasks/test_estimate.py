"""`ygs task estimate`: hand-computed cases, and what must hold for any numbers."""

from __future__ import annotations

import json
import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.driver import Git, Ygs
from tests.tasks import files
from tests.tasks.files import task
from ygs_cli.artifacts import estimate as arithmetic
from ygs_cli.artifacts.estimate import SHARES, Estimate

AMOUNT = st.floats(0, 1e6)
TRIPLES = st.lists(AMOUNT, min_size=3, max_size=3).map(sorted)
CLOSE = 1e-9
PATIENT = settings(deadline=None)  # a busy machine is no failure


def estimate(ygs: Ygs, *options: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ygs("task", "estimate", "--format", "json", *options).stdout)
    return found


def test_three_points_by_hand(ygs: Ygs) -> None:
    found = estimate(ygs, "--best", "2", "--likely", "3", "--worst", "8")
    assert found["expected"] == 3.667  # (2 + 12 + 8) / 6
    assert found["sd"] == 1.0  # (8 - 2) / 6
    assert found["range_1sd"] == {"low": 2.667, "high": 4.667}
    assert found["range_2sd"] == {"low": 2.0, "high": 5.667}  # 1.667 is below the best case
    assert found["unit"] == "days"


def test_a_new_domain_weighs_the_worst_double(ygs: Ygs) -> None:
    found = estimate(ygs, "--best", "2", "--likely", "3", "--worst", "8", "--new-domain", "--unit", "weeks")
    assert found["expected"] == 4.5  # (2 + 9 + 16) / 6
    assert found["unit"] == "weeks"
    text = ygs("task", "estimate", "--best", "2", "--likely", "3", "--worst", "8", "--new-domain").stdout
    assert "(best + 3 likely + 2 worst) / 6" in text
    assert "4.5 days" in text


def test_new_technology_and_an_outside_dependency_double_the_guess(ygs: Ygs) -> None:
    points = ("--best", "2", "--likely", "3", "--worst", "8")
    found = estimate(ygs, *points, "--multiplier", "new-technology", "--multiplier", "external-dependency")
    assert found["factor"] == 2.0
    assert (found["best"], found["expected"], found["worst"], found["sd"]) == (4, 7.333, 16, 2)
    assert estimate(ygs, *points, "--multiplier", "night=3")["worst"] == 24


def test_sizes_of_features_and_of_tasks_are_two_scales(ygs: Ygs) -> None:
    features = estimate(ygs, "--size", "s", "--size", "S")
    assert (features["scale"], features["best"], features["worst"]) == ("features", 2, 6)
    assert features["expected"] == 4.0
    assert features["sd"] == 0.471  # sqrt(2 * (2 / 6) ** 2): variances add up, deviations do not
    tasks = estimate(ygs, "--size", "M", "--scale", "tasks")
    assert (tasks["best"], tasks["worst"]) == (0.5, 1.5)
    text = ygs("task", "estimate", "--size", "M", "--scale", "tasks").stdout
    assert "story points 5" in text
    assert "XL is to be cut" in ygs("task", "estimate", "--size", "XL").stderr


def test_capacity_shares_are_divided_by_their_sum(ygs: Ygs) -> None:
    done = ygs("task", "estimate", "--people", "4", "--days", "10", "--format", "json")
    found = json.loads(done.stdout)
    assert "add up to 110 %: each was divided by that" in done.stderr
    assert found["person_days"] == 40
    features = found["shares"][0]
    assert features["percent"] == {"low": 41.667, "middle": 50.0, "high": 60.0}  # 50/120, 55/110, 60/100
    assert features["person_days"] == {"low": 16.667, "high": 24.0}


def test_a_teams_own_shares(ygs: Ygs) -> None:
    own = {"features": 40, "upkeep": 40, "on-call": 5, "absence": 10, "meetings": 5}
    options = [part for name, share in own.items() for part in ("--share", f"{name}={share}")]
    exact = ygs("task", "estimate", "--people", "1", "--days", "10", *options)
    assert "add up" not in exact.stderr
    assert "4 to 4 person-days, 40.0 %" in exact.stdout
    options[1] = "features=60"
    skewed = ygs("task", "estimate", "--people", "1", "--days", "10", *options)
    assert "your shares add up to 120 %" in skewed.stderr
    assert "5 to 5 person-days, 50.0 %" in skewed.stdout


def test_velocity_gives_sprints_and_dates(ygs: Ygs) -> None:
    velocities = ("--velocity", "20", "--velocity", "30", "--velocity", "25")
    found = estimate(ygs, "--points", "120", *velocities, "--from", "2026-03-02")
    assert found["sprints"] == {"best": 4, "mean": 4.8, "worst": 6}
    calendar = found["calendar"]
    assert (calendar["low"], calendar["high"], calendar["unit"]) == (40, 60, "working days")
    assert calendar["first_date"] == "2026-04-24"  # eight weeks of Monday to Friday
    assert calendar["last_date"] == "2026-05-22"


def test_people_turn_effort_into_a_calendar(ygs: Ygs) -> None:
    options = ("--best", "10", "--likely", "10", "--worst", "10", "--people", "2", "--from", "2026-03-02")
    calendar = estimate(ygs, *options)["calendar"]
    assert (calendar["low"], calendar["high"]) == (8.333, 12.0)  # 10 / (2 x 60 %), 10 / (2 x 41.667 %)
    assert (calendar["first_date"], calendar["last_date"]) == ("2026-03-12", "2026-03-17")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--best", "3", "--likely", "2", "--worst", "8"], "not in order: 3, 2, 8"),
        (["--best", "-1", "--likely", "2", "--worst", "8"], "not in order"),
        (["--best", "nan", "--likely", "2", "--worst", "8"], "not in order"),
        (["--best", "1", "--likely", "2", "--worst", "inf"], "not in order"),
        (["--best", "1"], "needs --best, --likely and --worst"),
        (["--best", "1", "--size", "M"], "different questions"),
        (["--size", "XXL"], "did you mean"),
        (["--size", "M", "--scale", "task"], "did you mean 'tasks'?"),
        (["--size", "M", "--unit", "weeks"], "--unit has no meaning"),
        (["--points", "100", "--velocity", "20"], "one velocity says nothing about its spread"),
        (["--points", "100"], "need each other"),
        (["--points", "100", "--velocity", "0", "--velocity", "5"], "not above 0"),
        (["--points", "9", "--velocity", "5", "--velocity", "6", "--new-domain"], "--new-domain has no meaning"),
        (["--size", "M", "--sprint", "5"], "--sprint has no meaning"),
        (["--size", "M", "--from", "2026-03-02"], "--from has no meaning"),
        (["--days", "10"], "--days needs --people"),
        (["--people", "3", "--days", "10", "--share", "feature=50"], "did you mean 'features'?"),
        (["--people", "3", "--days", "10", "--share", "features=lots"], "is no number"),
        (["--size", "M", "--multiplier", "new-tech"], "did you mean 'new-technology'?"),
        (["--size", "M", "--multiplier", "x=0"], "not above 0"),
        (["--size", "M", "--multiplier", "x=2", "--multiplier", "x=2"], "given twice"),
        (["--size", "M", "--from", "tomorrow", "--people", "1"], "'tomorrow' is no date"),
        (["--best", "1e6", "--likely", "1e7", "--worst", "1e9", "--people", "1"], "beyond the calendar"),
    ],
)
def test_what_is_no_question_is_a_usage_error(ygs: Ygs, options: list[str], words: str) -> None:
    done = ygs("task", "estimate", *options, code=2)
    assert done.stdout == ""
    assert words in done.stderr


def test_the_open_tasks_of_a_project(ygs: Ygs, git: Git) -> None:
    files.put(
        git,
        (1, "backlog", task(1, size="L")),
        (2, "in-progress", task(2, "in-progress", size="M", depends_on=[1])),
        (3, "backlog", task(3, size="M")),
        (4, "done", task(4, "done", size="L")),
    )
    found = estimate(ygs)
    assert (found["open_tasks"], found["sizes"]) == (3, {"M": 2, "L": 1})
    assert (found["best"], found["expected"], found["worst"]) == (3.0, 4.5, 6.0)
    assert found["sd"] == round(math.sqrt((1 / 6) ** 2 * 3), 3)
    assert found["chain"]["tasks"] == ["TASK-0001", "TASK-0002"]
    assert found["chain"]["expected"] == 3.5
    assert found["calibration"]["compared"] == 0


def test_more_people_do_not_shorten_what_stands_in_a_row(ygs: Ygs, git: Git) -> None:
    for number in range(1, 5):
        wanted = [number - 1] if number > 1 else []
        files.put(git, (number, "backlog", task(number, size="L", depends_on=wanted)))
    one, ten = (estimate(ygs, "--people", people)["calendar"] for people in ("1", "10"))
    assert (one["low"], one["high"]) == (ten["low"], ten["high"])


def test_finished_tasks_correct_the_estimate(ygs: Ygs, git: Git) -> None:
    files.put(git, (99, "backlog", task(99, size="M")))
    hours = ["4 | 6", "4 | 8", "10 h | 15", "1,000 | 3000", " | 12"]  # the last against 8 hours of its size
    for number, cells in enumerate(hours[:4], 1):
        files.put(git, (number, "done", task(number, "done", size="M", hours=cells)))
    few = estimate(ygs)
    assert few["calibration"]["compared"] == 4
    assert (few["calibration"]["applied"], few["expected"]) == (False, 1.0)
    days = {"started": "2026-03-02", "finished": "2026-03-04"}
    files.put(git, (5, "done", task(5, "done", size="M", hours=hours[4], **days)))  # type: ignore[arg-type]
    found = estimate(ygs)
    assert found["calibration"] == {
        "compared": 5,
        "factor": 1.5,  # the median of 1.5, 2, 1.5, 3, 1.5
        "quartiles": {"low": 1.5, "high": 2.0},
        "applied": True,
        "elapsed_calendar_days": {"M": 3.0},
    }
    assert (found["best"], found["expected"], found["worst"]) == (0.75, 1.5, 2.25)
    assert "5 finished tasks took 1.5 times their estimate" in ygs("task", "estimate").stdout


def test_actuals_that_are_no_numbers_are_left_out(ygs: Ygs, git: Git) -> None:
    odd = ["about 4 | many", "0 | 5", "4 | 0", "4", "| ~3", "-4 | 5"]
    for number, cells in enumerate(odd, 1):
        files.put(git, (number, "done", task(number, "done", size="", hours=cells, started="soon")))
    assert estimate(ygs)["calibration"]["compared"] == 0


@PATIENT
@given(TRIPLES, st.booleans())
def test_expected_lies_between_best_and_worst(points: list[float], new_domain: bool) -> None:
    found = arithmetic.three_point(*points, new_domain=new_domain)
    assert points[0] <= found.expected <= points[2]
    for deviations in (1, 2):
        low, high = found.within(deviations)
        assert points[0] <= low <= found.expected + CLOSE
        assert found.expected - CLOSE <= high <= points[2]


@PATIENT
@given(TRIPLES, st.integers(0, 2), st.floats(0, 1e6), st.booleans())
def test_a_larger_point_never_gives_a_smaller_expectation(
    points: list[float], index: int, more: float, new_domain: bool
) -> None:
    grown = [point + more if place >= index else point for place, point in enumerate(points)]
    before = arithmetic.three_point(*points, new_domain=new_domain)
    after = arithmetic.three_point(*grown, new_domain=new_domain)
    assert after.expected >= before.expected - CLOSE


@PATIENT
@given(TRIPLES)
def test_a_new_domain_never_expects_less(points: list[float]) -> None:
    usual = arithmetic.three_point(*points).expected
    likely_to_worst = points[2] - points[1]
    new = arithmetic.three_point(*points, new_domain=True).expected
    assert new == pytest.approx(usual + likely_to_worst / 6, abs=1e-6)


@PATIENT
@given(st.lists(TRIPLES, max_size=20))
def test_a_sum_is_surer_than_its_parts(triples: list[list[float]]) -> None:
    parts = [arithmetic.three_point(*points) for points in triples]
    whole = arithmetic.total(parts)
    assert whole.expected == pytest.approx(sum(part.expected for part in parts))
    assert whole.sd <= sum(part.sd for part in parts) * (1 + CLOSE)
    assert whole.sd >= max((part.sd for part in parts), default=0) * (1 - CLOSE)


@PATIENT
@given(st.dictionaries(st.sampled_from(list(SHARES)), st.floats(0.1, 100)), st.floats(0.5, 100))
def test_capacity_shares_make_one_whole(own: dict[str, float], people: float) -> None:
    found = arithmetic.capacity(people, 10, own)
    assert sum(share.middle for share in found.shares) == pytest.approx(100)
    for share in found.shares:
        assert 0 < share.low <= share.middle + CLOSE
        assert share.middle <= share.high + CLOSE <= 100 + 2 * CLOSE


@PATIENT
@given(st.floats(1, 1e5), st.lists(st.floats(0.5, 1e3), min_size=2, max_size=10))
def test_sprints_lie_between_those_of_the_best_and_worst_velocity(points: float, velocities: list[float]) -> None:
    pace = arithmetic.sprints(points, velocities)
    assert pace.best - 1 <= pace.mean <= pace.worst + CLOSE * pace.worst
    assert pace.best <= pace.worst


@PATIENT
@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 400))
def test_working_days_are_counted_from_monday_to_friday(start: date, days: int) -> None:
    end = arithmetic.after(start, days)
    span = (date.fromordinal(number) for number in range(start.toordinal(), end.toordinal() + 1))
    assert sum(day.weekday() < 5 for day in span) == days
    assert end.weekday() < 5


def test_an_amount_times_a_factor_keeps_its_shape() -> None:
    assert Estimate(1, 2, 3, 0.5).times(2) == Estimate(2, 4, 6, 1)
