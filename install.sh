#!/bin/sh
# Installs ygs for the current user from the clone that this file stands in.
#
#   ./install.sh              the program and its skills for Claude Code
#   ./install.sh PROJECT      the same, then scaffolds PROJECT and reports drift in it
#   ./install.sh --uninstall  removes what the other two have installed (a PROJECT keeps its files)
#
# uv or pipx is used when it is there, else a private environment below ${XDG_DATA_HOME:-~/.local/share}/ygs.
# Everything stands in functions and the last line calls one, so that a cut download runs nothing.
set -eu

say() { printf '%s\n' "$*" >&2; }
fail() {
  say "error: $1"
  [ -z "${2:-}" ] || say "hint: $2"
  exit 2
}

usage() { sed -n '2,6s/^# \{0,1\}//p' "$0"; }

# A second run stays with the method of the first; sets $method and $bin.
choose_method() {
  method=''
  [ ! -f "$record" ] || method=$(sed -n 's/^method=//p' "$record")
  case $method in uv | pipx) command -v "$method" >/dev/null 2>&1 || method='' ;; esac
  if [ -z "$method" ]; then
    method=venv
    ! command -v pipx >/dev/null 2>&1 || method=pipx
    ! command -v uv >/dev/null 2>&1 || method=uv
  fi
  case $method in
    uv) bin=$(uv tool dir --bin) ;;
    pipx) bin=$(pipx environment --value PIPX_BIN_DIR) ;;
    *) bin=$HOME/.local/bin ;;
  esac
}

# The first Python of at least 3.11 that can make environments; sets $python.
find_python() {
  python='' without_venv=''
  for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do
    command -v "$candidate" >/dev/null 2>&1 || continue
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue
    if [ "$method" = venv ] && ! "$candidate" -c 'import ensurepip, venv' >/dev/null 2>&1; then
      without_venv=$candidate
      continue
    fi
    python=$(command -v "$candidate")
    return
  done
  [ -z "$without_venv" ] ||
    fail "$without_venv has no ensurepip, so it cannot make an environment" \
      "on Debian and Ubuntu: apt install python3-venv; or install uv or pipx"
  fail "Python 3.11 or newer was not found" "install it, for example from https://www.python.org/downloads/"
}

# Notes each folder that does not exist yet in $new_folders, outermost first, so that it can be removed again.
note_missing() {
  [ -d "$1" ] && return
  note_missing "$(dirname "$1")"
  case "$new_folders" in *"|$1|"*) ;; *) new_folders="$new_folders$1|" ;; esac
}

# Writes down how ygs is installed before anything is, so that --uninstall finds it also after a kill.
write_record() {
  new_folders='|'
  note_missing "$data"
  note_missing "$bin"
  note_missing "$cache"
  mkdir -p "$data"
  [ ! -f "$record" ] || new_folders=$(sed -n 's/^folders=//p' "$record")
  printf 'method=%s\nbin=%s\nfolders=%s\n' "$method" "$bin" "$new_folders" >"$record.part"
  mv "$record.part" "$record"
  mkdir -p "$bin"
}

# A `ygs` that stands in the bin folder already is replaced only if uv, pipx or this script has put it there.
refuse_foreign() {
  [ -e "$bin/ygs" ] || [ -h "$bin/ygs" ] || return 0
  case $method in
    uv) ! uv tool list 2>/dev/null | grep -q '^ygs-cli ' || return 0 ;;
    pipx) ! pipx list --short 2>/dev/null | grep -q '^ygs-cli ' || return 0 ;;
  esac
  [ "$(readlink "$bin/ygs" || :)" != "$venv/bin/ygs" ] || return 0
  fail "$bin/ygs is there already and was not put there by install.sh" "move it away"
}

install_program() {
  say "installing ygs with $method ..."
  case $method in
    uv) uv tool install --quiet --reinstall --python "$python" "$clone" >&2 && return ;;
    pipx) pipx install --quiet --force --python "$python" "$clone" >&2 && return ;;
    venv)
      install_privately && return
      fail "the program could not be installed" "see the messages above; a package index must be in reach"
      ;;
  esac
  say "note: that did not work, see above"
  method=venv bin=$HOME/.local/bin
  find_python
  refuse_foreign
  write_record
  install_program
}

