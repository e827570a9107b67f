"""The command line of the pre-training."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nlu.t5_encoder.__main__ import STAGES, main

if TYPE_CHECKING:
    from pathlib import Path


def test_a_missing_corpus_is_explained(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="CORPUS="):
        main(["--corpus", str(tmp_path)])


def test_stages_run_in_their_order_whatever_the_order_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sentences.tar.xz").touch()
    done: list[str] = []
    for name in STAGES:
        monkeypatch.setitem(STAGES, name, lambda *_, name=name: done.append(name))
    main(["--corpus", str(tmp_path), "--work", str(tmp_path / "work"), "train", "corpus"])
    assert done == ["corpus", "train"]
    done.clear()
    main(["--corpus", str(tmp_path), "--work", str(tmp_path / "work")])
    assert done == list(STAGES)
