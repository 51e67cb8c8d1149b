#!/usr/bin/env bash
set -euo pipefail
source ./lib/common.sh
. lib/colours.sh

VERSION=1.0
export SHOP_HOME="${HOME}/shop"
readonly LIMIT=10
declare -r MODE=fast

usage() {
  local name=1
  other=2
  echo "usage"
}

function run-all {
  usage
}

if true; then
  EXTRA=1
fi
usage "$@"
