"""The default model's one preparation, as a process of its own: `python -m knowledge.embedding.export`.

PyTorch, which alone can read the weights as a program, takes half a gigabyte and seven seconds; the process
that answers people never loads it. What comes out is run by onnxruntime.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from knowledge.embedding.onnx_model import INPUTS, OUTPUT, OnnxModel, open_tokenizer
from knowledge.embedding.packaged import TOKENIZER, WEIGHTS, checked
from knowledge.embedding.prepared import Prepared
from knowledge.errors import CorpusMismatch, KnowledgeError
from knowledge.ports import Vectors

TOLERANCE = 1e-5
"""Between the exported model and the original, in any coordinate of a vector of unit length."""

_OPSET = 17
"""The first with layer normalisation as one operator; onnxruntime reads it since 1.12."""

_ON_TEXTS = (
    "",
    "breadth",
    "Small caps closed at 213.45, up 1.2 % on the day, while fewer members stood above their average.",
    "naïve façade, Ελλάδα, 東京, 🙂 and a zero\u200bwidth space",
    "period\topen\tclose\n2020-03\t148.20\t(114.46)\n2020-04\t112.71\t130.35",
    "Longer than the window, so that the cut is compared too. " * 60,
)


def main(arguments: Sequence[str]) -> int:
    """Prepare a model.

    Args:
        arguments: The folder with the weights, and the folder to make.

    Returns:
        0 when the model is there; otherwise the last line of standard error says why not.
    """
    source, target = (Path(argument) for argument in arguments)
    try:
        Prepared(target).make(lambda onnx: _export(source, onnx, _tell))
    except KnowledgeError as error:
        sys.stderr.write(f"\n{error}\n")
        return error.exit_code
    except OSError as error:
        sys.stderr.write(
            f"\nThe embedding model cannot be kept in {target.parent}: {error.strerror or error}; a folder "
            "that can be written and has 200 MB to spare is needed.\n"
        )
        return CorpusMismatch.exit_code
    return 0


def _tell(done: int) -> None:
    """Each of the `STEPS` on standard output. Raises `BrokenPipeError`, and ends all, when nobody waits."""
    sys.stdout.write(f"{done}\n")
    sys.stdout.flush()


def _export(source: Path, onnx: Path, tell: Callable[[int], None]) -> None:
    """Write the model of a folder as ONNX, and make sure that it gives what the original gives."""
    checked(source / "model.safetensors", WEIGHTS)
    checked(source / "tokenizer.json", TOKENIZER)
    try:
        import onnx as _written_with  # noqa: F401, PLC0415 - torch imports it at its last step
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - seven seconds
        from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415
    except ImportError as error:
        raise CorpusMismatch(
            f"The embedding model must be prepared once, and {error.name} is missing for it: install "
            f"sentence-transformers, torch and onnx, or copy {onnx.parent.parent} from a machine that has it."
        ) from error
    disable_progress_bar()  # type: ignore[no-untyped-call]
    original = SentenceTransformer(str(source), device="cpu", local_files_only=True)
    tell(1)
    _write(source, onnx)
    tell(2)
    theirs = original.encode(list(_ON_TEXTS), normalize_embeddings=True, show_progress_bar=False)
    ours = OnnxModel(onnx, open_tokenizer(source / "tokenizer.json"), threads=1).embed(_ON_TEXTS)
    check_same(ours, np.asarray(theirs))
    tell(3)


def check_same(ours: Vectors, theirs: Vectors) -> None:
    """Refuse an exported model that is not the original.

    Raises:
        CorpusMismatch: Some coordinate differs by more than the tolerance, or is no number.
    """
    difference = float(np.abs(ours - theirs).max())
    if not difference <= TOLERANCE:
        raise CorpusMismatch(
            f"The embedding model cannot be prepared with the installed torch and onnxruntime: its vectors "
            f"differ by {difference:.1g}, and {TOLERANCE:.0e} is allowed; install the versions of "
            "constraints.txt."
        )


def _write(source: Path, onnx: Path) -> None:
    """The transformer, the mean over its tokens and the normalisation, for any number and length of texts."""
    import torch  # noqa: PLC0415
    from transformers import AutoModel  # noqa: PLC0415

    class Pooled(torch.nn.Module):
        def __init__(self, transformer: torch.nn.Module) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            read = self.transformer(input_ids=ids, attention_mask=mask).last_hidden_state
            weight = mask.unsqueeze(-1).to(read.dtype)
            mean = (read * weight).sum(1) / weight.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, p=2, dim=1)

    # attention written out in plain operators: onnxruntime runs it in less memory than the fused kind
    transformer = AutoModel.from_pretrained(str(source), local_files_only=True, attn_implementation="eager")
    ids = torch.tensor([[101, 2023, 2003, 102], [101, 2023, 102, 0]])
    axes = {name: {0: "texts", 1: "tokens"} for name in INPUTS}
    torch.onnx.export(
        Pooled(transformer.eval()),
        (ids, (ids > 0).long()),
        str(onnx),
        input_names=list(INPUTS),
        output_names=[OUTPUT],
        dynamic_axes={**axes, OUTPUT: {0: "texts"}},
        opset_version=_OPSET,
        dynamo=False,  # the other exporter wants another package more
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
