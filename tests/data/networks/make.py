"""Makes the small networks of this folder, and says what they answer.

Needs the Python packages onnx, onnxruntime and numpy. Weights are drawn from a fixed seed. The
answers in `answers.json` are those of onnx's reference evaluator, and this program stops unless
onnxruntime agrees within 1e-5. Tests read the files; none runs this program.
"""

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

FOLDER = Path(__file__).parent
CHANCE = np.random.default_rng(2022)
FLOAT = TensorProto.FLOAT


def draw(*shape, width=None):
    """Returns weights whose sums stay near 1."""
    width = width or np.sqrt(1.0 / max(1, int(np.prod(shape[1:]))))
    return (CHANCE.standard_normal(shape) * width).astype(np.float32)


class Builder:
    """Collects nodes and weights; each method returns the name of what it computes."""

    def __init__(self):
        self.nodes, self.weights = [], []

    def weight(self, values, name=None):
        name = name or f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    def __call__(self, kind, *inputs, name=None, **attributes):
        name = name or f"{kind.lower()}_{len(self.nodes)}"
        names = [i if isinstance(i, str) else self.weight(i) for i in inputs]
        self.nodes.append(helper.make_node(kind, names, [name], name=name, **attributes))
        return name

    def conv(self, x, n_in, n_out, side, stride=1, name=None):
        return self(
            "Conv", x, draw(n_out, n_in, side, side), draw(n_out, width=0.1),
            kernel_shape=[side, side], strides=[stride, stride], pads=[side // 2] * 4, name=name,
        )

    def model(self, inputs, outputs, opset=17):
        ports = [helper.make_tensor_value_info(n, FLOAT, s) for n, s in inputs]
        ends = [helper.make_tensor_value_info(n, FLOAT, s) for n, s in outputs]
        graph = helper.make_graph(self.nodes, "small", ports, ends, self.weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])
        model.ir_version = 8
        onnx.checker.check_model(model)
        return model


def plain():
    """Convolution, ReLU, mean over all places, a layer."""
    b = Builder()
    x = b("Relu", b.conv("image", 3, 8, 3))
    x = b("Flatten", b("GlobalAveragePool", x))
    b("Gemm", x, draw(5, 8), draw(5, width=0.1), transB=1, name="answer")
    return b.model([("image", [1, 3, 16, 16])], [("answer", [1, 5])])


