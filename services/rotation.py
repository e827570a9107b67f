"""New keys: one that signs access tokens from now on, or one that encrypts, to which everything kept is moved."""

from __future__ import annotations

from enum import Enum

import typer
from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError

from services.auth.keys import SigningKeysError, rotate_signing_keys
from services.database import Database
from services.encryption import EncryptionError, FieldCipher, rotate_key_file
from services.payroll.encrypted_columns import ENCRYPTED_COLUMNS as OF_PAYROLL
from services.privacy.service import ENCRYPTED_COLUMNS as OF_PRIVACY
from services.private_files import PrivateFileError
from services.reencryption import reencrypt
from services.settings import Settings, SettingsError
from services.users.directory import ENCRYPTED_COLUMNS as OF_USERS

ENCRYPTED_COLUMNS = (*OF_USERS, *OF_PAYROLL, *OF_PRIVACY)
UNUSABLE = 2


class KeyKind(str, Enum):
    """Which key to replace, as it is typed."""

    SIGNING = "firma"
    ENCRYPTION = "cifrado"


KIND = typer.Argument(..., help="«firma» (tokens de acceso) o «cifrado» (datos guardados).", show_default=False)


def rotate_keys(kind: KeyKind = KIND) -> None:
    """Cambia una clave por otra nueva, sin reiniciar nada; lo cifrado pasa a la nueva."""
    console, errors = Console(), Console(stderr=True)
    try:
        settings = Settings.from_environment()
        if kind is KeyKind.SIGNING:
            console.print(
                f"Desde ahora firma la clave {rotate_signing_keys(settings.signing_keys_path)}.", markup=False
            )
            return
        console.print(f"Desde ahora cifra la clave {rotate_key_file(settings.encryption_keys_path)}.", markup=False)
        for name, count in move_to_current_key(settings).items():
            console.print(f"{name}: {count}", markup=False)
    except (SettingsError, EncryptionError, SigningKeysError, PrivateFileError) as error:
        errors.print(f"Configuración: {error}", markup=False)
        raise typer.Exit(UNUSABLE) from None
    except SQLAlchemyError as error:
        errors.print(
            f"La base de datos no respondió ({type(error).__name__}); la clave anterior sigue sirviendo para leer. "
            "Repita la orden.",
            markup=False,
        )
        raise typer.Exit(UNUSABLE) from None


def move_to_current_key(settings: Settings) -> dict[str, int]:
    """Encrypt everything kept with the newest key of the file; how many values of each column were moved."""
    database = Database(settings.database_url.get_secret_value(), pool_size=1, application_name="chatnomina-rotation")
    try:
        cipher = FieldCipher.from_file(settings.encryption_keys_path)
        return {each.name: reencrypt(database, cipher, each) for each in ENCRYPTED_COLUMNS}
    finally:
        database.dispose()
