import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funding_radar.matching.words import rows as rows_module
from funding_radar.matching.words.rows import Rows

WIDTH = 7
NUMBERS = st.floats(0.125, 9, width=32)
SPARSE = st.lists(st.dictionaries(st.integers(0, WIDTH - 1), NUMBERS), min_size=1, max_size=9)
SOME = Rows.holding([{1: 2.0, 5: 3.0}, {}, {5: 1.0, 0: 4.0}], WIDTH)


def dense(rows: Rows) -> list[list[float]]:
    found: list[list[float]] = rows.turned().T.tolist()
    return found


def test_rows_hold_their_numbers_where_they_are_named() -> None:
    assert dense(SOME) == [[0, 2, 0, 0, 0, 3, 0], [0] * 7, [4, 0, 0, 0, 0, 1, 0]]


def test_what_becomes_nought_is_left_out() -> None:
    left = SOME.having(np.array([0, 1, 2, 0]))

    assert left.data.tolist() == [1, 2]
    assert dense(left) == [[0, 0, 0, 0, 0, 1, 0], [0] * 7, [2, 0, 0, 0, 0, 0, 0]]


def test_what_is_named_twice_counts_two() -> None:
    assert dense(Rows.counting([[2, 0, 2], [], [1]], 3)) == [[1, 0, 2], [0, 0, 0], [0, 1, 0]]


def test_no_rows_are_rows() -> None:
    assert len(Rows.counting([], 3)) == len(Rows.holding([], 3)) == 0


def test_rows_of_length_one_stay_nothing_where_they_are_nothing() -> None:
    length = np.linalg.norm(SOME.unit().turned(), axis=0)

    assert length.tolist() == pytest.approx([1, 0, 1])
    assert np.linalg.norm(SOME.unit(short=3).turned(), axis=0)[0] < 1


def test_rows_are_cut_by_rows_and_by_columns() -> None:
    assert dense(SOME.part(1, 3)) == dense(SOME)[1:]
    assert dense(SOME.only(np.array([0, 5], dtype=np.int32))) == [[0, 3], [0, 0], [4, 1]]


def test_rows_are_packed_into_the_columns_that_they_use() -> None:
    used, packed = SOME.packed()

    assert used.tolist() == [0, 1, 5]
    assert dense(packed) == [[0, 2, 3], [0, 0, 0], [4, 0, 1]]


@given(SPARSE, st.data())
def test_rows_stand_beside_each_other(left: list[dict[int, float]], data: st.DataObject) -> None:
    right = data.draw(
        st.lists(SPARSE.map(lambda rows: rows[0]), min_size=len(left), max_size=len(left))
    )
    one, other = Rows.holding(left, WIDTH), Rows.holding(right, WIDTH)

    both = one.beside(other)

    assert both.turned().tolist() == np.vstack([one.turned(), other.turned()]).tolist()


@settings(deadline=None)
@given(SPARSE, SPARSE, st.integers(1, 3))
def test_few_rows_give_the_very_numbers_that_many_give(
    left: list[dict[int, float]], right: list[dict[int, float]], calls: int
) -> None:
    few, asked = Rows.holding(left, WIDTH), Rows.holding(right[:calls], WIDTH).turned()
    many = Rows.holding(left + [{}] * rows_module.MANY, WIDTH)

    assert few.times(asked).tolist() == many.times(asked)[: len(left)].tolist()
