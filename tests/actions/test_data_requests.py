from __future__ import annotations

import pytest

from actions.data_requests import DataRequest, asks_correction, data_request, named_datum
from actions.question import plain
from services.privacy.views import Datum

ASKED = [
    (DataRequest.CONSULT, "¿Qué datos tienen de mí?"),
    (DataRequest.CONSULT, "¿qué información guardan sobre mí?"),
    (DataRequest.CONSULT, "quién ha visto mis datos"),
    (DataRequest.CONSULT, "habeas data"),
    (DataRequest.EXPORT, "exporten mis datos"),
    (DataRequest.EXPORT, "quiero una copia de mis datos personales"),
    (DataRequest.ERASE_CONVERSATION, "borren mi historial de chat"),
    (DataRequest.ERASE_CONVERSATION, "elimina todo lo que hemos hablado"),
    (DataRequest.ERASE_RECORDS, "borren mis desprendibles"),
    (DataRequest.ERASE_RECORDS, "eliminen todos mis datos"),
    (DataRequest.CORRECTIONS, "¿cómo va mi solicitud de corrección?"),
    (DataRequest.POLICY, "¿cuál es la política de privacidad?"),
    (DataRequest.ACCEPT, "acepto la política de tratamiento de datos"),
    (DataRequest.REVOKE, "ya no autorizo el uso de mis datos"),
    (DataRequest.REVOKE, "no acepto la política de datos"),
    (None, "mis datos"),
    (None, "mi historial de pagos"),
    (None, "¿autoricé ese descuento?"),
    (None, "quiero retirar mis cesantías"),
    (None, "quiero cancelar mis vacaciones"),
    (None, "descargar mi desprendible"),
    (None, "quítenme ese descuento"),
    (None, "información sobre mi pago de marzo"),
]


@pytest.mark.parametrize(("request_", "text"), ASKED)
def test_reads_the_right_that_a_person_exercises(request_: DataRequest | None, text: str) -> None:
    assert data_request(plain(text)) is request_


@pytest.mark.parametrize(
    ("text", "datum"),
    [
        ("corrijan mi dirección", Datum.ADDRESS),
        ("actualizar mi número de celular", Datum.PHONE),
        ("mi apellido está mal escrito", Datum.NAME),
        ("tienen mal mi número de cédula", Datum.DOCUMENT),
        ("cambié de EPS", Datum.AFFILIATION),
        ("quiero corregir un dato mío", None),
    ],
)
def test_a_correction_names_its_datum(text: str, datum: Datum | None) -> None:
    assert asks_correction(plain(text))
    assert named_datum(plain(text)) is datum


@pytest.mark.parametrize("text", ["corrijan mi nómina", "¿por qué cambió mi pago?", "¿cuál es mi cargo?", "mis datos"])
def test_other_questions_are_no_correction_of_personal_data(text: str) -> None:
    assert not asks_correction(plain(text))
