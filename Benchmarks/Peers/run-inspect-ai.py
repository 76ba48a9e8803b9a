"""The benchmark's task for Inspect: python run-inspect-ai.py PORT CASES CONCURRENCY. Prints how many passed."""

import json
import os
import sys
import tempfile

port, count, concurrency = map(int, sys.argv[1:])
os.environ.update(OPENAI_BASE_URL=f"http://127.0.0.1:{port}/v1", OPENAI_API_KEY="sk-bench", INSPECT_DISPLAY="none")

from inspect_ai import Task, eval
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.scorer import Score, accuracy, scorer
from inspect_ai.solver import generate, system_message

from cases import INSTRUCTION, texts


@scorer(metrics=[accuracy()])
def label():
    async def score(state, target):
        return Score(value=int(json.loads(state.output.completion)["label"] == target.text))

    return score


samples = [Sample(id=name, input=text, target="billing") for name, text in texts(count)]
task = Task(dataset=MemoryDataset(samples), solver=[system_message(INSTRUCTION), generate()], scorer=label())
with tempfile.TemporaryDirectory() as folder:
    [log] = eval(
        task, model="openai/bench-1", model_args={"responses_api": False}, max_connections=concurrency,
        max_samples=concurrency, log_dir=folder, display="none")
print(round(log.results.scores[0].metrics["accuracy"].value * count))
