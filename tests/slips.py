"""Whole backward passes with one classic error in them, in plain numpy.

Written after the table of errors and the formulas of the video, and knowing nothing of `tutor`:
what a learner's sheet, or somebody's own code, comes to when one rule is replaced in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
Gradient: TypeAlias = tuple[list[Array], list[Array]]
"""dC/dw and dC/db, an array per layer."""


def sigmoid(z: Array) -> Array:
    """Return σ(z)."""
    return np.asarray(1.0 / (1.0 + np.exp(-z)))


def softmax(z: Array) -> Array:
    """Return the softmax of a layer."""
    powers = np.exp(z - z.max())
    return np.asarray(powers / powers.sum())


FUNCTIONS: dict[str, Callable[[Array], Array]] = {
    "sigmoid": sigmoid,
    "tanh": lambda z: np.asarray(np.tanh(z), dtype=float),
    "relu": lambda z: np.asarray(np.maximum(z, 0.0), dtype=float),
    "leaky_relu": lambda z: np.asarray(np.where(z < 0, 0.01 * z, z), dtype=float),
    "identity": lambda z: z,
    "softplus": lambda z: np.asarray(np.log(1.0 + np.exp(z))),
    "softmax": softmax,
}
SLOPES: dict[str, Callable[[Array], Array]] = {
    "sigmoid": lambda z: sigmoid(z) * (1.0 - sigmoid(z)),
    "tanh": lambda z: np.asarray(1.0 - np.tanh(z) ** 2, dtype=float),
    "relu": lambda z: np.asarray(z > 0, dtype=float),
    "leaky_relu": lambda z: np.asarray(np.where(z > 0, 1.0, 0.01), dtype=float),
    "identity": np.ones_like,
    "softplus": sigmoid,
}


@dataclass
class Pass:
    """One example's backward pass, layers counted from 1, a[0] being the input.

    Attributes:
        network: the problem document.
        example: which of its examples; or one of its own, as the mean of all.
        slope: what stands for f′ in each layer: a function of (pass, layer).
        cost_slope: what stands for dC/da at the outputs, or for a − y where that is fused.
        back: what stands for the sum over paths, dC/da of layer − 1: of (pass, layer, dC/dz).
        factor: what stands for dC/dw of a layer: of (pass, layer, dC/dz).
        bias: what stands for dC/db of a layer.

    """

    network: dict[str, Any]
    example: dict[str, Any]
    slope: Callable[[Pass, int], Array]
    cost_slope: Callable[[Pass], Array]
    back: Callable[[Pass, int, Array], Array]
    factor: Callable[[Pass, int, Array], Array]
    bias: Callable[[Pass, int, Array], Array]
    z: list[Array] = field(default_factory=list)
    a: list[Array] = field(default_factory=list)
    dC_da: dict[int, Array] = field(default_factory=dict)
    slopes: dict[int, Array] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The number of layers."""
        return len(self.network["layers"])

    @property
    def y(self) -> Array:
        """The targets."""
        return np.array(self.example["y"], dtype=float)

    @property
    def is_fused(self) -> bool:
        """Whether dC/dz at the outputs is a − y."""
        return self.network["cost"] in ("binary_cross_entropy", "cross_entropy")

    def w(self, layer: int) -> Array:
        """Return the weights of a layer."""
        return np.array(self.network["layers"][layer - 1]["weights"], dtype=float)

    def b(self, layer: int) -> Array:
        """Return the biases of a layer."""
        return np.array(self.network["layers"][layer - 1]["biases"], dtype=float)

    def activation(self, layer: int) -> str:
        """Return the name of a layer's activation."""
        return str(self.network["layers"][layer - 1]["activation"])

    def gradient(self) -> Gradient:
        """Run forward and backward."""
        self.z, self.a = [np.zeros(0)], [np.array(self.example["x"], dtype=float)]
        for layer in range(1, self.last + 1):
            self.z.append(self.w(layer) @ self.a[-1] + self.b(layer))
            self.a.append(FUNCTIONS[self.activation(layer)](self.z[-1]))
        dw: dict[int, Array] = {}
        db: dict[int, Array] = {}
        dC_da = self.cost_slope(self)
        for layer in range(self.last, 0, -1):
            self.dC_da[layer] = dC_da
            dC_dz = self.through(layer, dC_da)
            dw[layer], db[layer] = self.factor(self, layer, dC_dz), self.bias(self, layer, dC_dz)
            if layer > 1:
                dC_da = self.back(self, layer, dC_dz)
        return [dw[n] for n in sorted(dw)], [db[n] for n in sorted(db)]

    def through(self, layer: int, dC_da: Array) -> Array:
        """Return dC/dz of a layer from its dC/da; where it is fused that is it already."""
        if layer == self.last and self.is_fused:
            return dC_da
        self.slopes[layer] = self.slope(self, layer)
        if self.activation(layer) == "softmax" and self.slopes[layer].ndim > 1:
            return np.asarray(self.slopes[layer].T @ dC_da)
        return np.asarray(self.slopes[layer] * dC_da)


