# Optional hardening: each option does what it says, nothing else changes, and everything is off by default.

mock_provider "aws" {
  source = "./tests/aws"
}

variables {
  cloudtrail_logs_s3_bucket_name = "my-trail"
  default_sns_topic_arn          = "arn:aws:sns:eu-west-1:123456789012:security"
}

run "hardens_nothing_by_default" {
  command = plan

  assert {
    condition     = aws_lambda_function.notifier.kms_key_arn == null && length(aws_lambda_function.notifier.vpc_config) == 0 && length(aws_lambda_function.notifier.tracing_config) == 0 && aws_lambda_function.notifier.code_signing_config_arn == null && coalesce(aws_lambda_function.notifier.reserved_concurrent_executions, -1) == -1 && endswith(aws_lambda_function.notifier.filename, "lambda/dist/lambda.zip")
    error_message = "the function has an option that is not set"
  }
  assert {
    condition     = aws_cloudwatch_log_group.notifier.kms_key_id == null && aws_iam_role.notifier[0].path == "/" && aws_iam_role.notifier[0].permissions_boundary == null && aws_dynamodb_table.state.deletion_protection_enabled != true && aws_dynamodb_table.state.point_in_time_recovery[0].enabled == false
    error_message = "the log group, the role or the table has an option that is not set"
  }
  assert {
    condition     = length(setintersection([for sid, permission in local.hardening_permissions : sid if permission.granted], keys(local.hardening_permissions))) == 0
    error_message = "the role has permissions for options that are off"
  }
}

run "encrypts_the_environment_and_the_log_with_your_keys" {
  variables {
    lambda_kms_key_arn    = "arn:aws:kms:eu-west-1:123456789012:key/aaaaaaaa-2222-3333-4444-555555555555"
    log_group_kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/bbbbbbbb-2222-3333-4444-555555555555"
  }
  assert {
    condition     = aws_lambda_function.notifier.kms_key_arn == var.lambda_kms_key_arn && aws_cloudwatch_log_group.notifier.kms_key_id == var.log_group_kms_key_arn
    error_message = "a key is not used"
  }
  assert {
    condition     = [for s in jsondecode(aws_iam_role_policy.notifier[0].policy).Statement : [s.Action, s.Resource] if s.Sid == "DecryptEnvironment"] == [[["kms:Decrypt"], [var.lambda_kms_key_arn]]]
    error_message = "the role cannot decrypt the environment"
  }
}

run "traces_invocations" {
  variables {
    xray_tracing = true
  }
  assert {
    condition     = aws_lambda_function.notifier.tracing_config[0].mode == "Active" && [for s in jsondecode(aws_iam_role_policy.notifier[0].policy).Statement : s.Action if s.Sid == "WriteTraces"] == [["xray:PutTelemetryRecords", "xray:PutTraceSegments"]]
    error_message = "the function is not traced, or cannot write traces"
  }
}

run "reserves_concurrency" {
  command = plan

  variables {
    reserved_concurrency = 6
  }
  assert {
    condition     = aws_lambda_function.notifier.reserved_concurrent_executions == 6
    error_message = "nothing is reserved"
  }
}

run "runs_in_a_vpc" {
  variables {
    vpc_subnet_ids         = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
    vpc_security_group_ids = ["sg-0123456789abcdef0"]
  }
  assert {
    condition     = aws_lambda_function.notifier.vpc_config[0].subnet_ids == toset(var.vpc_subnet_ids) && aws_lambda_function.notifier.vpc_config[0].security_group_ids == toset(var.vpc_security_group_ids)
    error_message = "the function is not in the subnets"
  }
  assert {
    condition     = length([for s in jsondecode(aws_iam_role_policy.notifier[0].policy).Statement : s if s.Sid == "ConnectToVpc" && contains(s.Action, "ec2:CreateNetworkInterface")]) == 1
    error_message = "the role cannot create network interfaces"
  }
}

run "uses_a_signed_package" {
  command = plan

  variables {
    code_signing_config_arn = "arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-0123456789abcdef0"
    lambda_package_path     = "./tests/hardening.tftest.hcl"
  }
  assert {
    condition     = aws_lambda_function.notifier.code_signing_config_arn == var.code_signing_config_arn && aws_lambda_function.notifier.filename == "./tests/hardening.tftest.hcl" && aws_lambda_function.notifier.source_code_hash == filebase64sha256("./tests/hardening.tftest.hcl")
    error_message = "the package is not the signed one"
  }
}

