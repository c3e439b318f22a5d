#!/usr/bin/env bash
# Rehearses a release without publishing anything: `bash scripts/rehearse-release.sh [VERSION]`. Works on what is committed: it clones
# the repository, tags the clone, and uses it as users do. VERSION is the one in package.json unless given.
# With `REPOSITORY=OWNER/NAME` it also checks the name against the rules of the Terraform Registry.
# Ends with `N passed, N failed`. Needs node_modules; without `terraform` and a provider, the examples are NOT RUN.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

version=${1:-$(node -p 'require("./package.json").version')}
tag=v$version
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
clone=$scratch/clone
passed=0
failed=0

check() {
  local name=$1
  shift
  if "$@" >"$scratch/output" 2>&1; then
    passed=$((passed + 1))
    echo "ok      $name"
  else
    failed=$((failed + 1))
    echo "FAILED  $name"
    sed 's/^/        /' "$scratch/output"
  fi
}

clone_and_tag() {
  git clone -q --no-hardlinks . "$clone" && git -C "$clone" tag -f "$tag"
}

# The registry accepts only tags that are semantic versions, with or without a `v`.
# https://developer.hashicorp.com/terraform/registry/modules/publish
version_is_semantic() {
  [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || { echo "$version is not X.Y.Z"; return 1; }
}

tag_is_new() {
  [ -z "$(git tag --list "$tag")" ] || { echo "the tag $tag exists. Increase the version in package.json."; return 1; }
}

nothing_is_uncommitted() {
  [ -z "$(git status --porcelain)" ] || { git status --short; return 1; }
}

changelog_has_the_version() {
  (cd "$clone" && node scripts/changelog-section.mjs "$version")
}

changelog_has_nothing_unreleased() {
  ! sed -n '/^## \[Unreleased\]/,/^## \[[0-9]/p' "$clone/CHANGELOG.md" | grep '^- ' || {
    echo "Move these entries to the section of $version."
    return 1
  }
}

upgrade_notes_have_the_version() {
  grep -qx "## $version" "$clone/docs/upgrading.md" || { echo "docs/upgrading.md has no section \"## $version\""; return 1; }
}

readme_names_the_version() {
  grep -q "ref=$tag\"" "$clone/README.md" || { echo "the module block of README.md has another version than $tag"; return 1; }
}

generated_documents_are_current() {
  local generator
  for generator in scripts/generate-*.mjs; do node "$generator" --check || return 1; done
}

package_matches_the_sources() {
  npm run --silent build -- --out "$scratch/build" && cmp "$scratch/build/lambda.zip" "$clone/lambda/dist/lambda.zip"
}

release_files_are_complete() {
  node scripts/release-files.mjs "$scratch/files" && (cd "$clone/lambda/dist" && sha256sum -c "$scratch/files/lambda.zip.sha256")
}

# https://developer.hashicorp.com/terraform/language/modules/develop/structure
module_has_the_standard_structure() {
  local file missing=''
  for file in README.md LICENSE main.tf variables.tf outputs.tf versions.tf; do [ -f "$clone/$file" ] || missing+=" $file"; done
  for file in "$clone"/modules/*; do [ -f "$file/README.md" ] || missing+=" ${file#"$clone/"}/README.md"; done
  for file in "$clone"/examples/*/main.tf; do [ -f "${file%main.tf}README.md" ] || missing+=" ${file#"$clone/"}"; done
  [ -z "$missing" ] || { echo "missing:$missing"; return 1; }
}

repository_name_fits_the_registry() {
  [[ ${REPOSITORY#*/} =~ ^terraform-aws-[a-z0-9-]+$ ]] || { echo "$REPOSITORY must be OWNER/terraform-aws-NAME"; return 1; }
}

# As a user's configuration: the source is the tag in git, so everything that the module reads must be committed.
example_works_from_the_tag() {
  local directory=$scratch/examples/$1
  mkdir -p "$scratch/examples" && cp -R "$clone/examples/$1" "$directory"
  sed -i.bak -E "s#source( *)= \"\.\./\.\./?(modules/[a-z-]+)?\"#source\1= \"git::file://$clone//\2?ref=$tag\"#; s#//\?ref=#?ref=#" "$directory"/*.tf
  ! grep -n 'source *= "\.\.' "$directory"/*.tf || return 1
  terraform -chdir="$directory" init -no-color && terraform -chdir="$directory" validate -no-color
}

check "everything is committed" nothing_is_uncommitted
check "the repository can be cloned and tagged" clone_and_tag
check "the version $version is semantic" version_is_semantic
check "the tag $tag is new" tag_is_new
check "package.json and the changelog have the version" changelog_has_the_version
check "the changelog has nothing unreleased" changelog_has_nothing_unreleased
check "the upgrade notes have the version" upgrade_notes_have_the_version
check "the README names the version" readme_names_the_version
check "generated documents are current" generated_documents_are_current
check "the package matches the sources" package_matches_the_sources
check "checksum and list of packages can be made" release_files_are_complete
check "the module has the standard structure" module_has_the_standard_structure
if [ -n "${REPOSITORY:-}" ]; then
  check "the name $REPOSITORY fits the Terraform Registry" repository_name_fits_the_registry
else
  echo "NOT CHECKED: the name of the repository. Set REPOSITORY=OWNER/NAME."
fi

export TF_IN_AUTOMATION=1 TF_INPUT=0
for main in examples/*/main.tf; do
  example=$(basename "$(dirname "$main")")
  if ! command -v terraform >/dev/null; then
    echo "NOT RUN: the example $example. terraform is not on PATH."
  elif [ "$example" = backtest ] && [[ ${TF_CLI_CONFIG_FILE:-} = *offline* ]]; then
    echo "NOT RUN: the example backtest. These providers do not have its resources."
  else
    check "the example $example works from the tag" example_works_from_the_tag "$example"
  fi
done
printf '\n%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