def attention_of(b, x, n, d, heads):
    """Self-attention over `n` tokens of `d` numbers, without its layers before and after."""
    def split(y, order):
        y = b("Reshape", y, np.array([1, n, heads, d // heads], dtype=np.int64))
        return b("Transpose", y, perm=order)

    q, k, v = (b("Add", b("MatMul", x, draw(d, d)), draw(d, width=0.1)) for _ in range(3))
    scores = b("MatMul", split(q, [0, 2, 1, 3]), split(k, [0, 2, 3, 1]))
    scores = b("Mul", scores, np.float32(1 / np.sqrt(d // heads)))
    y = b("MatMul", b("Softmax", scores, axis=-1), split(v, [0, 2, 1, 3]))
    y = b("Transpose", y, perm=[0, 2, 1, 3])
    return b("Reshape", y, np.array([1, n, d], dtype=np.int64))


def transformer():
    """A block of a vision transformer: patches, a class token, attention, a layer, QuickGELU."""
    b, d, n = Builder(), 16, 16
    x = b("Conv", "image", draw(d, 3, 4, 4), kernel_shape=[4, 4], strides=[4, 4])
    x = b("Transpose", b("Reshape", x, np.array([1, d, n], dtype=np.int64)), perm=[0, 2, 1])
    x = b("Add", b("Concat", draw(1, 1, d), x, axis=1), draw(1, n + 1, d))
    y = b("LayerNormalization", x, 1 + draw(d), draw(d), axis=-1, epsilon=1e-5)
    x = b("Add", x, b("MatMul", attention_of(b, y, n + 1, d, 4), draw(d, d)))
    y = b("LayerNormalization", x, 1 + draw(d), draw(d), axis=-1, epsilon=1e-5)
    y = b("MatMul", y, draw(d, 4 * d))
    y = b("Mul", y, b("Sigmoid", b("Mul", y, np.float32(1.702))))
    x = b("Add", x, b("MatMul", y, draw(4 * d, d)))
    b("Gather", x, np.int64(0), axis=1, name="embedding")
    return b.model([("image", [1, 3, 16, 16])], [("embedding", [1, d])])


def resize():
    """Two ways to another size, and what is left of the picture then."""
    b = Builder()
    up = b("Resize", "image", "", np.array([1, 1, 2, 2], dtype=np.float32),
           mode="linear", coordinate_transformation_mode="half_pixel", name="up")
    down = b("Resize", up, "", "", np.array([1, 3, 5, 5], dtype=np.int64),
             mode="linear", coordinate_transformation_mode="align_corners", name="down")
    b("ReduceMean", down, axes=[2, 3], keepdims=0, name="means")
    return b.model([("image", [1, 3, 8, 8])], [("down", [1, 3, 5, 5]), ("means", [1, 3])])


def clip_like(side):
    """As the visual tower of CLIP RN50: stem, a bottleneck, pooling by attention; and the prompts.

    `side` None leaves the image's size free: there is no embedding of places, then.
    """
    b, d, out = Builder(), 16, 12
    norm = lambda x, n: b("BatchNormalization", x, 1 + draw(n), draw(n), draw(n), 1 + draw(n) ** 2)
    x = b("Relu", norm(b.conv("image", 3, 8, 3, stride=2), 8))
    x = b("AveragePool", x, kernel_shape=[2, 2], strides=[2, 2])
    y = b("Relu", norm(b.conv(x, 8, 4, 1), 4))
    y = b("Relu", norm(b.conv(y, 4, 4, 3), 4))
    y = b("AveragePool", y, kernel_shape=[2, 2], strides=[2, 2])
    y = norm(b.conv(y, 4, d, 1), d)
    x = b("AveragePool", x, kernel_shape=[2, 2], strides=[2, 2])
    x = b("Relu", b("Add", y, norm(b.conv(x, 8, d, 1), d)))
    x = b("Transpose", b("Reshape", x, np.array([1, d, -1], dtype=np.int64)), perm=[0, 2, 1])
    mean = b("ReduceMean", x, axes=[1], keepdims=1)
    x = b("Concat", mean, x, axis=1)
    if side:
        x = b("Add", x, draw(1, (side // 8) ** 2 + 1, d))
    q = b("Add", b("MatMul", b("Slice", x, *(np.array([v], dtype=np.int64) for v in (0, 1, 1))),
                   draw(d, d)), draw(d, width=0.1))
    k, v = (b("Add", b("MatMul", x, draw(d, d)), draw(d, width=0.1)) for _ in range(2))
    scores = b("Mul", b("MatMul", q, b("Transpose", k, perm=[0, 2, 1])), np.float32(d**-0.5))
    pooled = b("MatMul", b("Softmax", scores, axis=-1), v)
    pooled = b("Reshape", pooled, np.array([1, d], dtype=np.int64))
    b("Gemm", pooled, draw(out, d), draw(out, width=0.1), transB=1, name="embedding")
    # A weight that is an output, too: both prompts are near each other, as those of CLIP are.
    good = draw(out, width=1.0)
    b.weight(np.stack([good, good + 0.05 * draw(out, width=1.0)]), "prompts")
    free = [1, 3, side or "rows", side or "columns"]
    return b.model([("image", free)], [("embedding", [1, out]), ("prompts", [2, out])])


def unknown():
    """An operator that nobody knows."""
    nodes = [helper.make_node("Frobnicate", ["image"], ["score"], name="last")]
    ports = [helper.make_tensor_value_info("image", FLOAT, [1, 3, 8, 8])]
    ends = [helper.make_tensor_value_info("score", FLOAT, [1])]
    graph = helper.make_graph(nodes, "small", ports, ends)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def external():
    """A weight that lies in another file."""
    b = Builder()
    b("Mul", "image", "far", name="score")
    far = numpy_helper.from_array(np.ones(4, dtype=np.float32), "far")
    far.ClearField("raw_data")
    far.data_location = TensorProto.EXTERNAL
    for key, value in {"location": "../weights.bin", "offset": "0", "length": "16"}.items():
        entry = far.external_data.add()
        entry.key, entry.value = key, value
    ports = [helper.make_tensor_value_info("image", FLOAT, [4])]
    ends = [helper.make_tensor_value_info("score", FLOAT, [4])]
    graph = helper.make_graph(b.nodes, "small", ports, ends, [far])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def huge():
    """Asks for more memory than any machine has."""
    b = Builder()
    x = b("Expand", "image", np.array([1 << 20, 1 << 20, 1 << 10], dtype=np.int64))
    b("ReduceMean", x, axes=[0, 1, 2], keepdims=0, name="score")
    return b.model([("image", [1, 1, 1])], [("score", [])])


def nested():
    """Chooses between two graphs inside it."""
    def branch(name, kind):
        end = helper.make_tensor_value_info(name, FLOAT, [4])
        return helper.make_graph([helper.make_node(kind, ["image"], [name])], name, [], [end])

    b = Builder()
    b("If", np.array(True), name="score", then_branch=branch("a", "Relu"),
      else_branch=branch("b", "Neg"))
    return b.model([("image", [4])], [("score", [4])])


def integers():
    """Answers in whole numbers."""
    nodes = [helper.make_node("ArgMax", ["image"], ["place"], axis=0, keepdims=1)]
    ports = [helper.make_tensor_value_info("image", FLOAT, [4])]
    ends = [helper.make_tensor_value_info("place", TensorProto.INT64, [1])]
    graph = helper.make_graph(nodes, "small", ports, ends)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def answers(model, shape):
    """Returns an input and what two programs agree on."""
    image = CHANCE.standard_normal(shape).astype(np.float32).round(3)
    first = ReferenceEvaluator(model).run(None, {"image": image})
    second = onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"image": image})
    names = [output.name for output in model.graph.output]
    listed = lambda values: [float(f"{value:.9g}") for value in np.ravel(values)]
    for name, a, b in zip(names, first, second):
        assert np.allclose(a, b, rtol=1e-5, atol=1e-5), (name, np.abs(a - b).max())
    return {
        "shape": list(shape),
        "image": listed(image),
        "outputs": {n: {"shape": list(a.shape), "values": listed(a)} for n, a in zip(names, first)},
    }


def main():
    cases = {
        "plain": (plain(), [1, 3, 16, 16]),
        "transformer": (transformer(), [1, 3, 16, 16]),
        "resize": (resize(), [1, 3, 8, 8]),
        "clip": (clip_like(32), [1, 3, 32, 32]),
        "clip_free": (clip_like(None), [1, 3, 24, 40]),
    }
    found = {}
    for name, (model, shape) in cases.items():
        (FOLDER / f"{name}.onnx").write_bytes(model.SerializeToString())
        found[name] = answers(model, shape)
    for make in (unknown, external, huge, nested, integers):
        (FOLDER / f"{make.__name__}.onnx").write_bytes(make().SerializeToString())
    lines = (f"{json.dumps(name)}: {json.dumps(case)}" for name, case in found.items())
    (FOLDER / "answers.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


main()
