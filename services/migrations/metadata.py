"""Every table the services declare, gathered so that revisions can be compared with the models."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from typing import TYPE_CHECKING

import services
from services.database import Base

if TYPE_CHECKING:
    from sqlalchemy import MetaData


def declared_metadata() -> MetaData:
    """The metadata of ``Base`` after importing the audit log and every ``models`` module below ``services``."""
    importlib.import_module("services.audit")
    for package in pkgutil.walk_packages(services.__path__, prefix="services."):
        if not package.ispkg:
            continue
        name = f"{package.name}.models"
        if importlib.util.find_spec(name) is not None:
            importlib.import_module(name)
    return Base.metadata