def right_slope(run: Pass, layer: int) -> Array:
    if run.activation(layer) == "softmax":
        return np.asarray(np.diag(run.a[layer]) - np.outer(run.a[layer], run.a[layer]))
    return SLOPES[run.activation(layer)](run.z[layer])


def right_cost_slope(run: Pass) -> Array:
    d = run.a[-1] - run.y
    factor = {"squared_error": 2.0, "mean_squared_error": 2.0 / len(d)}
    return np.asarray(factor.get(run.network["cost"], 1.0) * d)


def right_back(run: Pass, layer: int, dC_dz: Array) -> Array:
    return np.asarray(run.w(layer).T @ dC_dz)


def right_factor(run: Pass, layer: int, dC_dz: Array) -> Array:
    return np.outer(dC_dz, run.a[layer - 1])


def right_bias(_run: Pass, _layer: int, dC_dz: Array) -> Array:
    return dC_dz


def worked(network: dict[str, Any], example: dict[str, Any], **instead: Any) -> Gradient:  # noqa: ANN401
    """Return one example's gradient with some rules replaced."""
    rules = {
        "slope": right_slope,
        "cost_slope": right_cost_slope,
        "back": right_back,
        "factor": right_factor,
        "bias": right_bias,
    }
    return Pass(network, example, **{**rules, **instead}).gradient()


def mean_of(gradients: list[Gradient]) -> Gradient:
    """Return the mean over examples."""
    dw, db = zip(*gradients, strict=True)
    return (
        [np.mean(layer, axis=0) for layer in zip(*dw, strict=True)],
        [np.mean(layer, axis=0) for layer in zip(*db, strict=True)],
    )


def average(network: dict[str, Any], **instead: Any) -> Gradient:  # noqa: ANN401
    """Return the averaged gradient with some rules replaced in every example."""
    return mean_of([worked(network, each, **instead) for each in network["examples"]])


Rewritten: TypeAlias = tuple[str, str, dict[str, Any]]
"""An error's id, where it is made, and what replaces which rule."""

Where: TypeAlias = Callable[[int], bool]


def _slopes() -> dict[str, Callable[[Pass, int], Array | None]]:
    """Return the wrong slopes, None where the error cannot be made."""

    def of_curve(make: Callable[[Pass, int], Array]) -> Callable[[Pass, int], Array | None]:
        return lambda run, n: None if run.activation(n) in ("softmax", "identity") else make(run, n)

    def only(*names: str) -> Callable[[Callable[[Pass, int], Array]], Any]:
        return lambda make: lambda run, n: make(run, n) if run.activation(n) in names else None

    return {
        "slope_is_value": of_curve(lambda run, n: run.a[n]),
        "slope_of_z": of_curve(lambda run, n: run.z[n] * (1.0 - run.z[n])),
        "half_slope": of_curve(lambda run, n: 1.0 - run.a[n]),
        "slope_at_activation": only("sigmoid", "tanh", "softplus")(
            lambda run, n: SLOPES[run.activation(n)](run.a[n])
        ),
        "sigmoid_slope_elsewhere": only("tanh", "relu", "leaky_relu", "identity", "softplus")(
            lambda run, n: run.a[n] * (1.0 - run.a[n])
        ),
        "relu_slope_one": only("relu")(lambda run, n: np.ones_like(run.z[n])),
        "relu_slope_value": only("relu")(lambda run, n: run.a[n]),
        "softmax_diagonal": only("softmax")(lambda run, n: run.a[n] * (1.0 - run.a[n])),
        "slope_forgotten": lambda run, n: np.ones_like(run.z[n]),
    }


