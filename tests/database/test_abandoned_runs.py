"""A run of the tests that was killed must not stand in the way of the next one."""

from pathlib import Path

from tests.postgres import remove_run


def test_folder_of_a_run_whose_server_died_with_it_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "studyhub-tests-1-left"
    data = folder / "postgres" / "data"
    data.mkdir(parents=True)
    # What a machine that was switched off leaves: the way to stop the server, and nobody who listens.
    (folder / "postgres" / "stop").write_text("/bin/false")
    (data / "postmaster.pid").write_text("1\n")

    remove_run(folder)

    assert not folder.exists()
