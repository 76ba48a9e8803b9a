#!/usr/bin/env bash
# A mistyped key: nothing is asked, and the message says where it stands and what was probably meant. Ends with code 2.
# usage: broken-configuration.sh [evalgate]
set -euo pipefail
evalgate=$(realpath "${1:-$(command -v evalgate)}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > triage.prompt.yml <<'YAML'
model: openai/gpt-4.1-mini
messages:
  - { role: user, content: "billing or technical? {{text}}" }
YAML
cat > triage.cases.jsonl <<'JSONL'
{"text": "charged twice", "expected": "billing"}
JSONL
cat > evalgate.yml <<'YAML'
version: 1
gates: { accuracy: { metric: pass_rate, atleast: 90% } }
YAML

"$evalgate" run
