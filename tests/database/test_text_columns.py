"""Who writes a text is known of every column: what is known of none is planted, poisoned and looked for by nobody."""

from tests.text_columns import MADE, TYPED, WRITTEN, texts


def test_of_every_column_of_text_it_is_said_who_writes_it() -> None:
    said = {f"{table}.{name}" for one in (TYPED, WRITTEN, MADE) for table, names in one.items() for name in names}

    assert said == {f"{table}.{name}" for table, names in texts().items() for name in names}
