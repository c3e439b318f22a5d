#!/usr/bin/env bash
# Scans the configuration and the workflows with tflint, checkov, trivy, actionlint and zizmor. A scanner that is not on PATH
# is reported as NOT RUN, which is a failure only with `--all`. Exceptions are next to the line that they are about.
# Works on a copy of the files in git, so that it reads no .terraform folder. Ends with `N passed, N failed, N not run`.
#   bash scripts/scan.sh [--all] [SCANNER...]
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

required=''
if [ "${1:-}" = --all ]; then
  required=1
  shift
fi
[ $# -gt 0 ] || set -- actionlint zizmor tflint trivy checkov

passed=0
failed=0
missing=0
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git ls-files -z --cached --others --exclude-standard -- ':!lambda' ':!docs' ':!package-lock.json' |
  while IFS= read -r -d '' file; do
    [ ! -f "$file" ] || { mkdir -p "$copy/$(dirname "$file")" && cp "$file" "$copy/$file"; }
  done
# actionlint looks for the root of a repository.
git -C "$copy" init -q

run() {
  case $1 in
    actionlint) actionlint -no-color ;;
    zizmor) zizmor --offline --no-progress --color never .github ;;
    tflint) tflint --recursive --no-color ;;
    # The checks come with the program, so that nothing is downloaded.
    trivy) trivy config --quiet --exit-code 1 --skip-check-update . ;;
    checkov) checkov -d . ;;
    *) echo "there is no scanner $1" && return 1 ;;
  esac
}

for scanner in "$@"; do
  if ! command -v "$scanner" >/dev/null; then
    missing=$((missing + 1))
    echo "NOT RUN $scanner, which is not on PATH"
  elif (cd "$copy" && run "$scanner") >"$copy.output" 2>&1; then
    passed=$((passed + 1))
    echo "ok      $scanner"
  else
    failed=$((failed + 1))
    echo "FAILED  $scanner"
    sed 's/^/        /' "$copy.output"
  fi
done
rm -f "$copy.output"
printf '\n%s passed, %s failed, %s not run\n' "$passed" "$failed" "$missing"
[ "$failed" = 0 ] && { [ -z "$required" ] || [ "$missing" = 0 ]; }
