"""What the models of each arm are trained on."""

from __future__ import annotations

import numpy as np
import pytest

from synthreview.probe.arms import CLEANED, PEOPLE, RANDOM, RAW, Examples, Run, arms, corrected_first, hard

N = 100


def one_hot(classes) -> np.ndarray:
    found = np.zeros((len(classes), 2))
    for row, chosen in enumerate(classes):
        if chosen is not None:
            found[row, chosen] = 1
    return found


def examples(*, people=True, rejected=0, fixed=10, accepted=5) -> Examples:
    """All are labelled 0; people say 1 of every other one. The first are fixed, accepted, rejected, in order."""
    raw = one_hot([0] * N)
    now = raw.copy()
    now[:fixed] = one_hot([1] * fixed)
    now[fixed + accepted : fixed + accepted + rejected] = 0
    seen = np.arange(N) < fixed + accepted + rejected
    said = one_hot([n % 2 for n in range(N)]) if people else np.zeros((N, 2))
    return Examples(np.arange(N), np.arange(N), raw, now, said, seen, np.zeros(N, bool))


def run(seed=0) -> Run:
    return Run(np.ones(N, bool), np.zeros(N, bool), seed)


def test_cleaned_data_has_what_was_fixed_and_lacks_what_was_rejected():
    made = dict(arms(examples(rejected=7), run()))
    cleaned = made[CLEANED]
    assert (cleaned.corrected, cleaned.removed, len(cleaned.rows)) == (10, 7, N - 7)
    assert cleaned.targets[:10, 1].all()
    assert not set(range(15, 22)) & set(cleaned.rows.tolist())
    assert len(made[RAW].rows) == N
    assert not made[RAW].targets[:, 1].any()


def test_at_random_as_many_are_corrected_as_were_decided_on_whatever_the_verdict():
    told = [dict(arms(examples(rejected=7), run(seed)))[RANDOM] for seed in range(200)]
    changed = [one.corrected for one in told]
    # Twenty-two are drawn; people differ on half of all.
    assert np.mean(changed) == pytest.approx(11, abs=0.6)
    assert max(changed) <= 22
    assert {one.removed for one in told} == {0}
    assert len({one.targets.tobytes() for one in told}) > 150


def test_where_people_are_not_known_as_many_are_taken_out_as_were_rejected():
    made = dict(arms(examples(people=False, fixed=0, rejected=7), run()))
    assert PEOPLE not in made
    assert (made[RANDOM].removed, made[RANDOM].corrected, len(made[RANDOM].rows)) == (7, 0, N - 7)
    assert RANDOM not in dict(arms(examples(people=False), run()))
    # What was corrected cannot be imitated: taking out a few would be no control of it.
    assert RANDOM not in dict(arms(examples(people=False, rejected=7), run()))


def test_every_run_has_the_same_arms_also_where_it_trains_on_nothing_reviewed():
    one = examples(fixed=1, accepted=0)
    for trained in (np.arange(N) >= 50, np.arange(N) < 50):
        made = dict(arms(one, Run(trained, ~trained, 0)))
        assert set(made) == {PEOPLE, RAW, CLEANED, RANDOM}


def test_at_random_those_are_corrected_whose_answers_are_known():
    whole = examples(rejected=7)
    said = whole.people.copy()
    said[60:] = 0
    some = Examples(whole.places, whole.groups, whole.raw, whole.now, said, whole.looked_at, whole.rewritten)
    told = [dict(arms(some, run(seed)))[RANDOM].corrected for seed in range(100)]
    assert np.mean(told) == pytest.approx(11, abs=0.8)


def test_people_must_be_known_for_half_of_the_data():
    whole = examples()
    for known, there in ((49, False), (51, True)):
        said = whole.people.copy()
        said[known:] = 0
        some = Examples(
            whole.places, whole.groups, whole.raw, whole.now, said, whole.looked_at, whole.rewritten
        )
        assert (PEOPLE in dict(arms(some, run()))) is there


def test_nothing_reviewed_nothing_to_compare():
    assert set(dict(arms(examples(fixed=0, accepted=0), run()))) == {PEOPLE, RAW}


def test_a_run_trains_on_nothing_that_it_may_not():
    part = Run(np.arange(N) >= 50, np.arange(N) < 50, 0)
    for name, arm in arms(examples(rejected=7), part):
        assert arm.rows.min() >= 50, name


def test_the_riskiest_are_corrected_first():
    arm = corrected_first(examples(), run(), np.arange(N)[::-1], 4)
    assert arm.corrected == 2  # of 99, 98, 97 and 96 people differ on the odd ones
    assert set(arm.rows[arm.targets[:, 1] > 0].tolist()) == {99, 97}


def test_the_largest_share_alone_counts_and_a_tie_does_not():
    shares = np.array([[0.2, 0.5, 0.3], [0.5, 0.5, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    assert hard(shares).tolist() == [[0, 1, 0], [0, 0, 0], [0, 0, 0], [0, 0, 1]]


def test_a_text_that_was_rewritten_is_trained_on_as_it_is_now_and_counts_as_corrected():
    whole = examples(fixed=2, accepted=8)
    written = np.arange(N) == 5
    some = Examples(whole.places, whole.groups, whole.raw, whole.now, whole.people, whole.looked_at, written)
    made = dict(arms(some, run()))
    assert made[CLEANED].corrected == 3
    assert sorted(set(made[CLEANED].rows.tolist()) - set(range(N))) == [N + 5]
    assert max(made[RAW].rows) < N
    assert max(made[RANDOM].rows) < N


def test_what_had_no_label_and_was_labelled_is_in_the_cleaned_data_alone():
    whole = examples(fixed=10)
    raw = whole.raw.copy()
    raw[:4] = 0
    some = Examples(
        whole.places, whole.groups, raw, whole.now, whole.people, whole.looked_at, whole.rewritten
    )
    made = dict(arms(some, run()))
    assert (len(made[RAW].rows), len(made[CLEANED].rows)) == (N - 4, N)
    assert made[CLEANED].corrected == 10
