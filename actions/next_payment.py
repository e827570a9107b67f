"""The payment that comes next, as the answers about deposits and about pay to come both tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions import formatting

if TYPE_CHECKING:
    from actions.reply import Reply
    from services.payroll.views import NextPayment


def say_next_payment(reply: Reply, following: NextPayment) -> None:
    """Say its day, what it pays, and how much where that is calculated already."""
    values = {
        "fecha": formatting.weekday(following.pay_date),
        "pago": formatting.payment(following.month, following.fortnight),
    }
    if following.amount is None:
        reply.say("utter_proximo_pago", values)
    else:
        reply.say("utter_proximo_pago_calculado", values, valor=formatting.money(following.amount))
