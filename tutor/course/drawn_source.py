"""A lesson's problem that is drawn from a seed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from tutor.chain.addresses import PARAMETERS, Shape, parse
from tutor.chain.faults import details_of, fault_of
from tutor.course.generator import TESTED, VERSION, GenerationError, Request, generate
from tutor.course.problem_source import MOST_DRAWN, Place, SourceError
from tutor.errors import AddressError

_SEED = ("problem", "generate")


def drawn(problem: dict[str, Any], parameter: object) -> dict[str, Any]:
    """Return the problem that a seed gives, and its parameter where the lesson names none.

    Raises:
        SourceError: where it asks for what cannot be drawn.

    """
    wanted = problem["generate"]
    if len(problem) > 1 or not isinstance(wanted, dict):
        raise SourceError((_SEED, "an object with a seed is needed, and nothing beside it"))
    options = dict(wanted)
    seed, version = options.pop("seed", None), options.pop("version", VERSION)
    faults = list(_request_faults(seed, version, options))
    if faults:
        raise SourceError(*faults)
    request = Request.model_validate(options)
    if isinstance(parameter, str):
        request = request.model_copy(update={"parameter": _full(parameter, request)})
    try:
        made = generate(seed, request, version)
    except GenerationError as error:
        raise SourceError((_SEED, str(error))) from None
    return {"problem": made.problem.model_dump(mode="json"), "parameter": made.parameter}


def _request_faults(
    seed: object, version: object, options: dict[str, Any]
) -> Iterator[tuple[Place, str]]:
    if not isinstance(seed, str | int) or isinstance(seed, bool):
        yield (*_SEED, "seed"), "a text or a whole number is needed"
    if not isinstance(version, int) or isinstance(version, bool):
        yield (*_SEED, "version"), "a whole number is needed"
    elif version not in TESTED:
        known = ", ".join(map(str, TESTED))
        yield (*_SEED, "version"), f"{version}, but the generator has {known}"
    try:
        request = Request.model_validate(options)
    except ValidationError as error:
        keys = {"": ("seed", "version", *Request.model_fields)}
        for details in details_of(error):
            place, reason = details["loc"], fault_of(details, keys)[1]
            yield (*_SEED, *place), reason
        return
    if "parameter" in options:
        yield (*_SEED, "parameter"), "it belongs to the lesson, not to its problem"
    count = sum(size * (1 + fed) for fed, size in pairwise(request.sizes))
    if count > MOST_DRAWN:
        yield (*_SEED, "sizes"), f"{count} weights and biases, but at most {MOST_DRAWN} are drawn"


def _full(parameter: str, request: Request) -> str:
    shape = Shape(request.sizes, request.examples, softmax=request.activations[-1] == "softmax")
    try:
        address = parse(parameter, shape)
    except AddressError as error:
        raise SourceError((("parameter",), str(error))) from None
    if address.quantity not in PARAMETERS:
        reason = f"{parameter}: not a weight or a bias; a parameter is such as w1[0,0]"
        raise SourceError((("parameter",), reason))
    return str(address)
