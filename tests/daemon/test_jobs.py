"""Jobs: each once at its time, missed ones once, failed ones again soon, dead daemons' ones taken over."""

import logging
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from db.engine import open_engine, reading
from db.errors import RadarError
from db.jobs import planned_jobs
from db.models import Job
from db.views import UK
from funding_radar.config import Settings
from funding_radar.daemon import Daemon, Left
from funding_radar.jobs.rhythm import UkTime, every, jitter
from funding_radar.jobs.work import Done, Work
from tests.conftest import NOW
from tests.daemon.playing import Clock, Diary, daemon, play

TUESDAY = 1


def _job(engine: Engine, name: str) -> Job:
    with reading(engine) as session:
        return next(job for job in planned_jobs(session) if job.name == name)


def test_a_job_at_an_interval_runs_at_once_and_then_at_its_interval(engine: Engine) -> None:
    clock, diary = Clock(), Diary()

    play(daemon(engine, clock, diary.kind("send", every(30))), clock, NOW + timedelta(hours=2))

    assert diary.times("send") == [NOW + timedelta(minutes=30 * n) for n in range(5)]


@pytest.mark.parametrize(
    "change", [pytest.param((2027, 3, 28), id="spring"), pytest.param((2026, 10, 25), id="autumn")]
)
def test_a_weekly_job_keeps_its_hour_on_uk_clocks_through_a_clock_change(
    engine: Engine, change: tuple[int, int, int]
) -> None:
    turned = datetime(*change, 12, tzinfo=UTC)
    clock, diary = Clock(turned - timedelta(days=14)), Diary()

    play(
        daemon(engine, clock, diary.kind("digest", UkTime(9, 0, TUESDAY))),
        clock,
        turned + timedelta(days=14),
        timedelta(minutes=30),
    )

    said = [f"{at.astimezone(UK):%a %H:%M}" for at in diary.times("digest")]
    assert said == ["Tue 09:00"] * 4
    assert len({at.hour for at in diary.times("digest")}) == 2, "in UTC the hour moves"


@pytest.mark.parametrize(
    ("change", "on_the_day"),
    [
        pytest.param((2027, 3, 28), datetime(2027, 3, 28, 1, 15, tzinfo=UTC), id="01:15 is not"),
        pytest.param(
            (2026, 10, 25), datetime(2026, 10, 25, 0, 15, tzinfo=UTC), id="01:15 is twice"
        ),
    ],
)
def test_a_nightly_job_runs_once_a_day_through_a_clock_change(
    engine: Engine, change: tuple[int, int, int], on_the_day: datetime
) -> None:
    turned = datetime(*change, 12, tzinfo=UTC)
    clock, diary = Clock(turned - timedelta(days=3)), Diary()

    play(
        daemon(engine, clock, diary.kind("backup", UkTime(1, 15))),
        clock,
        turned + timedelta(days=3),
        timedelta(minutes=5),
    )

    days = [at.astimezone(UK).date() for at in diary.times("backup")]
    assert len(days) == len(set(days)) == 6
    assert on_the_day in diary.times("backup")


def test_what_was_missed_while_the_machine_was_off_runs_once(engine: Engine) -> None:
    clock, diary = Clock(), Diary()
    kinds = [diary.kind("digest", UkTime(9, 0, TUESDAY)), diary.kind("backup", UkTime(3, 15))]
    play(daemon(engine, clock, *kinds), clock, NOW + timedelta(hours=3))
    clock.now = NOW + timedelta(days=16)

    play(daemon(engine, clock, *kinds, name="after"), clock, clock.now + timedelta(hours=3))

    assert diary.counts() == {"digest": 1, "backup": 1}


def test_a_changed_timetable_takes_effect_and_a_job_that_is_no_more_goes(engine: Engine) -> None:
    clock, diary = Clock(), Diary()
    daemon(engine, clock, diary.kind("digest", UkTime(9, 0, TUESDAY)), diary.kind("old", every(5)))

    play(
        daemon(engine, clock, diary.kind("digest", UkTime(10, 0, 4))),
        clock,
        NOW + timedelta(days=6),
    )

    assert [f"{at.astimezone(UK):%a %H:%M}" for at in diary.times("digest")] == ["Fri 10:00"]
    assert diary.counts()["old"] == 0


def test_a_job_that_failed_is_an_alarm_until_it_is_mended_and_is_tried_again_soon(
    engine: Engine,
) -> None:
    clock, diary, broken = Clock(), Diary(), [True]

    def act(_work: Work) -> None:
        if broken[0]:
            msg = "the mail server at mail.example does not know anna@members.example"
            raise RadarError(msg)

    one = daemon(engine, clock, diary.kind("digest", UkTime(9, 0, TUESDAY), act))
    clock.now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    one.work()

    assert _job(engine, "digest").last_outcome == "failed"
    assert (
        _job(engine, "digest").last_message
        == "the mail server at mail.example does not know (address)"
    )
    again = daemon(engine, clock, *one.kinds.values(), name="started anew")
    clock.now += timedelta(minutes=15)
    again.work()
    broken[0] = False
    clock.now += timedelta(minutes=15)
    again.work()
    again.work()

    assert diary.counts()["digest"] == 3
    assert (_job(engine, "digest").last_outcome, _job(engine, "digest").last_message) == (
        "ok",
        None,
    )
    assert _job(engine, "digest").due_at == datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


