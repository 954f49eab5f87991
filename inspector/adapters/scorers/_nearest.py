"""Nearest-neighbour search as a two-node ONNX graph: the memory is an input, so one session serves every memory.

Why not numpy: on 2 cores of a Zen 5 both need 4.0 ms for 784 patches against 2,000 of 128 channels on one thread (the
multiply is the limit), but numpy's OpenBLAS spins at its barriers: with two threads and one busy neighbour the same
product took 12 … 100 ms (median of 25), onnxruntime without spinning 2 … 5 ms. And numpy's threads can not be set from
a config once it is imported.

The graph is written here by hand, in protobuf's own few rules, because the `onnx` package is not installed where the
station runs.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from inspector.adapters._onnx_session import session_options

F32 = npt.NDArray[np.float32]

IR_VERSION, OPSET = 8, 13
FLOAT = 1  # TensorProto.DataType
INTS, INT = 7, 2  # AttributeProto.AttributeType


class Nearest:
    """Thread-safe. Squared distance is |x|² − 2 max over m of (x·m − |m|²/2): one product and one maximum."""

    def __init__(self, *, threads: int) -> None:
        self._session = ort.InferenceSession(
            nearest_graph(), session_options(threads), providers=["CPUExecutionProvider"]
        )

    def closeness(self, queries: F32, columns: F32) -> F32:
        """(n,) float32, max over the memory of x·m − |m|²/2. `queries` come from `as_queries`, `columns` as below."""
        (best,) = self._session.run(["best"], {"queries": queries, "columns": columns})
        return np.asarray(best, np.float32)

    def distances(self, patches: F32, columns: F32) -> F32:
        """(n,) float32: Euclidean distance of each patch (n, d) to its nearest column of the memory."""
        best = self.closeness(as_queries(patches), columns)
        squared = np.einsum("nd,nd->n", patches, patches) - 2 * best
        return np.asarray(np.sqrt(np.maximum(squared, 0.0)), np.float32)


def as_queries(patches: F32) -> F32:
    """(n, d + 1) float32: patches with a 1 behind each, which meets the memory's −|m|²/2."""
    return np.concatenate([patches, np.ones((len(patches), 1), np.float32)], axis=1)


def as_columns(memory: npt.NDArray[np.floating]) -> F32:
    """(d + 1, m) float32: the memory (m, d) as the graph wants it."""
    rows = np.asarray(memory, np.float32)
    half = -0.5 * np.einsum("md,md->m", rows, rows)
    return np.ascontiguousarray(np.concatenate([rows, half[:, None]], axis=1).T, np.float32)


def nearest_graph() -> bytes:
    """The serialised ONNX model: MatMul(queries, columns), then ReduceMax over the columns."""
    axes = _field(1, b"axes") + _number(20, INTS) + _number(8, 1)
    keep = _field(1, b"keepdims") + _number(20, INT) + _number(3, 0)
    multiply = _node("MatMul", ("queries", "columns"), "product")
    largest = _node("ReduceMax", ("product",), "best") + _field(5, axes) + _field(5, keep)
    graph = _field(1, multiply) + _field(1, largest) + _field(2, b"nearest")
    graph += _field(11, _value("queries", ("n", "d"))) + _field(11, _value("columns", ("d", "m")))
    graph += _field(12, _value("best", ("n",)))
    return _number(1, IR_VERSION) + _field(7, graph) + _field(8, _number(2, OPSET))


def _node(operator: str, inputs: Iterable[str], output: str) -> bytes:
    names = b"".join(_field(1, name.encode()) for name in inputs)
    return names + _field(2, output.encode()) + _field(4, operator.encode())


def _value(name: str, axes: Iterable[str]) -> bytes:
    shape = b"".join(_field(1, _field(2, axis.encode())) for axis in axes)
    return _field(1, name.encode()) + _field(2, _field(1, _number(1, FLOAT) + _field(2, shape)))


def _field(number: int, content: bytes) -> bytes:
    """A length-delimited field of protobuf's wire format."""
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
