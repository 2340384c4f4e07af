"""The operator's guide names nothing that is not there, and what it has written into files is understood."""

import os
import re
import shlex
import shutil
import subprocess
from importlib import import_module
from pathlib import Path

import click
import pytest
import trustme
from flask import Flask
from flask.cli import ScriptInfo
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from studyhub import command_line
from studyhub.config import ROOT
from studyhub.tooling.configuration import CONFIGURATION
from tests import guide
from tests.guide import GUIDE, texts
from tests.tools import require_tool

# Where the guide puts things; other addresses that begin with a slash are StudyHub's own.
FOLDERS = ("/etc", "/opt", "/run", "/usr", "/var")
UNITS = Path("/etc/systemd/system")
HARDENED = (
    "NoNewPrivileges=yes",
    "CapabilityBoundingSet=",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "PrivateTmp=yes",
)
# What an operator comes to the guide for.
TASKS = (
    "User, folders, code",
    "PostgreSQL",
    "Settings and secrets",
    "Services",
    "nginx and TLS",
    "First visit",
    "Mail",
    "A certification authority of your own",
    "Metrics",
    "Health",
    "Logs",
    "Backup",
    "Restore",
    "Upgrade",
    "Going back",
    "What is kept for how long",
    "A lost password",
    "Host names",
    "The secret key",
    "When something is down",
)


def test_every_task_of_an_operator_has_a_chapter() -> None:
    chapters = re.findall(r"^## (.+)$", GUIDE, re.MULTILINE)

    assert set(TASKS) - set(chapters) == set()


def test_every_setting_in_the_guide_is_one() -> None:
    settings = {setting.name for setting in CONFIGURATION}

    named = set(re.findall(r"\b(?:STUDYHUB_[A-Z_]+|DATABASE_URL(?:_FILE)?)\b", GUIDE))

    assert len(named) > 10
    assert named - settings == set()


def test_every_setting_of_a_service_is_one() -> None:
    settings = {setting.name for setting in CONFIGURATION}

    written = [*texts("/etc/studyhub/settings"), *texts("/etc/studyhub/mail")]
    names = {line.partition("=")[0] for text in written for line in text.splitlines()}

    assert {"STUDYHUB_URL", "STUDYHUB_SMTP_HOST"} <= names <= settings


def test_every_figure_in_the_guide_is_one(app: Flask) -> None:
    # The first request is what the second one counts.
    figures = [app.test_client().get("/metrics").text for _ in range(2)][1]

    named = set(re.findall(r"\b(?:studyhub|process)_[a-z_]+", GUIDE))

    assert len(named) > 10
    assert {name for name in named if not re.search(rf"^(# TYPE )?{name}\b", figures, re.MULTILINE)} == set()


def test_every_address_in_the_guide_is_one(app: Flask) -> None:
    quoted = re.findall(r"`(/[^`\s]*)`", GUIDE)
    asked_for = re.findall(r"//(?:studyhub\.example\.com|127\.0\.0\.1:\d+)(/[^\s'`;$]+)", GUIDE)
    # Those that nginx makes of /metrics.
    paths = {path for path in (*quoted, *asked_for) if not path.startswith((*FOLDERS, "/metrics/", "/api/v1/"))}

    assert {"/readyz", "/metrics", "/sign-in"} <= paths
    assert {path for path in paths if not _is_address(app, path)} == set()


def _is_address(app: Flask, path: str) -> bool:
    try:
        app.url_map.bind("localhost").match(path)
    except RequestRedirect:
        return False
    except HTTPException:
        return False
    return True


def test_every_constant_in_the_guide_is_one() -> None:
    named = re.findall(r"`studyhub/([\w/]+)\.py:(\w+)`", GUIDE)

    missing = [
        (module, name)
        for module, name in named
        if not hasattr(import_module(f"studyhub.{module.replace('/', '.')}"), name)
    ]

    assert (len(named) > 10, missing) == (True, [])


@pytest.mark.parametrize("line", guide.commands())
def test_every_command_in_the_guide_is_one(app: Flask, line: str) -> None:
    start = click.Context(command_line.commands, obj=ScriptInfo(create_app=lambda: app))
    command: click.Command = command_line.commands
    words = shlex.split(line)
    while words:
        word = words.pop(0)
        if word.startswith("--"):
            option = next((known for known in command.params if word in known.opts), None)
            assert isinstance(option, click.Option), f"{command.name} has no {word}"
            del words[: 0 if option.is_flag else 1]
        elif isinstance(command, click.Group):
            found = command.get_command(start, word)
            assert found is not None, f"There is no {word}"
            command = found