def _in(where: Where, wrong: Callable[..., Array | None], right: Callable[..., Array]) -> Any:  # noqa: ANN401
    """Return a rule that is wrong in some layers, where it can be."""

    def rule(run: Pass, layer: int, *rest: Array) -> Array:
        made = wrong(run, layer, *rest) if where(layer) else None
        return right(run, layer, *rest) if made is None else made

    return rule


def slope_errors(network: dict[str, Any]) -> Iterator[Rewritten]:
    """Yield the errors in a slope: in all layers, and in each of them."""
    last = len(network["layers"])
    for name, wrong in _slopes().items():
        yield name, "all", {"slope": _in(lambda _n: True, wrong, right_slope)}
        for layer in range(1, last + 1):
            yield name, f"layer {layer}", {"slope": _in(layer.__eq__, wrong, right_slope)}


def cost_errors(network: dict[str, Any]) -> Iterator[Rewritten]:
    """Yield the errors in the cost's slope."""
    cost, outputs = network["cost"], len(network["layers"][-1]["biases"])
    scale = {"squared_error": 2.0, "mean_squared_error": 2.0 / outputs}.get(cost, 1.0)
    yield "sign_flipped", "", {"cost_slope": lambda run: -right_cost_slope(run)}
    if cost in ("squared_error", "mean_squared_error"):
        yield "factor_two_dropped", "", {"cost_slope": lambda run: right_cost_slope(run) / 2}
    if cost == "half_squared_error":
        yield "factor_two_added", "", {"cost_slope": lambda run: right_cost_slope(run) * 2}
    if cost.endswith("squared_error"):
        yield "cost_for_slope", "", {"cost_slope": lambda run: (run.a[-1] - run.y) ** 2}
        yield "target_dropped", "", {"cost_slope": lambda run: scale * run.a[-1]}
    if outputs > 1:
        mixed = outputs if cost == "mean_squared_error" else 1 / outputs
        yield "mean_over_outputs", "", {"cost_slope": lambda run: right_cost_slope(run) * mixed}
    if cost.endswith("cross_entropy"):
        yield (
            "slope_after_fusing",
            "",
            {"cost_slope": lambda run: right_cost_slope(run) * run.a[-1] * (1.0 - run.a[-1])},
        )


def _path(run: Pass, layer: int, dC_dz: Array, which: int) -> Array:
    return np.asarray(run.w(layer)[which] * dC_dz[which])


def _largest(run: Pass, layer: int, dC_dz: Array) -> Array:
    terms = run.w(layer) * dC_dz[:, None]
    return np.asarray(terms[np.abs(terms).argmax(axis=0), np.arange(terms.shape[1])])


def _swapped(run: Pass, layer: int, dC_dz: Array) -> Array | None:
    w = run.w(layer)
    return np.asarray(w @ dC_dz) if w.shape[0] == w.shape[1] else None


def _layer_below(run: Pass, layer: int, dC_dz: Array) -> Array | None:
    below, own = run.w(layer - 1), run.w(layer)
    return np.asarray(below.T @ dC_dz) if below.shape == own.shape else None


