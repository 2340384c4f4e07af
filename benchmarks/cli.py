"""`python3 app.py bench`: how fast StudyHub is, in multiples of the least that shows the same rows."""

import click

SIZES = ("S", "M", "L")


@click.command()
@click.option("--quick", is_flag=True, help="Fewer rounds, and only S and M.")
@click.option("--large", is_flag=True, help="Also L: 60,000 sessions, a million sign-ups; filled once, in minutes.")
def bench(quick: bool, large: bool) -> int:
    """Measure against a floor of the same rows, and print a table in Markdown.

    Fills databases under build/, or beside the one of DATABASE_URL; a real StudyHub's is not touched.
    """
    from benchmarks import report  # noqa: PLC0415 -- only for whoever measures

    sizes = SIZES if large and not quick else SIZES[:2]
    return report.run(sizes=sizes, quick=quick, say=lambda line: click.echo(line, err=True))