run "bounds_the_role" {
  command = plan

  variables {
    permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
    role_path                = "/service/"
  }
  assert {
    condition     = aws_iam_role.notifier[0].permissions_boundary == "arn:aws:iam::123456789012:policy/boundary" && aws_iam_role.notifier[0].path == "/service/"
    error_message = "the role has no boundary, or another path"
  }
}

run "uses_an_existing_role" {
  variables {
    role_arn           = "arn:aws:iam::123456789012:role/service/existing"
    lambda_kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/aaaaaaaa-2222-3333-4444-555555555555"
  }
  assert {
    condition     = length(aws_iam_role.notifier) == 0 && length(aws_iam_role_policy.notifier) == 0 && aws_lambda_function.notifier.role == var.role_arn && output.role_arn == var.role_arn && output.role_name == null
    error_message = "the module creates a role, or the function has another one"
  }
  assert {
    condition     = alltrue([for sid in ["ReadLogFiles", "ReceiveNotifications", "StoreState", "PublishAlerts", "WriteLog", "DecryptEnvironment"] : contains(jsondecode(output.role_policy_json).Statement[*].Sid, sid)])
    error_message = "the output lacks a permission: ${output.role_policy_json}"
  }
}

run "outputs_the_permissions_of_the_own_role" {
  assert {
    condition     = output.role_policy_json == aws_iam_role_policy.notifier[0].policy
    error_message = "the output differs from the permissions of the role"
  }
}

run "protects_the_table" {
  command = plan

  variables {
    table_point_in_time_recovery = true
    table_deletion_protection    = true
  }
  assert {
    condition     = aws_dynamodb_table.state.deletion_protection_enabled == true && aws_dynamodb_table.state.point_in_time_recovery[0].enabled == true
    error_message = "the table is not protected"
  }
}

run "hardens_the_function_behind_the_buttons_in_slack" {
  variables {
    slack_bot_token          = "xoxb-secret"
    slack_signing_secret     = "0123456789abcdef0123456789abcdef"
    default_slack_channel_id = "C0123456789"
    lambda_kms_key_arn       = "arn:aws:kms:eu-west-1:123456789012:key/aaaaaaaa-2222-3333-4444-555555555555"
    log_group_kms_key_arn    = "arn:aws:kms:eu-west-1:123456789012:key/bbbbbbbb-2222-3333-4444-555555555555"
    xray_tracing             = true
    vpc_subnet_ids           = ["subnet-0123456789abcdef0"]
    vpc_security_group_ids   = ["sg-0123456789abcdef0"]
    code_signing_config_arn  = "arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-0123456789abcdef0"
    permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
    role_path                = "/service/"
  }
  assert {
    condition     = aws_lambda_function.slack["slack"].kms_key_arn == var.lambda_kms_key_arn && aws_cloudwatch_log_group.slack["slack"].kms_key_id == var.log_group_kms_key_arn && aws_lambda_function.slack["slack"].tracing_config[0].mode == "Active" && aws_lambda_function.slack["slack"].vpc_config[0].subnet_ids == toset(var.vpc_subnet_ids) && aws_lambda_function.slack["slack"].code_signing_config_arn == var.code_signing_config_arn
    error_message = "the second function lacks an option"
  }
  assert {
    condition     = aws_iam_role.slack["slack"].path == "/service/" && aws_iam_role.slack["slack"].permissions_boundary == var.permissions_boundary_arn && alltrue([for sid in ["DecryptEnvironment", "WriteTraces", "ConnectToVpc"] : contains(jsondecode(aws_iam_role_policy.slack["slack"].policy).Statement[*].Sid, sid)])
    error_message = "the second role lacks the boundary, the path or a permission"
  }
  assert {
    condition     = output.slack_role_policy_json == aws_iam_role_policy.slack["slack"].policy
    error_message = "the output differs from the permissions of the second role"
  }
}