def path_errors(network: dict[str, Any]) -> Iterator[Rewritten]:
    """Yield the errors on the way back through a layer: in all of them, and in each."""
    after, _ = average(network)
    rate = network.get("learning_rate", 0.1)

    def several(make: Callable[..., Array]) -> Callable[..., Array | None]:
        return lambda run, n, dC_dz: make(run, n, dC_dz) if len(dC_dz) > 1 else None

    wrong: dict[tuple[str, str], Callable[..., Array | None]] = {
        ("one_path", "first"): several(lambda run, n, d: _path(run, n, d, 0)),
        ("one_path", "last"): several(lambda run, n, d: _path(run, n, d, -1)),
        ("one_path", "largest"): several(_largest),
        ("mean_over_paths", ""): several(lambda run, n, d: right_back(run, n, d) / len(d)),
        ("activation_for_weight", "a"): lambda run, n, d: run.a[n - 1] * d.sum(),
        ("activation_for_weight", "1"): lambda run, n, d: np.full_like(run.a[n - 1], d.sum()),
        ("indices_swapped", ""): _swapped,
        ("wrong_layer_weight", ""): _layer_below,
        ("updated_weight_used", ""): lambda run, n, d: (run.w(n) - rate * after[n - 1]).T @ d,
    }
    for (name, variant), rule in wrong.items():
        yield name, f"{variant} all", {"back": _in(lambda _n: True, rule, right_back)}
        for layer in range(2, len(network["layers"]) + 1):
            yield (
                name,
                f"{variant} layer {layer}",
                {"back": _in(layer.__eq__, rule, right_back)},
            )


def _added(run: Pass, layer: int) -> Array:
    """Return da/dz + dC/da, which are to be multiplied."""
    if layer == run.last and run.is_fused:
        return run.dC_da[layer]
    return run.slopes[layer] + run.dC_da[layer]


def factor_errors() -> Iterator[Rewritten]:
    """Yield the errors in the last factor, and in how the factors are put together."""

    def two_back(run: Pass, n: int, d: Array, k: int) -> Array | None:
        return np.outer(d, np.full_like(run.a[n - 1], run.a[n - 2][k])) if n > 1 else None

    weights: dict[tuple[str, str], Callable[..., Array | None]] = {
        ("wrong_layer_activation", "own"): lambda run, n, d: np.outer(
            d * run.a[n], np.ones_like(run.a[n - 1])
        ),
        ("wrong_layer_activation", "two back"): lambda run, n, d: two_back(run, n, d, 0),
        ("sum_for_activation", ""): lambda run, n, d: np.outer(d, run.z[n - 1]) if n > 1 else None,
        ("weight_for_activation", ""): lambda run, n, d: run.w(n) * d[:, None],
        ("stopped_early", ""): lambda run, n, d: np.outer(d, np.ones_like(run.a[n - 1])),
        ("divided", ""): lambda run, n, d: (
            np.outer(d, 1.0 / run.a[n - 1]) if run.a[n - 1].all() else None
        ),
        ("factors_added", ""): lambda run, n, _d: (
            None
            if run.activation(n) == "softmax" and not run.is_fused
            else _added(run, n)[:, None] + run.a[n - 1]
        ),
    }
    biases: dict[str, Callable[..., Array | None]] = {
        "bias_factor_is_bias": lambda run, n, d: run.b(n) * d,
        "bias_is_constant": lambda _run, _n, d: 0.0 * d,
        "bias_as_weight": lambda run, n, d: run.a[n - 1][0] * d,
    }
    for (name, variant), rule in weights.items():
        yield name, variant, {"factor": _in(lambda _n: True, rule, right_factor)}
    for name, rule in biases.items():
        yield name, "", {"bias": _in(lambda _n: True, rule, right_bias)}


def errors_of_an_example(network: dict[str, Any]) -> Iterator[Rewritten]:
    """Yield the errors that are made within each example."""
    yield from slope_errors(network)
    yield from cost_errors(network)
    yield from path_errors(network)
    yield from factor_errors()


def errors_of_the_average(network: dict[str, Any]) -> Iterator[tuple[str, str, Gradient]]:
    """Yield the wrong averages of right gradients."""
    each = [worked(network, example) for example in network["examples"]]
    count = len(each)
    if count == 1:
        return
    dw, db = mean_of(each)
    yield "mean_forgotten", "", ([count * w for w in dw], [count * b for b in db])
    yield "mean_twice", "", ([w / count for w in dw], [b / count for b in db])
    yield "one_example", "first", each[0]
    yield "one_example", "last", each[-1]
    if network["cost"] != "cross_entropy":
        mean = {
            key: np.mean([example[key] for example in network["examples"]], axis=0)
            for key in ("x", "y")
        }
        yield "average_example", "", worked(network, mean)
