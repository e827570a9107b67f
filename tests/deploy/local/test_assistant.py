from __future__ import annotations

from pathlib import Path

import pytest

from deploy.local.assistant import fingerprint, model_path, train
from deploy.local.errors import LaunchError
from deploy.local.progress import Progress


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    for name in ("config.yml", "domain.yml", "nlu/extractor.py", "data/nlu/pagos.yml", "data/normativa/cst.yml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"contenido de {name}\n")
    return tmp_path


def test_the_same_sources_have_the_same_model_wherever_they_lie(sources: Path) -> None:
    assert fingerprint(sources) == fingerprint(sources)
    assert model_path(sources) == sources / "models" / f"chatnomina-{fingerprint(sources)}.tar.gz"


@pytest.mark.parametrize("name", ["config.yml", "domain.yml", "nlu/extractor.py", "data/nlu/pagos.yml"])
def test_a_changed_source_asks_for_another_model(sources: Path, name: str) -> None:
    before = fingerprint(sources)
    (sources / name).write_text("otra cosa\n")
    assert fingerprint(sources) != before


def test_a_new_or_renamed_file_asks_for_another_model(sources: Path) -> None:
    before = fingerprint(sources)
    (sources / "data/nlu/primas.yml").write_text("nuevo\n")
    added = fingerprint(sources)
    (sources / "data/nlu/primas.yml").rename(sources / "data/nlu/prima.yml")
    assert len({before, added, fingerprint(sources)}) == 3


def test_what_no_training_reads_changes_nothing(sources: Path) -> None:
    before = fingerprint(sources)
    (sources / "data/normativa/cst.yml").write_text("otra cosa\n")
    (sources / "nlu/evaluation").mkdir()
    (sources / "nlu/evaluation/report.py").write_text("mide lo entrenado\n")
    (sources / "nlu/__pycache__").mkdir()
    (sources / "nlu/__pycache__/extractor.pyc").write_bytes(b"\0")
    assert fingerprint(sources) == before


def test_a_training_ends_when_its_data_are_found_wrong(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stand-in for Rasa finds the data wrong at once, and would train for an hour."""
    rasa = tmp_path / "rasa"
    rasa.write_text(
        "#!/bin/sh\n"
        'case "$*" in *validate*) echo "intent sin ejemplos"; exit 1 ;; esac\n'
        "for second in $(seq 3600); do echo Epochs; sleep 1; done\n"
    )
    rasa.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(rasa))
    with pytest.raises(LaunchError, match=r"Los datos del asistente tienen errores .*: intent sin ejemplos"):
        train({}, tmp_path / "logs" / "train.log", Progress(), sources)
    assert list((sources / "models").iterdir()) == []
