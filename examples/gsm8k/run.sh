#!/usr/bin/env bash
# Gates the answers of two real models against each other, both ways round, and checks every verdict. Asks no model.
# usage: run.sh GSM8K_JSONL [evalgate]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
data=$(realpath "${1:?usage: run.sh GSM8K_JSONL [evalgate]}")
evalgate=$(realpath "${2:-$(command -v evalgate)}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
small=6b_finetuning
large=175b_verification

"$here/prepare" "$data" "$folder"
cd "$folder"

compare() { # compare CODE MODEL BASELINE
  local code=0
  printf '\n$ evalgate gate %s.jsonl --suite gsm8k --baseline %s.jsonl\n' "$2" "$3"
  "$evalgate" gate "$2.jsonl" --suite gsm8k --baseline "$3.jsonl" --report text --report json="$2.json" || code=$?
  printf 'exit %s\n' "$code"
  [ "$code" -eq "$1" ]
}

compare 1 "$small" "$large"
compare 0 "$large" "$small"
echo
"$here/check" "$data" "$small=$small.json" "$large=$large.json"
