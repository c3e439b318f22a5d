#!/usr/bin/env bash
# Tests the module: format, validity, tests/*.tftest.hcl, and every example. Needs `terraform` (1.9 or later) on PATH; where its
# providers come from is the environment's business. The tests stand in for AWS and need no credentials. What has to be applied to
# show something (that a second plan is empty, that a bad rule stops a deployment, how the predecessor is left) runs only with
# providers that touch no account, recognised by a TF_CLI_CONFIG_FILE whose name says `offline`.
# Works on a copy, so that no .terraform is left behind. Ends with `N passed, N failed`.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

passed=0
failed=0
finish() {
  printf '\n%s passed, %s failed\n' "$passed" "$failed"
  [ "$failed" = 0 ] && exit 0
  exit 1
}

command -v terraform >/dev/null || {
  echo "terraform is not on PATH: install 1.9 or later, https://developer.hashicorp.com/terraform/install" >&2
  failed=1
  finish
}
[ -f lambda/dist/lambda.zip ] || {
  echo "lambda/dist/lambda.zip is missing: npm ci && npm run build" >&2
  failed=1
  finish
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
module=$scratch/module
mkdir -p "$module/lambda/dist" "$module/lambda/src/setup"
cp ./*.tf "$module"
cp -R tests examples modules "$module"
cp lambda/dist/lambda.zip "$module/lambda/dist"
cp lambda/src/setup/settings.ts "$module/lambda/src/setup"
# One download of the provider serves every example.
mkdir "$scratch/providers"
export TF_IN_AUTOMATION=1 TF_INPUT=0 TF_PLUGIN_CACHE_DIR="${TF_PLUGIN_CACHE_DIR:-$scratch/providers}" TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE=1

# check NAME COMMAND...: one line a check; the output only if it fails.
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

# Terraform counts its tests itself.
count_tests() {
  terraform -chdir="$module" test -no-color >"$scratch/tests" 2>&1
  grep -E '^  run ' "$scratch/tests" | sed -E 's/^  run "([^"]+)"\.\.\. pass$/ok      \1/; s/^  run "([^"]+)"\.\.\. (fail|skip)$/FAILED  \1/'
  local passes fails
  passes=$(grep -cE '^  run .*pass$' "$scratch/tests")
  fails=$(grep -cE '^  run .*(fail|skip)$' "$scratch/tests")
  if [ "$passes" = 0 ] || { [ "$fails" = 0 ] && ! grep -q '^Success!' "$scratch/tests"; }; then fails=$((fails + 1)); fi
  [ "$fails" = 0 ] || cat "$scratch/tests"
  passed=$((passed + passes))
  failed=$((failed + fails))
}

# With AWS stood in for, as in the tests, by each provider of the example. example_plans DIRECTORY VALUES
example_plans() {
  local alias
  mkdir -p "$1/tests"
  {
    for alias in "" $(sed -nE 's/^ *alias *= "([^"]+)"$/\1/p' "$1"/*.tf); do
      printf 'mock_provider "aws" {\n%s  source = "../../tests/aws"\n}\n' "${alias:+  alias = \"$alias\"$'\n'}"
    done
    printf 'run "plan" {\n  command = plan\n}\n'
  } >"$1/tests/plan.tftest.hcl"
  terraform -chdir="$1" init -no-color && terraform -chdir="$1" test -no-color -var-file="$2"
}

apply() {
  terraform -chdir="$1" init -no-color >/dev/null && terraform -chdir="$1" apply -auto-approve -no-color "${@:2}"
}

second_plan_is_empty() {
  apply "$1" "${@:2}" && terraform -chdir="$1" plan -detailed-exitcode -no-color "${@:2}"
}

# The function of the package runs for the self-check, so the rules of the example have to compile.
example_applies() {
  local -x OFFLINE_AWS_INVOKE=1
  second_plan_is_empty "$1" -state="$2.tfstate" -var-file="$2"
}

# each_example VERB CHECK: for every set of values of every example, CHECK DIRECTORY VALUES.
each_example() {
  local values
  for values in "$module"/examples/*/*.tfvars.example; do
    check "example $(basename "$(dirname "$values")")/$(basename "$values" .tfvars.example) $1" "$2" "$(dirname "$values")" "$(basename "$values")"
  done
}
# configuration DIRECTORY SOURCE: a module block as the README has it, with the arguments that come on standard input.
configuration() {
  mkdir -p "$1"
  {
    printf 'provider "aws" {\n  region = "eu-west-1"\n}\nmodule "cloudtrail_to_slack" {\n  source = "%s"\n' "$2"
    cat
    printf '}\n'
  } >"$1/main.tf"
}

# The version of the first apply stays live when a rule that does not compile is applied over it.
bad_rule_stops_the_deployment() {
  local dir=$scratch/bad-rule live said
  local -x OFFLINE_AWS_INVOKE=1
  with_rule "$dir" "eventName == 'DeleteTrail'" && apply "$dir" || return 1
  with_rule "$dir" "eventName === 'DeleteTrail'"
  if apply "$dir" >"$scratch/refused" 2>&1; then
    echo "a rule that does not compile was deployed"
    return 1
  fi
  live=$(terraform -chdir="$dir" state show -no-color module.cloudtrail_to_slack.aws_lambda_alias.live | grep -E '^ *function_version ')
  cat "$scratch/refused"
  echo "live: $live"
  for said in 'the-bad-one' '1:11' 'has no `===`' 'write `==`'; do
    grep -qF -- "$said" "$scratch/refused" || { echo "the refusal does not say: $said"; return 1; }
  done
  grep -q '"1"' <<<"$live"
}

