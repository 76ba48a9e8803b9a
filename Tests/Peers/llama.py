"""Serves a llama of two layers whose weights are drawn at random, on 127.0.0.1: python llama.py FOLDER PORT"""

import os
import sys
import threading

import gguf
import numpy
import xllamacpp

WIDTH, HEADS, LAYERS, INNER, CONTEXT = 64, 4, 2, 128, 4096
TEMPLATE = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}assistant:"


def write(path):
    """A model with one token a byte and one a printable character, so that any grammar can be followed."""
    kinds = gguf.TokenType
    words = [(b"<unk>", kinds.UNKNOWN), (b"<s>", kinds.CONTROL), (b"</s>", kinds.CONTROL)]
    words += [(b"<0x%02X>" % byte, kinds.BYTE) for byte in range(256)]
    words += [(bytes([byte]), kinds.NORMAL) for byte in range(33, 127)] + [("\u2581".encode(), kinds.NORMAL)]
    model = gguf.GGUFWriter(path, "llama")
    model.add_context_length(CONTEXT)
    model.add_embedding_length(WIDTH)
    model.add_block_count(LAYERS)
    model.add_feed_forward_length(INNER)
    model.add_head_count(HEADS)
    model.add_head_count_kv(HEADS)
    model.add_layer_norm_rms_eps(1e-5)
    model.add_rope_dimension_count(WIDTH // HEADS)
    model.add_vocab_size(len(words))
    model.add_tokenizer_model("llama")
    model.add_token_list([word for word, _ in words])
    model.add_token_scores([0.0] * len(words))
    model.add_token_types([kind for _, kind in words])
    model.add_bos_token_id(1)
    model.add_eos_token_id(2)
    model.add_unk_token_id(0)
    model.add_chat_template(TEMPLATE)
    random = numpy.random.default_rng(7)

    def weights(name, *shape):
        model.add_tensor(name + ".weight", (random.standard_normal(shape) * 0.2).astype(numpy.float32))

    def ones(name):
        model.add_tensor(name + ".weight", numpy.ones(WIDTH, dtype=numpy.float32))

    weights("token_embd", len(words), WIDTH)
    weights("output", len(words), WIDTH)
    ones("output_norm")
    for layer in range(LAYERS):
        for part in ("attn_q", "attn_k", "attn_v", "attn_output"):
            weights(f"blk.{layer}.{part}", WIDTH, WIDTH)
        weights(f"blk.{layer}.ffn_gate", INNER, WIDTH)
        weights(f"blk.{layer}.ffn_up", INNER, WIDTH)
        weights(f"blk.{layer}.ffn_down", WIDTH, INNER)
        ones(f"blk.{layer}.attn_norm")
        ones(f"blk.{layer}.ffn_norm")
    model.write_header_to_file()
    model.write_kv_data_to_file()
    model.write_tensors_to_file()
    model.close()


folder, port = sys.argv[1], int(sys.argv[2])
path = os.path.join(folder, f"random.{os.getpid()}.gguf")
write(path)
parameters = xllamacpp.CommonParams()
parameters.model.path = path
parameters.n_ctx = CONTEXT
parameters.n_parallel = 2
parameters.warmup = False
parameters.cpuparams.n_threads = 1
parameters.port = port
server = xllamacpp.Server(parameters)
os.remove(path)
threading.Event().wait()
