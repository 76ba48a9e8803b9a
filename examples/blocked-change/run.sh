#!/usr/bin/env bash
# What a pull request with version 14 of the ticket-triage prompt would get. The change is committed in a temporary clone, so
# nothing here is touched and the run is gone with it: the commands under the verdict are those for the clone of a pull request.
# Ends with code 1: blocked.
# usage: run.sh [evalgate [format]]     format: text (default), markdown, json
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repository=$(git -C "$here" rev-parse --show-toplevel)
evalgate=$(realpath "${1:-$(command -v evalgate)}")
format=${2:-text}
clone=$(mktemp -d)
trap 'rm -rf "$clone"' EXIT

git clone --quiet --no-hardlinks "$repository" "$clone/project"
cd "$clone/project"
base=$(git rev-parse HEAD)
git checkout --quiet -b shorter-triage-prompt
cp "$here/ticket-triage.prompt.yml" prompts/ticket-triage.prompt.yml
git -c user.name=example -c user.email=example@example.com commit --quiet --all --message "Shorten the triage prompt"

env -u CI "$evalgate" run --baseline "$base" --report "$format"
