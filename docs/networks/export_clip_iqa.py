"""Makes the ONNX file that the metric `clip_iqa` asks for, from weights of CLIP that you have.

    pip install torch open_clip_torch onnx
    python export_clip_iqa.py --weights RN50.pt clip_iqa.onnx

UNTESTED with real weights: compare a few values with those of another program before you use them.
This is the only step that may fetch anything: without `--weights`, open_clip downloads OpenAI's
RN50. The file that comes out holds everything, and Touchstone opens no connection.

As in the paper, the embedding of places is left out, so that images of any size do
(`--keep-places` keeps it, for 224 × 224 only).
"""

import argparse

import open_clip
import torch
from torch.nn import functional

PROMPTS = ["Good photo.", "Bad photo."]


class Pool(torch.nn.Module):
    """The pooling by attention at the end of CLIP's ResNet, without the embedding of places."""

    def __init__(self, pool, keep_places):
        super().__init__()
        self.pool, self.keep_places = pool, keep_places

    def forward(self, x):
        pool = self.pool
        x = x.flatten(2).permute(0, 2, 1)
        x = torch.cat([x.mean(dim=1, keepdim=True), x], dim=1)
        if self.keep_places:
            x = x + pool.positional_embedding[None]
        heads, width = pool.num_heads, x.shape[2]

        def split(y):
            return y.reshape(1, -1, heads, width // heads).transpose(1, 2)

        q, k, v = split(pool.q_proj(x[:, :1])), split(pool.k_proj(x)), split(pool.v_proj(x))
        weights = (q @ k.transpose(2, 3) * (width // heads) ** -0.5).softmax(dim=-1)
        return pool.c_proj((weights @ v).transpose(1, 2).reshape(1, width))


class Exported(torch.nn.Module):
    """An image in; its vector and those of both prompts out."""

    def __init__(self, model, prompts, keep_places):
        super().__init__()
        model.visual.attnpool = Pool(model.visual.attnpool, keep_places)
        self.visual = model.visual
        self.register_buffer("prompts", prompts)

    def forward(self, image):
        embedding = self.visual(image)
        return functional.normalize(embedding, dim=-1), self.prompts + 0 * embedding.sum()


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("out")
    arguments.add_argument("--weights", default="openai", help="a file of weights for RN50")
    arguments.add_argument("--keep-places", action="store_true")
    given = arguments.parse_args()

    # quickgelu: OpenAI's weights were trained with it.
    model = open_clip.create_model("RN50-quickgelu", pretrained=given.weights).float().eval()
    with torch.no_grad():
        words = open_clip.get_tokenizer("RN50-quickgelu")(PROMPTS)
        prompts = functional.normalize(model.encode_text(words), dim=-1)
    sizes = {} if given.keep_places else {"image": {2: "rows", 3: "columns"}}
    torch.onnx.export(
        Exported(model, prompts, given.keep_places),
        (torch.zeros(1, 3, 224, 224),),
        given.out,
        input_names=["image"],
        output_names=["embedding", "prompts"],
        dynamic_axes=sizes,
        opset_version=17,
        external_data=False,
        dynamo=False,
    )


if __name__ == "__main__":
    main()
