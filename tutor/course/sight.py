"""What pictures beside the questions may show: nothing that a lesson still asks for.

A value is in sight when it is given, worked out or told, when the lesson is over, or when the
learner wished to see what is not worked out yet. The changes that a nudge makes are always shown.
"""

from __future__ import annotations

from tutor.chain.addresses import Address, Q
from tutor.course.tables import UNKNOWN
from tutor.course.view import Phase, View


def slope_of(parameter: Address, example: int | None) -> Address:
    """Return the address of the derivative by a weight or a bias (None: over all examples)."""
    return parameter.to(Q.DC_DW if parameter.quantity is Q.W else Q.DC_DB).at(example)


def is_in_sight(view: View, address: Address) -> bool:
    """Return whether a picture beside the questions may show a value."""
    return view.phase is Phase.FINISHED or view.is_seen(address)


def in_sight(view: View, address: Address) -> str:
    """Return a value as it is shown, or a question mark while it is out of sight."""
    return view.trace.shown(address) if is_in_sight(view, address) else UNKNOWN


def is_descent_in_sight(view: View) -> bool:
    """Return whether the step of descent may be shown: its new cost is what is asked last."""
    return is_in_sight(view, Address(Q.NEW_C))
