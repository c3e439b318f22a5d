#!/usr/bin/env bash
# Tests the module: format, validity, tests/*.tftest.hcl, and every example. Needs `terraform` (1.9 or later) on PATH, with access
# to the AWS provider. The tests use mock providers and need no credentials. Checks that must apply (a second plan is empty, an
# invalid rule stops a deployment, migration from the predecessor) run only with providers that touch no account, recognized by a
# TF_CLI_CONFIG_FILE whose name contains `offline`.
# `TERRAFORM=tofu bash scripts/test-terraform.sh` tests with OpenTofu instead: all but tests/*.tftest.hcl and the plans with mock providers,
# because OpenTofu cannot read mocks from a folder.
# Works on a copy, so that it leaves no .terraform folder. Jobs run at the same time, one for each processor; their results are
# printed in a fixed order. Ends with `N passed, N failed`.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

terraform() {
  command "${TERRAFORM:-terraform}" "$@"
}

passed=0
failed=0
finish() {
  printf '\n%s passed, %s failed\n' "$passed" "$failed"
  [ "$failed" = 0 ] && exit 0
  exit 1
}

command -v "${TERRAFORM:-terraform}" >/dev/null || {
  echo "${TERRAFORM:-terraform} is not on PATH. Install version 1.9 or later: https://developer.hashicorp.com/terraform/install" >&2
  failed=1
  finish
}
[ -f lambda/dist/lambda.zip ] || {
  echo "lambda/dist/lambda.zip is missing. Run npm ci && npm run build." >&2
  failed=1
  finish
}

