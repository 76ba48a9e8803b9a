"""What the benchmarks share: a process with what it cost, the loopback server, the machine, and tables in a document."""

import atexit
import contextlib
import functools
import http.client
import json
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
DOCUMENT = HERE.parent / "docs/benchmarks.md"
ANSWER = {
    "id": "chatcmpl-1", "object": "chat.completion", "created": 1750000000, "model": "bench-1",
    "choices": [{
        "index": 0, "finish_reason": "stop",
        "message": {"role": "assistant", "content": '{"label": "billing", "reason": "charged twice ' + "x" * 200 + '"}'}}],
    "usage": {"prompt_tokens": 240, "completion_tokens": 60, "total_tokens": 300},
}


def events():
    """The same answer in pieces of about four characters, as services send tokens."""
    text = ANSWER["choices"][0]["message"]["content"]
    deltas = [{"role": "assistant", "content": ""}] + [{"content": text[i:i + 4]} for i in range(0, len(text), 4)]
    chunk = {key: ANSWER[key] for key in ("id", "created", "model")} | {"object": "chat.completion.chunk"}
    chunks = [chunk | {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas]
    chunks.append(chunk | {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    chunks.append(chunk | {"choices": [], "usage": ANSWER["usage"]})
    return "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"


@functools.cache
def programs():
    """The C programs of this folder, built once into a folder that goes with this process."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="evalgate-bench-programs-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    compiler = os.environ.get("CC", "cc")
    for name, libraries in (("meter", []), ("server", []), ("floor", ["-lcurl"])):
        subprocess.run([compiler, "-O2", "-o", folder / name, HERE / f"{name}.c", *libraries], check=True)
    return folder


class Cost:
    """What one process used, start and end included."""

    def __init__(self, command, folder, environment=None):
        command = [str(part) for part in command]
        used = pathlib.Path(folder) / "used"
        output = subprocess.run(
            [programs() / "meter", used, *command], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, check=True,
            env={"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8", **(environment or {})}).stdout
        self.output = output.decode(errors="replace")
        self.wall, user, system, memory, status = map(float, used.read_text().split())
        used.unlink()
        self.cpu, self.memory = user + system, memory
        if status != 0:
            sys.exit(f"{' '.join(command)} ended with {status:.0f}:\n{self.output[-3000:]}")


def middle(costs, name):
    return statistics.median(getattr(cost, name) for cost in costs)


class Server:
    """The C server for as long as it is needed, with a connection of our own to ask it what came."""

    def __init__(self, delay, folder, streams=False):
        answer = folder / "answer"
        answer.write_text(events() if streams else json.dumps(ANSWER))
        self.process = subprocess.Popen(
            [programs() / "server", str(delay), answer, *(["events"] if streams else [])], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline())
        self.questions = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        self.stats()

    def ask(self, path):
        self.questions.request("GET", path)
        return self.questions.getresponse().read()

    def stats(self):
        return json.loads(self.ask("/stats"))

    def close(self):
        self.questions.close()
        self.process.stdin.close()
        self.process.wait(timeout=10)


def machine():
    with contextlib.suppress(OSError), open("/proc/cpuinfo") as lines:
        models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
        return f"{platform.system()} {platform.release()}, {os.cpu_count()} x {models[0] if models else platform.machine()}"
    return f"{platform.system()} {platform.release()}, {os.cpu_count()} x {platform.machine()}"


class Table:
    """Rows that are told as they are measured, on standard error, and printed as Markdown in the end."""

    def __init__(self, *heads):
        self.heads = heads
        self.rows = []

    def add(self, *cells):
        self.rows.append((*cells, *[""] * (len(self.heads) - len(cells))))
        print("  " + "  ".join(cell for cell in cells if cell), file=sys.stderr)

    def text(self):
        widths = [max(len(row[i]) for row in [self.heads, *self.rows]) for i in range(len(self.heads))]
        line = lambda cells: "| " + " | ".join(c.ljust(w) for c, w in zip(cells, widths)) + " |"
        rule = "|" + "|".join("-" * (w + 2) for w in widths) + "|"
        return "\n".join([line(self.heads), rule, *map(line, self.rows)])


def circumstances(load, repeats):
    """What has to be known to read a table. A machine that did something else meanwhile is named as such."""
    busy = load > os.cpu_count() / 2
    warning = " **The machine was busy with something else: measure again before these figures are quoted.**" if busy else ""
    return f"{machine()}; load {load:.1f} before; {repeats} runs each, the middle one shown.{warning}"


def write_into_document(name, content):
    """Replaces what stands between the marks of a table."""
    page = DOCUMENT.read_text()
    marks = re.compile(rf"(<!-- {name}: .*? -->\n).*?(<!-- /{name} -->)", re.S)
    if not marks.search(page):
        sys.exit(f"{DOCUMENT} has no place for the table `{name}`")
    DOCUMENT.write_text(marks.sub(lambda found: f"{found[1]}\n{content}\n\n{found[2]}", page))
