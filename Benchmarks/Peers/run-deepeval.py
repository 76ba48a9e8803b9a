"""The benchmark's task for DeepEval: python run-deepeval.py PORT CASES CONCURRENCY. Prints how many passed."""

import asyncio
import json
import os
import sys

os.environ.update(DEEPEVAL_TELEMETRY_OPT_OUT="YES", ERROR_REPORTING="NO")

from deepeval import evaluate
from deepeval.evaluate.configs import AsyncConfig, CacheConfig, DisplayConfig
from deepeval.metrics import BaseMetric
from deepeval.test_case import LLMTestCase
from openai import AsyncOpenAI

from cases import INSTRUCTION, texts

port, count, concurrency = map(int, sys.argv[1:])


class Label(BaseMetric):
    threshold, async_mode, include_reason, evaluation_model = 1, True, False, None
    __name__ = "label"

    def measure(self, case, *_, **__):
        self.success = json.loads(case.actual_output)["label"] == case.expected_output
        self.score = float(self.success)
        return self.score

    async def a_measure(self, case, *_, **__):
        return self.measure(case)

    def is_successful(self):
        return self.success


async def answers():
    client = AsyncOpenAI(base_url=f"http://127.0.0.1:{port}/v1", api_key="sk-bench", max_retries=0)
    turn = asyncio.Semaphore(concurrency)

    async def ask(name, text):
        async with turn:
            messages = [{"role": "system", "content": INSTRUCTION}, {"role": "user", "content": text}]
            answer = await client.chat.completions.create(model="bench-1", messages=messages)
        return LLMTestCase(
            name=name, input=text, actual_output=answer.choices[0].message.content, expected_output="billing")

    return await asyncio.gather(*(ask(name, text) for name, text in texts(count)))


result = evaluate(
    asyncio.run(answers()), [Label()], async_config=AsyncConfig(max_concurrent=concurrency),
    display_config=DisplayConfig(show_indicator=False, print_results=False),
    cache_config=CacheConfig(write_cache=False))
print(sum(found.success for found in result.test_results))
