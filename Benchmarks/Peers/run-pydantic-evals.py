"""The benchmark's task for pydantic-evals: python run-pydantic-evals.py PORT CASES CONCURRENCY. Prints how many passed."""

import json
import sys

from openai import AsyncOpenAI
from pydantic_evals import Case, Dataset
from pydantic_evals.evaluators import Evaluator

from cases import INSTRUCTION, texts

port, count, concurrency = map(int, sys.argv[1:])
client = AsyncOpenAI(base_url=f"http://127.0.0.1:{port}/v1", api_key="sk-bench", max_retries=0)


class Label(Evaluator):
    def evaluate(self, ctx):
        return json.loads(ctx.output)["label"] == ctx.expected_output


async def ask(text):
    messages = [{"role": "system", "content": INSTRUCTION}, {"role": "user", "content": text}]
    answer = await client.chat.completions.create(model="bench-1", messages=messages)
    return answer.choices[0].message.content


cases = [Case(name=name, inputs=text, expected_output="billing") for name, text in texts(count)]
report = Dataset(name="triage", cases=cases, evaluators=[Label()]).evaluate_sync(
    ask, max_concurrency=concurrency, progress=False)
print(sum(all(found.value for found in case.assertions.values()) for case in report.cases))