run "uses_existing_roles_for_both_functions" {
  variables {
    slack_bot_token          = "xoxb-secret"
    slack_signing_secret     = "0123456789abcdef0123456789abcdef"
    default_slack_channel_id = "C0123456789"
    role_arn                 = "arn:aws:iam::123456789012:role/existing"
    slack_role_arn           = "arn:aws:iam::123456789012:role/existing-slack"
  }
  assert {
    condition     = length(aws_iam_role.slack) == 0 && length(aws_iam_role_policy.slack) == 0 && aws_lambda_function.slack["slack"].role == var.slack_role_arn && contains(jsondecode(output.slack_role_policy_json).Statement[*].Sid, "ReadSigningSecret")
    error_message = "the module creates a role, or the second function has another one"
  }
}

run "rejects_one_existing_role_for_two_functions" {
  command = plan

  variables {
    slack_bot_token          = "xoxb-secret"
    slack_signing_secret     = "0123456789abcdef0123456789abcdef"
    default_slack_channel_id = "C0123456789"
    role_arn                 = "arn:aws:iam::123456789012:role/existing"
  }
  expect_failures = [var.slack_role_arn]
}

run "rejects_an_existing_role_for_a_function_that_is_off" {
  command = plan

  variables {
    role_arn       = "arn:aws:iam::123456789012:role/existing"
    slack_role_arn = "arn:aws:iam::123456789012:role/existing-slack"
  }
  expect_failures = [var.slack_role_arn]
}

run "rejects_aliases_of_keys_for_the_environment" {
  command = plan

  variables {
    lambda_kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:alias/key"
  }
  expect_failures = [var.lambda_kms_key_arn]
}

run "rejects_aliases_of_keys_for_the_log" {
  command = plan

  variables {
    log_group_kms_key_arn = "alias/key"
  }
  expect_failures = [var.log_group_kms_key_arn]
}

run "rejects_less_concurrency_than_the_queue_uses" {
  command = plan

  variables {
    reserved_concurrency = 5
  }
  expect_failures = [var.reserved_concurrency]
}

run "rejects_names_of_subnets" {
  command = plan

  variables {
    vpc_subnet_ids         = ["private"]
    vpc_security_group_ids = ["sg-0123456789abcdef0"]
  }
  expect_failures = [var.vpc_subnet_ids]
}

run "rejects_subnets_without_security_groups" {
  command = plan

  variables {
    vpc_subnet_ids = ["subnet-0123456789abcdef0"]
  }
  expect_failures = [var.vpc_security_group_ids]
}

run "rejects_names_of_code_signing_configurations" {
  command = plan

  variables {
    code_signing_config_arn = "csc-0123456789abcdef0"
  }
  expect_failures = [var.code_signing_config_arn]
}

run "rejects_packages_that_do_not_exist" {
  command = plan

  variables {
    lambda_package_path = "./no-such-file.zip"
  }
  expect_failures = [var.lambda_package_path]
}

run "rejects_names_of_boundaries" {
  command = plan

  variables {
    permissions_boundary_arn = "boundary"
  }
  expect_failures = [var.permissions_boundary_arn]
}

run "rejects_boundaries_of_an_existing_role" {
  command = plan

  variables {
    role_arn                 = "arn:aws:iam::123456789012:role/existing"
    permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
  }
  expect_failures = [var.permissions_boundary_arn]
}

run "rejects_paths_without_slashes" {
  command = plan

  variables {
    role_path = "service"
  }
  expect_failures = [var.role_path]
}

run "rejects_paths_of_an_existing_role" {
  command = plan

  variables {
    role_arn  = "arn:aws:iam::123456789012:role/existing"
    role_path = "/service/"
  }
  expect_failures = [var.role_path]
}

run "rejects_names_of_roles" {
  command = plan

  variables {
    role_arn = "existing"
  }
  expect_failures = [var.role_arn]
}

run "rejects_an_existing_role_and_a_new_one" {
  command = plan

  variables {
    role_arn    = "arn:aws:iam::123456789012:role/existing"
    create_role = true
  }
  expect_failures = [var.create_role]
}

run "rejects_no_role_at_all" {
  command = plan

  variables {
    create_role = false
  }
  expect_failures = [var.create_role]
}