def test_all_commands_of_the_guide_are_looked_at() -> None:
    first_words = {line.split()[0] for line in guide.commands()}

    assert {"backup", "restore", "user", "people", "mail", "key", "worker", "db", "--version"} <= first_words


def test_every_place_the_guide_leads_to_is_there() -> None:
    broken = [link for link in re.findall(r"\]\(([^)]+)\)", GUIDE) if not _is_place(link)]

    assert broken == []


def _is_place(link: str) -> bool:
    name, _, place = link.partition("#")
    text = (ROOT / "docs" / name).read_text(encoding="utf-8") if name else GUIDE
    headings = [re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in re.findall(r"(?m)^#+ (.+)$", text)]
    return not place or place in [heading.lower() for heading in headings]


@pytest.mark.parametrize("shell", ["bash", "sh"])
def test_every_block_can_be_pasted(shell: str) -> None:
    read = subprocess.run(
        [str(shutil.which(shell)), "-n"], input="".join(guide.BLOCKS), capture_output=True, text=True, check=False
    )

    assert (read.returncode, read.stderr) == (0, "")


def test_the_command_for_the_operator_is_a_script() -> None:
    script = texts("/usr/local/sbin/studyhub")[0]

    subprocess.run([str(shutil.which("sh")), "-n"], input=script, text=True, check=True)


def test_nginx_understands_its_file(tmp_path: Path) -> None:
    nginx = require_tool("nginx")
    configuration = tmp_path / "nginx.conf"
    configuration.write_text(_configuration(tmp_path))
    test = [nginx, "-t", "-p", str(tmp_path), "-e", "stderr", "-c", str(configuration)]

    read = subprocess.run(test, capture_output=True, text=True, check=False)

    assert read.returncode == 0, read.stderr


def _configuration(folder: Path) -> str:
    """A whole configuration around the guide's file that touches nothing outside of a folder."""
    certificate = trustme.CA().issue_cert("studyhub.example.com")
    certificate.private_key_and_cert_chain_pem.write_to_path(folder / "both.pem")
    site = texts("/etc/nginx/sites-available/studyhub")[0]
    site = re.sub(r"/etc/nginx/tls/studyhub\.(pem|key)", str(folder / "both.pem"), site)
    site = site.replace("/var/log/nginx/studyhub.log", str(folder / "log"))
    # Not the ports: to test them nginx takes them.
    for number in range(site.count("listen ")):
        site = re.sub(r"listen (\[::\]:)?\d+", f"listen unix:{folder}/{number}", site, count=1)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    kept = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    return f"pid {folder}/pid;\nevents {{}}\nhttp {{\n{kept}\n{site}\n}}\n"


def test_nginx_waits_as_long_as_somebody_may_wait_to_sign_in() -> None:
    site = texts("/etc/nginx/sites-available/studyhub")[0]

    waits = [int(seconds) for seconds in re.findall(r"proxy_read_timeout (\d+)s;", site)]

    assert waits
    assert min(waits) >= 60


def test_every_service_may_do_little() -> None:
    common = texts("/etc/systemd/system/studyhub-.service.d/common.conf")[0]

    assert "\nUser=studyhub\n" in common
    assert set(HARDENED) - set(common.splitlines()) == set()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    units = [(path, text) for path, text in guide.files() if path.is_relative_to(UNITS)]
    for path, text in units:
        unit = tmp_path / path.relative_to(UNITS)
        unit.parent.mkdir(exist_ok=True)
        unit.write_text(text)

    read = subprocess.run(
        [
            *(str(shutil.which("systemd-analyze")), "verify"),
            *("studyhub-web@8001.service", "studyhub-worker.service", "studyhub.target"),
        ],
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert len(units) == 4
    assert [line for line in read.stderr.splitlines() if "studyhub" in line] == []
    assert read.returncode == 0, read.stderr


@pytest.mark.skipif(shutil.which("promtool") is None, reason="Prometheus is not installed")
def test_prometheus_understands_its_files(tmp_path: Path) -> None:
    (tmp_path / "studyhub-rules.yml").write_text(texts("/etc/prometheus/studyhub-rules.yml")[0])
    for text in texts("/etc/prometheus/prometheus.yml"):
        (tmp_path / "prometheus.yml").write_text(text.replace("/etc/prometheus/studyhub-token", os.devnull))
        check = [str(shutil.which("promtool")), "check", "config", str(tmp_path / "prometheus.yml")]
        subprocess.run(check, check=True)
