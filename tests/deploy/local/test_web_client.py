from __future__ import annotations

import io
import os
import sys
import threading
from pathlib import Path

import pytest

from deploy.local import web_client
from deploy.local.progress import Progress
from deploy.local.web_client import ensure_web_client, fingerprint, node_commands

# Writes down what it was asked for, and builds a page as npm would.
NPM = """#!{python}
import pathlib, sys
folder = pathlib.Path(sys.argv[sys.argv.index("--prefix") + 1])
with (folder / "asked.txt").open("a") as asked:
    asked.write(" ".join(each for each in sys.argv[1:] if each != str(folder)) + "\\n")
if "ci" in sys.argv:
    (folder / "node_modules").mkdir(exist_ok=True)
elif (folder / "broken").exists():
    sys.exit("no compila")
else:
    (folder / "dist").mkdir(exist_ok=True)
    (folder / "dist" / "index.html").write_text("página")
"""


def program(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder of programs: a Node.js that is new enough, and an npm that builds at once."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program(folder / "node", "#!/bin/sh\necho v20.19.0\n")
    program(folder / "npm", NPM.format(python=sys.executable))
    return folder


@pytest.fixture
def client(tmp_path: Path) -> Path:
    """The sources of a page."""
    folder = tmp_path / "web"
    (folder / "src").mkdir(parents=True)
    for name in ("index.html", "package.json", "package-lock.json", "vite.config.ts", "src/main.tsx"):
        (folder / name).write_text(f"contenido de {name}\n", encoding="utf-8")
    return folder


def build(client: Path, tools: Path) -> str:
    """Ensure the page, and return what was said on the terminal."""
    said = io.StringIO()
    ensure_web_client({"PATH": os.fspath(tools)}, client.parent / "logs", Progress(said), client)
    return said.getvalue()


def asked(client: Path) -> list[str]:
    return (client / "asked.txt").read_text(encoding="utf-8").splitlines()


def test_a_page_is_built_once_for_its_sources(client: Path, tools: Path) -> None:
    assert "✓ Construir la página del chat" in build(client, tools)
    assert build(client, tools) == ""
    assert asked(client) == ["--prefix ci --omit=dev --ignore-scripts --no-progress", "--prefix run build"]


def test_changed_sources_are_built_again_without_installing_again(client: Path, tools: Path) -> None:
    build(client, tools)
    (client / "src" / "main.tsx").write_text("otra cosa\n", encoding="utf-8")
    build(client, tools)
    assert asked(client)[1:] == ["--prefix run build"] * 2


def test_changed_dependencies_are_installed_and_built(client: Path, tools: Path) -> None:
    build(client, tools)
    (client / "package-lock.json").write_text("otra versión\n", encoding="utf-8")
    build(client, tools)
    assert [line.split()[1] for line in asked(client)] == ["ci", "run", "ci", "run"]


def test_tests_and_tools_are_no_sources_of_the_page(client: Path) -> None:
    before = fingerprint(client)
    (client / "tests").mkdir()
    (client / "tests" / "main.test.ts").write_text("prueba\n", encoding="utf-8")
    (client / "README.md").write_text("leer\n", encoding="utf-8")
    assert fingerprint(client) == before


def test_a_build_that_fails_is_told_in_a_line_and_tried_again_the_next_time(client: Path, tools: Path) -> None:
    (client / "broken").touch()
    said = build(client, tools)
    assert "La página del chat no se pudo construir" in said
    assert "no compila" in said
    assert "Lo demás sigue igual." in said
    (client / "broken").unlink()
    assert "✓" in build(client, tools)
    assert (client / "dist" / "index.html").exists()


def test_without_node_the_rest_goes_on(client: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_client, "find_spec", lambda _name: None)
    (tmp_path / "empty").mkdir()
    said = build(client, tmp_path / "empty")
    assert "falta Node.js 20.19 o más nuevo" in said
    assert not (client / "dist").exists()


@pytest.mark.parametrize(
    ("version", "taken"),
    [("v20.19.0", True), ("v24.1.0", True), ("v20.18.9", False), ("v18.20.1", False), ("nada", False)],
)
def test_only_a_new_enough_node_counts(
    tools: Path, monkeypatch: pytest.MonkeyPatch, version: str, *, taken: bool
) -> None:
    monkeypatch.setattr(web_client, "find_spec", lambda _name: None)
    program(tools / "node", f"#!/bin/sh\necho {version}\n")
    assert (node_commands(os.fspath(tools)) is not None) is taken


def test_two_starts_at_once_build_once(client: Path, tools: Path) -> None:
    starts = [threading.Thread(target=build, args=(client, tools)) for _ in range(2)]
    for start in starts:
        start.start()
    for start in starts:
        start.join(60)
    assert asked(client).count("--prefix run build") == 1