with_rule() {
  configuration "$1" "$module" <<END
  cloudtrail_logs_s3_bucket_name = "my-trail"
  default_sns_topic_arn          = "arn:aws:sns:eu-west-1:123456789012:security"
  rules                          = [{ name = "the-bad-one", expression = "$2" }]
END
}

# The order of what is done, from the providers' ledger: the version in use keeps its settings until the alias has left it.
settings_in_the_table_outlive_their_version() {
  local dir=$scratch/spilled order
  local -x OFFLINE_AWS_LEDGER=$scratch/ledger.json
  with_many_rules "$dir" first && apply "$dir" || return 1
  rm "$OFFLINE_AWS_LEDGER"
  with_many_rules "$dir" second && apply "$dir" || return 1
  order=$(node -e 'const { events } = JSON.parse(require("node:fs").readFileSync(process.argv[1]));
    console.log(events.filter(({ type }) => /item|alias/.test(type)).map(({ action, type }) => `${action} ${type}`).join(", "))' "$OFFLINE_AWS_LEDGER")
  echo "$order"
  [ "$order" = "create aws_dynamodb_table_item, update aws_lambda_alias, delete aws_dynamodb_table_item" ]
}

with_many_rules() {
  configuration "$1" "$module" <<END
  cloudtrail_logs_s3_bucket_name = "my-trail"
  default_sns_topic_arn          = "arn:aws:sns:eu-west-1:123456789012:security"
  rules                          = [for i in range(200) : "eventName == '$2 \${sha256(i)}'"]
END
}

# leaving_the_predecessor FUNCTION TABLE [ARGUMENT]: the predecessor applied, the module planned over it.
leaving_the_predecessor() {
  local dir=$scratch/predecessor-$1-$2
  local block="
  cloudtrail_logs_s3_bucket_name = \"my-trail\"
  slack_bot_token                = \"xoxb-secret\"
  default_slack_channel_id       = \"C0123456789\"
  aws_sns_topic_subscriptions    = { \"security@example.com\" = \"email\" }"
  configuration "$dir" "$module/tests/predecessor" <<<"$block" && apply "$dir" || return 1
  configuration "$dir" "$module" <<<"$block
  function_name       = \"$1\"
  dynamodb_table_name = \"$2\"
  ${3:-}"
  terraform -chdir="$dir" init -no-color && terraform -chdir="$dir" plan -no-color >"$scratch/plan"
}

# Function, role, log group, topic, subscription and the bucket's notification stay; the new table of the same name has to wait
# until the old one is gone, and the permission outlives the apply.
predecessor_is_left_in_place() {
  leaving_the_predecessor fivexl-cloudtrail-to-slack fivexl-cloudtrail-to-slack-table "${1:-}" || return 1
  cat "$scratch/plan"
  local kept='(aws_lambda_function|aws_iam_role|aws_cloudwatch_log_group|aws_sns_topic|aws_sns_topic_subscription|aws_s3_bucket_notification)'
  ! grep -E "must be replaced|$kept\.[^ ]* will be (created|destroyed)|aws_lambda_permission\.s3.* will be destroyed" "$scratch/plan" &&
    grep -q 'aws_s3_bucket_notification.bucket_notification\[0\] will be updated in-place' "$scratch/plan" &&
    second_plan_is_empty "$scratch/predecessor-fivexl-cloudtrail-to-slack-fivexl-cloudtrail-to-slack-table"
}

predecessor_is_left_under_new_names() {
  leaving_the_predecessor cloudtrail-to-slack cloudtrail-to-slack-state &&
    second_plan_is_empty "$scratch/predecessor-cloudtrail-to-slack-cloudtrail-to-slack-state"
}

predecessor_is_left_with_a_thousand_rules() {
  rm -rf "$scratch"/predecessor-*
  predecessor_is_left_in_place "rules = [for i in range(1000) : \"eventName == '\${sha256(i)}'\"]"
}

# Whoever is offline has not broken the module.
need_providers() {
  grep -qE 'Failed to query available provider packages|Failed to install provider' "$scratch/init" || return 0
  echo "NOT RUN: the tests of the module, but for its format. They need the AWS provider, and Terraform cannot reach its registry."
  finish
}

check "terraform fmt" terraform -chdir="$module" fmt -check -diff -recursive
terraform -chdir="$module" init -no-color >"$scratch/init" 2>&1 || need_providers
check "terraform init" terraform -chdir="$module" init -no-color
check "terraform validate" terraform -chdir="$module" validate -no-color
count_tests
each_example "plans" example_plans

if [[ ${TF_CLI_CONFIG_FILE:-} != *offline* ]]; then
  echo "NOT CHECKED: nothing was applied, for these providers would touch an AWS account"
  finish
fi
each_example "applies, and then has nothing to change" example_applies
check "a rule that does not compile stops the deployment" bad_rule_stops_the_deployment
check "settings in the table outlive the version that reads them" settings_in_the_table_outlive_their_version
check "the predecessor is left in place" predecessor_is_left_in_place
check "the predecessor is left in place, with a thousand rules" predecessor_is_left_with_a_thousand_rules
check "the predecessor is left under new names" predecessor_is_left_under_new_names
finish
