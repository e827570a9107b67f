from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from deploy.local.errors import LaunchError
from deploy.local.secrets_file import load_or_create_secrets


def test_secrets_are_made_once_and_for_their_owner_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    made = load_or_create_secrets(home)
    assert load_or_create_secrets(home) == made
    assert (home / "secrets.json").stat().st_mode & 0o777 == 0o600
    values = list(asdict(made).values())
    assert len(set(values)) == len(values)
    assert all(len(value) >= 32 for value in values)


def test_two_installations_share_no_secret(tmp_path: Path) -> None:
    one, other = (set(asdict(load_or_create_secrets(tmp_path / name)).values()) for name in ("a", "b"))
    assert one.isdisjoint(other)


def test_a_secret_that_a_newer_version_needs_is_added_and_the_others_are_kept(tmp_path: Path) -> None:
    made = asdict(load_or_create_secrets(tmp_path))
    path = tmp_path / "secrets.json"
    path.write_text(json.dumps({name: value for name, value in made.items() if name != "redis"}))
    again = asdict(load_or_create_secrets(tmp_path))
    assert again.pop("redis") != made.pop("redis")
    assert again == made


def test_a_damaged_file_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").write_text("{")
    with pytest.raises(LaunchError, match=r"^No se puede leer .*secrets.json"):
        load_or_create_secrets(tmp_path)