install_privately() {
  "$venv/bin/python" -c 'import pip' >/dev/null 2>&1 || "$python" -m venv --clear "$venv" || return 1
  "$venv/bin/python" -m pip install --quiet "$clone" || return 1
  [ -h "$bin/ygs" ] || ln -s "$venv/bin/ygs" "$bin/ygs"
}

tell_about_path() {
  case ":$PATH:" in
    *":$bin:"*) ;;
    *)
      say "note: $bin is not on your PATH, and the skills call ygs by its name. Add this to your shell's profile:"
      say "  export PATH=\"$bin:\$PATH\""
      ;;
  esac
}

install_all() {
  find_python
  refuse_foreign
  command -v git >/dev/null 2>&1 || say "note: git was not found; ygs needs it for history"
  write_record
  install_program
  code=0
  "$bin/ygs" install || code=$?
  [ "$code" -le 1 ] || exit "$code"
  tell_about_path
  if [ -n "$project" ]; then
    "$bin/ygs" init "$project" || exit $?
    drift=0
    "$bin/ygs" sync "$project" || drift=$?
    [ "$drift" -le 1 ] || exit "$drift" # 1 is drift found: a result, not a failure
  fi
  exit "$code"
}

uninstall_all() {
  if [ ! -f "$record" ]; then
    say "install.sh has installed nothing here"
    exit 0
  fi
  method=$(sed -n 's/^method=//p' "$record")
  bin=$(sed -n 's/^bin=//p' "$record")
  new_folders=$(sed -n 's/^folders=//p' "$record")
  code=0
  if [ -x "$bin/ygs" ]; then
    "$bin/ygs" uninstall --yes || code=$?
    [ "$code" -eq 0 ] || fail "the skills could not be uninstalled" "mend the error above and run this again"
  fi
  case $method in
    uv) uv tool uninstall --quiet ygs-cli 2>/dev/null || : ;;
    pipx) pipx uninstall ygs-cli >/dev/null 2>&1 || : ;;
    venv)
      [ "$(readlink "$bin/ygs" || :)" != "$venv/bin/ygs" ] || rm "$bin/ygs"
      rm -rf "$venv"
      ;;
  esac
  rm -f "$record" "$cache/files.sqlite" "$cache/files.sqlite-journal"
  rmdir "$cache" 2>/dev/null || : # made by a run, not by us, where the record is an older one
  remove_folders
  say "ygs is uninstalled"
}

# Removes the folders that write_record has noted, innermost first, as far as they are empty.
remove_folders() {
  rest=${new_folders#|}
  reversed=''
  while [ -n "$rest" ]; do
    reversed="${rest%%|*}|$reversed"
    rest=${rest#*|}
  done
  while [ -n "$reversed" ]; do
    rmdir "${reversed%%|*}" 2>/dev/null || :
    reversed=${reversed#*|}
  done
}

main() {
  action=install project=''
  while [ $# -gt 0 ]; do
    case $1 in
      --uninstall) action=uninstall ;;
      -h | --help)
        usage
        exit 0
        ;;
      -*) fail "unknown option '$1'" "./install.sh --help" ;;
      *)
        [ -z "$project" ] || fail "one PROJECT at most, also given: '$1'" "quote a path with spaces"
        project=$1
        ;;
    esac
    shift
  done
  unset PYTHONPATH PYTHONHOME PIP_TARGET PIP_PREFIX PIP_USER || :
  export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 # nothing is left in the user's cache
  [ -n "${HOME:-}" ] || fail "HOME is not set"
  clone=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
  [ -f "$clone/pyproject.toml" ] || fail "install.sh must stand in a clone of the repository" "git clone it first"
  case $HOME in /*) ;; *) fail "HOME is '$HOME', which is not an absolute path" "set HOME to your home folder" ;; esac
  data=$HOME/.local/share/ygs
  case ${XDG_DATA_HOME:-} in /*) data=$XDG_DATA_HOME/ygs ;; esac # a relative one is to be ignored, says XDG
  cache=$HOME/.cache/ygs
  case ${XDG_CACHE_HOME:-} in /*) cache=$XDG_CACHE_HOME/ygs ;; esac
  venv=$data/venv
  record=$data/install-record
  if [ "$action" = uninstall ]; then
    uninstall_all
    exit 0
  fi
  choose_method
  install_all
}

main "$@"
