"""`python3 app.py …`: serves without a word, otherwise runs one of the commands that the features bring."""

import sys

import click
from flask import Flask
from flask.cli import AppGroup, ScriptInfo
from sqlalchemy.exc import SQLAlchemyError

from benchmarks.cli import bench
from studyhub import clock, create_app, logs
from studyhub.config import ROOT, CannotStart, Settings
from studyhub.db import db
from studyhub.environment import read_settings
from studyhub.outages.kinds import is_outage
from studyhub.server import serving, starting
from studyhub.tooling import checks
from studyhub.version import version

PROGRAM = "python3 app.py"
ORDER = (
    *("demo", "worker", "mail", "user", "people", "circle", "note", "post", "rota", "alerts"),
    *("bench", "backup", "restore", "key", "db"),
)
# bench makes databases of its own, test needs none, and the others look at the tables as they are, or change them.
LEAVES_TABLES_ALONE = {"backup", "bench", "db", "restore", "test"}
# Takes another key over, so it must not be refused for it.
LEAVES_KEY_ALONE = {"key"}


class Commands(click.Group):
    """The checks, and the commands of the application, which is made only when one of them is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All words in the order of ORDER, new ones at the end."""
        brought = self._brought(ctx)
        known = [name for name in ORDER if name in brought]
        return ["test", *known, *sorted(brought.keys() - set(ORDER))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One word's command."""
        return super().get_command(ctx, cmd_name) or self._brought(ctx).get(cmd_name)

    def _brought(self, ctx: click.Context) -> dict[str, click.Command]:
        app = ctx.ensure_object(ScriptInfo).load_app()
        own: AppGroup = app.cli  # type: ignore[assignment]  # Flask calls its group a click.Group
        return {**own.commands, "bench": bench, "db": _database_commands(app), **_backup_commands()}


def _database_commands(app: Flask) -> click.Group:
    # Imported here: the server needs no Alembic, which takes a tenth of the memory.
    from flask_migrate import Migrate  # noqa: PLC0415 -- see above
    from flask_migrate.cli import db as group  # noqa: PLC0415 -- see above

    Migrate(app, db, directory=str(ROOT / "migrations"))
    commands: click.Group = group
    return commands


def _backup_commands() -> dict[str, click.Command]:
    from studyhub.backups.cli import backup, restore  # noqa: PLC0415 -- they restore by Alembic: see above

    return {"backup": backup, "restore": restore}


def _alembics_error() -> type[Exception]:
    from alembic.util import CommandError  # noqa: PLC0415 -- see _database_commands

    return CommandError


def run(words: list[str]) -> int:
    """Run one command; hand back its exit code. What cannot be done is said in one sentence."""
    try:
        script = ScriptInfo(create_app=create_app, set_debug_flag=False)
        return int(commands.main(words, PROGRAM, standalone_mode=False, obj=script) or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        print("Stopped.", file=sys.stderr)
    except (CannotStart, _alembics_error()) as error:
        print(error, file=sys.stderr)
    except SQLAlchemyError as error:
        if not is_outage(error):
            raise
        print("The database does not answer; try again, or check DATABASE_URL.", file=sys.stderr)
    return 1


def _say_version(ctx: click.Context, _option: click.Parameter, is_asked: bool) -> None:
    if is_asked and not ctx.resilient_parsing:
        click.echo(f"StudyHub {version()}")
        ctx.exit()


@click.group(cls=Commands, invoke_without_command=True, subcommand_metavar="[COMMAND [ARGUMENTS]…]")
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_say_version, help="Say which.")
@click.option("--host", help="Address to listen on; one that other machines reach requires STUDYHUB_URL.  [127.0.0.1]")
@click.option("--port", type=int, help="Port to listen on; 0 takes a free one.  [PORT, or 8000]")
@click.option("--no-worker", is_flag=True, help="Serve pages alone: `worker`, or another server, sends messages.")
@click.pass_context
def commands(ctx: click.Context, host: str | None, port: int | None, no_worker: bool) -> None:
    """StudyHub. Without a command it starts the server and the background worker, and prints their address.

    All other settings are environment variables; the README lists them.
    """
    if ctx.invoked_subcommand is None:
        settings = read_settings(host=host, port=port)
        serving.serve(create_app(settings), settings, has_worker=not no_worker)
        return
    if host is not None or port is not None or no_worker:
        raise click.UsageError("--host, --port and --no-worker belong to the server, which starts without a command.")
    if ctx.invoked_subcommand not in LEAVES_TABLES_ALONE and not asks_for_help():
        app = ctx.ensure_object(ScriptInfo).load_app()
        _make_ready(app, ctx.invoked_subcommand)


def _make_ready(app: Flask, command: str) -> None:
    """Bring the tables up to date for a command; what that did is told."""
    tell = logs.write_json if command == "worker" else logs.tell_upgrades
    tell()
    steps = starting.bring_tables if command in LEAVES_KEY_ALONE else starting.make_ready
    steps(app, settings_of(app), now=clock.now())


@commands.command(add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1)
def test(words: tuple[str, ...]) -> int:
    """Run every check, or only the tests you name."""
    return checks.run(list(words), ROOT)


def asks_for_help() -> bool:
    """Whether the words only ask how a command is used."""
    return "--help" in sys.argv[1:]


def settings_of(app: Flask) -> Settings:
    """The settings an application was made with."""
    settings: Settings = app.config["STUDYHUB_SETTINGS"]
    return settings
