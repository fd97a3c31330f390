from __future__ import annotations

import numpy as np

from synthreview.analyzers.similarity.conflicts import conflicts


def found(*rows: tuple[int, int, int, int]):
    """Conflicts of rows (item, group, label, annotator)."""
    items, groups, labels, annotators = np.array(rows, np.int64).reshape(-1, 4).T
    return conflicts(items, groups, labels.astype(np.uint64), annotators.astype(np.uint64))


def test_the_odd_one_out_weighs_most_and_points_at_the_first_of_the_others():
    against = found((1, 0, 7, 0), (2, 0, 7, 0), (3, 0, 8, 0))
    assert {item: (each.with_item, round(each.others, 2)) for item, each in against.items()} == {
        1: (3, 0.33),
        2: (3, 0.33),
        3: (1, 0.67),
    }


def test_two_annotators_may_differ():
    assert found((1, 0, 7, 1), (2, 0, 8, 2)) == {}


def test_other_groups_equal_labels_and_missing_labels_are_no_conflict():
    assert found((1, 0, 7, 0), (2, 1, 8, 0), (3, 0, 7, 0), (4, 0, 0, 0)) == {}
    assert found() == {}
