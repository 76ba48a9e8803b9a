#!/usr/bin/env bash
# Nobody listens where the model should be: nothing was measured, so nothing is green. Ends with code 3.
# usage: provider-down.sh [evalgate]
set -euo pipefail
evalgate=$(realpath "${1:-$(command -v evalgate)}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > triage.prompt.yml <<'YAML'
messages:
  - { role: user, content: "billing or technical? {{text}}" }
YAML
cat > triage.cases.jsonl <<'JSONL'
{"text": "charged twice", "expected": "billing"}
{"text": "the app crashes", "expected": "technical"}
JSONL
cat > evalgate.yml <<'YAML'
version: 1
defaults: { route: local, mode: live }
routes:
  local:
    targets: [{ provider: openai, model: any, base_url: "http://127.0.0.1:9/v1" }]
    retry: { attempts: 1 }
gates: { accuracy: { metric: pass_rate, at_least: 90% } }
YAML

"$evalgate" run