scratch=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$scratch"' EXIT
module=$scratch/module
mkdir -p "$module/lambda/dist" "$module/lambda/src/setup"
cp ./*.tf "$module"
cp -R tests examples modules "$module"
cp lambda/dist/lambda.zip "$module/lambda/dist"
cp lambda/src/setup/settings.ts "$module/lambda/src/setup"
# All examples share one download of the provider.
mkdir "$scratch/providers"
export TF_IN_AUTOMATION=1 TF_INPUT=0 TF_PLUGIN_CACHE_DIR="${TF_PLUGIN_CACHE_DIR:-$scratch/providers}" TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE=1

# check NAME COMMAND...: prints one line per check, and the output of the command only if it fails.
check() {
  local name=$1
  shift
  if "$@" >"$scratch/output" 2>&1; then
    echo "ok      $name"
  else
    echo "FAILED  $name"
    sed 's/^/        /' "$scratch/output"
  fi
}

# run_tests DIRECTORY FILE: prints one line per run block, and the output of Terraform only if one fails, or if none ran.
run_tests() {
  local status=0
  terraform -chdir="$1" test -no-color -filter="tests/$2" >"$scratch/tests" 2>&1 || status=$?
  sed -nE 's/^  run "([^"]+)"\.\.\. pass$/ok      \1/p; s/^  run "([^"]+)"\.\.\. (fail|skip)$/FAILED  \1/p' "$scratch/tests"
  grep -qE '^  run .*(fail|skip)$' "$scratch/tests" || {
    [ "$status" = 0 ] && grep -qE '^Success! [1-9]' "$scratch/tests" && return
    echo "FAILED  terraform test of $2"
  }
  sed 's/^/        /' "$scratch/tests"
}

# job COMMAND...: a command that prints results and depends on no other job.
queue=()
job() {
  queue+=("$(printf '%q ' "$@")")
}

# Takes one job after another from the queue, as the other workers do.
work() {
  local index
  for index in "${!queue[@]}"; do
    mkdir "$scratch/$index" 2>/dev/null || continue
    (scratch=$scratch/$index; eval "${queue[index]}") >"$scratch/$index.out" 2>&1 || echo "FAILED  ${queue[index]}: status $?" >>"$scratch/$index.out"
    touch "$scratch/$index.done"
  done
}

# report FILE: prints results and counts them.
report() {
  cat "$1"
  passed=$((passed + $(grep -c '^ok      ' "$1")))
  failed=$((failed + $(grep -c '^FAILED  ' "$1")))
}

# Runs all jobs and reports each as soon as it and all before it are done. A job without a result fails.
run_jobs() {
  local index
  for ((index = $(getconf _NPROCESSORS_ONLN); index > 0; index--)); do work & done
  for index in "${!queue[@]}"; do
    until [ -e "$scratch/$index.done" ] || [ -z "$(jobs -r)" ]; do sleep 0.1; done
    [ -e "$scratch/$index.done" ] && grep -qE '^(ok|FAILED)  ' "$scratch/$index.out" || echo "FAILED  ${queue[index]}: no result" >>"$scratch/$index.out"
    report "$scratch/$index.out"
  done
}

# now COMMAND...: a command that prints results and must be done before the next one.
now() {
  "$@" >"$scratch/now"
  report "$scratch/now"
}

# example_plans DIRECTORY VALUES: plans an example with a mock provider for each of its providers.
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

example_is_valid() {
  terraform -chdir="$1" init -no-color && terraform -chdir="$1" validate -no-color
}

apply() {
  terraform -chdir="$1" init -no-color >/dev/null && terraform -chdir="$1" apply -auto-approve -no-color "${@:2}"
}

second_plan_is_empty() {
  apply "$1" "${@:2}" && terraform -chdir="$1" plan -detailed-exitcode -no-color "${@:2}"
}

# The self-check runs the function of the package, so the rules of the example must compile.
example_applies() {
  local -x OFFLINE_AWS_INVOKE=1
  second_plan_is_empty "$1" -state="$2.tfstate" -var-file="$2"
}

# Whether the provider has a type of resource. Providers that touch no account can have a subset of all types.
has_type() {
  # Not a pipe: `grep -q` ends early, and Terraform would fail to write the rest.
  terraform -chdir="$module" providers schema -json >"$scratch/schema" && grep -qF "\"$1\"" "$scratch/schema"
}

# each_example VERB CHECK: a job for every example.
each_example() {
  local values previous=''
  for values in "$module"/examples/*/*.tfvars.example; do
    [[ $values != */backtest/* || -n $backtest ]] || continue
    [ "${values%/*}" = "$previous" ] || job check_example "${values%/*}" "$@"
    previous=${values%/*}
  done
}

# check_example DIRECTORY VERB CHECK: runs CHECK DIRECTORY VALUES for every tfvars file of an example.
check_example() {
  local values
  for values in "$1"/*.tfvars.example; do
    check "example $(basename "$1")/$(basename "$values" .tfvars.example) $2" "$3" "$1" "$(basename "$values")"
  done
}

# each_test_file DIRECTORY: a job for every file with tests of Terraform. OpenTofu cannot run them.
each_test_file() {
  local file
  [ -z "$tofu" ] || return 0
  for file in "$1"/tests/*.tftest.hcl; do job run_tests "$1" "$(basename "$file")"; done
}

# configuration DIRECTORY SOURCE: writes a module block as in the README, with the arguments from standard input.
configuration() {
  mkdir -p "$1"
  {
    printf 'provider "aws" {\n  region = "eu-west-1"\n}\nmodule "cloudtrail_to_slack" {\n  source = "%s"\n' "$2"
    cat
    printf '}\n'
  } >"$1/main.tf"
}

# The version of the first apply stays live when the second apply has a rule that does not compile.
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
    grep -qF -- "$said" "$scratch/refused" || { echo "the error does not contain: $said"; return 1; }
  done
  grep -q '"1"' <<<"$live"
}

# problems_are_named DIRECTORY SECRET...: planning it fails, and Terraform says every line of problems.txt, nothing about errors in the
# module's own expressions, and none of the secrets. Terraform wraps messages, so they are compared without line breaks.
problems_are_named() {
  local dir=$1 problem secret
  terraform -chdir="$dir" init -no-color >/dev/null || return 1
  if terraform -chdir="$dir" plan -no-color >"$scratch/refused" 2>&1; then
    echo "the plan succeeded"
    return 1
  fi
  tr -s ' \n' ' ' <"$scratch/refused" >"$scratch/one-line"
  while read -r problem; do
    grep -qF -- "$problem" "$scratch/one-line" || { cat "$scratch/refused"; echo "Terraform does not say: $problem"; return 1; }
  done <"$dir/problems.txt"
  for secret in "${@:2}"; do
    ! grep -F -- "$secret" "$scratch/refused" || return 1
  done
  ! grep '^Error: ' "$scratch/refused" | grep -vE 'Invalid value for variable|Resource precondition failed'
}

each_problem_of_a_correlation_is_named() {
  local dir=$module/tests/correlations
  problems_are_named "$dir" && [ "$(grep -c '^rules\[' "$scratch/refused")" = "$(grep -c . "$dir/problems.txt")" ]
}

mistakes_are_named() {
  problems_are_named "$module/tests/mistakes" xapp-secret xoxb-secret xoxp-secret services/secret office.com/secret 5ec7e7 R5EC7E7
}

with_rule() {
  configuration "$1" "$module" <<END
  cloudtrail_logs_s3_bucket_name = "my-trail"
  default_sns_topic_arn          = "arn:aws:sns:eu-west-1:123456789012:security"
  rules                          = [{ name = "the-bad-one", expression = "$2" }]
END
}

# events_of PATTERN: what happened to resources of these types, in the order of the providers' ledger.
events_of() {
  node -e 'const { events } = JSON.parse(require("node:fs").readFileSync(process.argv[1]));
    const matching = events.filter(({ type }) => new RegExp(process.argv[2]).test(type));
    console.log(matching.map(({ action, type }) => `${action} ${type}`).join(", "))' "$OFFLINE_AWS_LEDGER" "$1"
}

# A version keeps its settings until the alias moves to the next version.
settings_in_the_table_are_deleted_last() {
  local dir=$scratch/spilled order
  local -x OFFLINE_AWS_LEDGER=$scratch/ledger.json
  with_many_rules "$dir" first && apply "$dir" || return 1
  rm "$OFFLINE_AWS_LEDGER"
  with_many_rules "$dir" second && apply "$dir" || return 1
  order=$(events_of 'item|alias')
  echo "$order"
  [ "$order" = "create aws_dynamodb_table_item, update aws_lambda_alias, delete aws_dynamodb_table_item" ]
}

# A change of what the module depends on defers its data sources until apply, so the settings are unknown during plan and replaced, although they
# do not change. DynamoDB refuses a second item with the same key, and Terraform then deletes the item with the key of the old one.
unchanged_settings_are_stored_with_another_key() {
  local dir=$scratch/deferred
  local -x OFFLINE_AWS_LEDGER=$scratch/ledger.json
  with_dependency "$dir" first && apply "$dir" && with_dependency "$dir" second && apply "$dir" || return 1
  node -e 'const { events } = JSON.parse(require("node:fs").readFileSync(process.argv[1]));
    const items = events.filter(({ type }) => type === "aws_dynamodb_table_item");
    const idOf = ({ attributes }) => JSON.parse(attributes.item).id.S;
    const created = items.filter(({ action }) => action === "create").map(idOf);
    console.log(items.map((item) => `${item.action} ${idOf(item)}`).join("\n"));
    process.exitCode = created.length === 2 && created[0] !== created[1] ? 0 : 1' "$OFFLINE_AWS_LEDGER"
}

# In such a plan, a permission that is replaced is missing until the function is changed, and what S3 or CloudWatch Logs send until then is lost.
permissions_of_triggers_are_kept() {
  local dir=$scratch/permission-$1
  with_dependency "$dir" first "trigger = \"$1\"\n$2" && apply "$dir" && with_dependency "$dir" second "trigger = \"$1\"\n$2" || return 1
  terraform -chdir="$dir" plan -no-color >"$scratch/plan"
  cat "$scratch/plan"
  grep -q 'Plan: ' "$scratch/plan" && ! grep -E 'aws_lambda_permission.* (must|will) be' "$scratch/plan"
}

with_dependency() {
  configuration "$1" "$module" <<END
  default_sns_topic_arn = "arn:aws:sns:eu-west-1:123456789012:security"
  depends_on            = [terraform_data.before]
$(printf '  %b\n' "${3:-cloudtrail_logs_s3_bucket_name = \"my-trail\"\n  verify_log_files = true}")
END
  printf 'resource "terraform_data" "before" {\n  input = "%s"\n}\n' "$2" >>"$1/main.tf"
}

# A role with another path is a new role with the same name, and the policies of the old role go with it.
a_new_role_gets_its_permissions() {
  local dir=$scratch/role-path order
  local -x OFFLINE_AWS_LEDGER=$scratch/ledger.json
  with_role_path "$dir" / && apply "$dir" || return 1
  rm "$OFFLINE_AWS_LEDGER"
  with_role_path "$dir" /security/ && apply "$dir" || return 1
  order=$(events_of iam)
  echo "$order"
  [ "$order" = "delete aws_iam_role_policy, delete aws_iam_role_policy, delete aws_iam_role, create aws_iam_role, create aws_iam_role_policy, create aws_iam_role_policy" ]
}

with_role_path() {
  configuration "$1" "$module" <<END
  cloudtrail_logs_s3_bucket_name = "my-trail"
  default_sns_topic_arn          = "arn:aws:sns:eu-west-1:123456789012:security"
  role_path                      = "$2"
END
}

with_many_rules() {
  configuration "$1" "$module" <<END
  cloudtrail_logs_s3_bucket_name = "my-trail"
  default_sns_topic_arn          = "arn:aws:sns:eu-west-1:123456789012:security"
  rules                          = [for i in range(200) : "eventName == '$2 \${sha256(i)}'"]
END
}

# migrate_from_predecessor FUNCTION TABLE [ARGUMENT [ARGUMENT OF THE PREDECESSOR]]: applies the predecessor, then plans the module on its state.
migrate_from_predecessor() {
  local dir=$scratch/predecessor-$1-$2
  local block="
  cloudtrail_logs_s3_bucket_name = \"my-trail\"
  slack_bot_token                = \"xoxb-secret\"
  default_slack_channel_id       = \"C0123456789\"
  aws_sns_topic_subscriptions    = { \"security@example.com\" = \"email\" }"
  configuration "$dir" "$module/tests/predecessor" <<<"$block
  ${4:-}" && apply "$dir" || return 1
  configuration "$dir" "$module" <<<"$block
  function_name       = \"$1\"
  dynamodb_table_name = \"$2\"
  ${3:-}"
  terraform -chdir="$dir" init -no-color && terraform -chdir="$dir" plan -no-color >"$scratch/plan"
}

# The function, role, log group, topic, subscription and bucket notification stay. The new table with the same name is created
# after the old one is deleted, and the permission is not destroyed.
predecessor_is_migrated_in_place() {
  migrate_from_predecessor fivexl-cloudtrail-to-slack fivexl-cloudtrail-to-slack-table "${1:-}" || return 1
  cat "$scratch/plan"
  local kept='(aws_lambda_function|aws_iam_role|aws_cloudwatch_log_group|aws_sns_topic|aws_sns_topic_subscription|aws_s3_bucket_notification)'
  ! grep -E "must be replaced|$kept\.[^ ]* will be (created|destroyed)|aws_lambda_permission\.s3.* will be destroyed" "$scratch/plan" &&
    grep -q 'aws_s3_bucket_notification.bucket_notification\[0\] will be updated in-place' "$scratch/plan" &&
    second_plan_is_empty "$scratch/predecessor-fivexl-cloudtrail-to-slack-fivexl-cloudtrail-to-slack-table"
}

# The topic of the predecessor stays with its subscribers, and the bucket keeps notifying it. Its function receives notifications until the end.
predecessor_is_migrated_with_its_fanout_topic() {
  local fanout='trigger = "sns"
  sns_fanout_topic_name = "cloudtrail-s3-notifications"'
  local dir=$scratch/predecessor-fivexl-cloudtrail-to-slack-fivexl-cloudtrail-to-slack-table
  migrate_from_predecessor fivexl-cloudtrail-to-slack fivexl-cloudtrail-to-slack-table "$fanout" 'enable_s3_sns_fanout = true' || return 1
  cat "$scratch/plan"
  ! grep -E 'must be replaced|(aws_sns_[a-z_]*|aws_s3_bucket_notification)\.[^ ]* will be destroyed|aws_lambda_permission\.sns.* will be destroyed|aws_s3_bucket_notification.* will be' "$scratch/plan" &&
    grep -q 'has moved to module.cloudtrail_to_slack.aws_sns_topic.fanout\[0\]' "$scratch/plan" &&
    second_plan_is_empty "$dir"
}

predecessor_is_migrated_to_new_names() {
  migrate_from_predecessor cloudtrail-to-slack cloudtrail-to-slack-state &&
    second_plan_is_empty "$scratch/predecessor-cloudtrail-to-slack-cloudtrail-to-slack-state"
}

predecessor_is_migrated_with_a_thousand_rules() {
  predecessor_is_migrated_in_place "rules = [for i in range(1000) : \"eventName == '\${sha256(i)}'\"]"
}

# Without the provider the tests cannot run, which is not a failure of the module.
need_providers() {
  grep -qE 'Failed to query available provider packages|Failed to install provider' "$scratch/init" || return 0
  echo "NOT RUN: the tests of the module, except for its format. They need the AWS provider, and Terraform cannot reach the registry."
  finish
}

tofu=''
if terraform version | grep '^OpenTofu'; then
  tofu=1
  rm "$module"/tests/*.tftest.hcl "$module"/modules/*/tests/*.tftest.hcl
  echo "NOT CHECKED: tests/*.tftest.hcl. OpenTofu cannot read mocks from a folder."
fi

now check "terraform fmt" terraform -chdir="$module" fmt -check -diff -recursive
terraform -chdir="$module" init -no-color >"$scratch/init" 2>&1 || need_providers
# From here on the cache has the providers, so that jobs can share it: Terraform does not lock it.
now check "terraform init" terraform -chdir="$module" init -no-color
now check "terraform validate" terraform -chdir="$module" validate -no-color
each_test_file "$module"
backtest=''
if has_type aws_sfn_state_machine; then
  backtest=1
  now check "terraform init of modules/backtest" terraform -chdir="$module/modules/backtest" init -no-color
  each_test_file "$module/modules/backtest"
else
  echo "NOT CHECKED: modules/backtest and its example, because these providers have no aws_sfn_state_machine. Those of the registry have it."
fi

if [[ ${TF_CLI_CONFIG_FILE:-} != *offline* ]]; then
  if [ -n "$tofu" ]; then each_example "is valid" example_is_valid; else each_example "plans" example_plans; fi
  run_jobs
  echo "NOT CHECKED: nothing was applied, because these providers would touch an AWS account."
  finish
fi
each_example "applies, and a second plan is empty" example_applies
job check "a rule that does not compile stops the deployment" bad_rule_stops_the_deployment
job check "each problem of a correlation is named during plan" each_problem_of_a_correlation_is_named
job check "each mistake is named during plan, and no secret" mistakes_are_named
job check "settings in the table are deleted after the alias moves" settings_in_the_table_are_deleted_last
job check "unchanged settings are stored with another key" unchanged_settings_are_stored_with_another_key
job check "a bucket can always invoke the function" permissions_of_triggers_are_kept s3 'cloudtrail_logs_s3_bucket_name = "my-trail"'
job check "a log group can always invoke the function" permissions_of_triggers_are_kept cloudwatch-logs 'cloudtrail_log_group_name = "trail"'
job check "a role with another path gets its permissions" a_new_role_gets_its_permissions
job check "the predecessor is migrated in place" predecessor_is_migrated_in_place
job check "the predecessor is migrated in place, with a thousand rules" predecessor_is_migrated_with_a_thousand_rules
job check "the predecessor is migrated with its fan-out topic" predecessor_is_migrated_with_its_fanout_topic
job check "the predecessor is migrated to new names" predecessor_is_migrated_to_new_names
run_jobs
finish