def test_one_job_that_fails_does_not_stop_the_others(engine: Engine) -> None:
    clock, diary = Clock(), Diary()

    def act(_work: Work) -> None:
        raise ZeroDivisionError

    one = daemon(engine, clock, diary.kind("a", every(60), act), diary.kind("b", every(60)))

    assert one.work() == 2
    assert diary.counts() == {"a": 1, "b": 1}
    assert "ZeroDivisionError (" in str(_job(engine, "a").last_message)


def test_a_job_with_more_to_do_lets_those_that_wait_go_first(engine: Engine) -> None:
    clock, diary = Clock(), Diary()
    left = [2]

    def act(_work: Work) -> Done:
        clock.pause(60)
        left[0] -= 1
        return Done("some", more=left[0] > 0)

    daemon(engine, clock, diary.kind("a", every(60), act), diary.kind("b", every(60))).work()

    assert [name for name, _ in diary.ran] == ["a", "b", "a"]


def test_a_claim_is_kept_while_the_work_goes_on_and_free_when_the_daemon_is_dead(
    engine: Engine, database_url: str
) -> None:
    clock, diary = Clock(), Diary()
    other_engine = open_engine(database_url)
    other = daemon(other_engine, clock, diary.kind("long", every(60)), name="other")

    def renewed() -> bool:
        return _job(engine, "long").claimed_until_at == clock.now + other.lease

    def act(_work: Work) -> None:
        for _ in range(6):  # half an hour, in steps shorter than a lease
            clock.pause(270)
            assert any(renewed() for _ in range(5000)), "nobody renewed the claim"
            assert other.work() == 0

    one = daemon(engine, clock, diary.kind("long", every(60), act), name="one")
    one.beat_seconds = 0.01
    one.work()

    assert diary.counts()["long"] == 1
    other_engine.dispose()


def test_the_claim_of_a_daemon_that_died_runs_out(engine: Engine) -> None:
    clock, diary = Clock(), Diary()

    class Killed(BaseException):
        pass

    def die(_work: Work) -> None:
        raise Killed

    one = daemon(engine, clock, diary.kind("send", every(60), die), name="one")
    one._leave = lambda _name: None  # type: ignore[method-assign]  # kill -9 leaves no time to give it back
    with pytest.raises(Killed):
        one.work()
    other = daemon(engine, clock, diary.kind("send", every(60)), name="other")

    clock.now += timedelta(minutes=Settings().daemon.lease_minutes)
    assert other.work() == 0
    clock.now += timedelta(seconds=1)
    assert other.work() == 1


def test_a_daemon_that_is_stopped_gives_its_job_back_at_once(engine: Engine) -> None:
    clock, diary = Clock(), Diary()

    def stop(_work: Work) -> None:
        raise Left

    with pytest.raises(Left):
        daemon(engine, clock, diary.kind("send", every(60), stop), name="one").work()

    assert daemon(engine, clock, diary.kind("send", every(60)), name="other").work() == 1


def test_a_daemon_that_lost_its_claim_does_not_overwrite_who_has_it(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    clock, diary = Clock(), Diary()
    other = daemon(engine, clock, diary.kind("send", every(60)), name="other")

    def sleep_long(_work: Work) -> None:
        clock.now += timedelta(hours=2)
        other.work()

    with caplog.at_level(logging.WARNING):
        one = daemon(engine, clock, diary.kind("send", every(60), sleep_long), name="one")
        one.beat_seconds = 1000.0
        one.run_one()

    assert "another daemon had taken send over" in caplog.text
    assert _job(engine, "send").last_started_at == NOW + timedelta(hours=2)


def test_many_daemons_at_once_never_do_the_same_job_twice(
    engine: Engine, database_url: str
) -> None:
    clock, diary = Clock(), Diary()
    names = [f"job {n}" for n in range(40)]
    kinds = [diary.kind(name, every(60)) for name in names]
    engines = [open_engine(database_url) for _ in range(4)]
    daemons = [daemon(e, clock, *kinds, name=str(n)) for n, e in enumerate(engines)]
    gate = threading.Barrier(len(daemons))

    def begin(one: Daemon) -> None:
        gate.wait()
        one.work()

    threads = [threading.Thread(target=begin, args=(one,)) for one in daemons]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert diary.counts() == dict.fromkeys(names, 1)
    for one in engines:
        one.dispose()


def test_jitter_is_a_part_of_the_rhythm_and_the_same_for_all() -> None:
    rhythm = timedelta(hours=24)
    found = [jitter(f"source {n}", NOW, rhythm, 10) for n in range(200)]

    assert all(timedelta() <= late < rhythm / 10 for late in found)
    assert len({round(late.total_seconds() / 3600, 1) for late in found}) > 15
    assert found[7] == jitter("source 7", NOW.astimezone(UK), rhythm, 10)


def test_a_clock_that_was_a_year_ahead_and_is_set_back_keeps_no_job_waiting(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    clock, diary = Clock(NOW + timedelta(days=365)), Diary()
    kinds = (diary.kind("send", every(30)), diary.kind("digest", UkTime(9, 0, TUESDAY)))
    made = daemon(engine, clock, *kinds)
    made.work()
    clock.now = NOW

    play(made, clock, NOW + timedelta(days=2))

    back = [at for at in diary.times("send") if at < NOW + timedelta(days=3)]
    assert back[0] == NOW + timedelta(minutes=30)
    assert [f"{at.astimezone(UK):%a %H:%M}" for at in diary.times("digest")] == ["Tue 09:00"]
    assert (
        caplog.messages.count("the clock was set back: what was planned by it is planned anew") == 1
    )
