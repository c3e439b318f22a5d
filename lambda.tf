# The function. Each change publishes a version. The alias `live` moves to it after its self-check succeeds.

locals {
  package = coalesce(var.lambda_package_path, "${path.module}/lambda/dist/lambda.zip")
}

# trivy:ignore:AWS-0066 Tracing is off by default, as CKV_AWS_50 below.
resource "aws_lambda_function" "notifier" {
  # checkov:skip=CKV_AWS_50: tracing is off by default (xray_tracing); the log has one summary line for each invocation
  # checkov:skip=CKV_AWS_115: concurrency is limited by maximum_concurrency of the queue; reserved_concurrency takes it from the account
  # checkov:skip=CKV_AWS_117: the function calls only AWS and HTTPS services; a VPC (vpc_subnet_ids) adds a NAT gateway and little protection
  # checkov:skip=CKV_AWS_173: the environment contains settings and no secrets, and Lambda encrypts it with its own key or lambda_kms_key_arn
  # checkov:skip=CKV_AWS_272: the package is committed and its checksum is in the plan; code_signing_config_arn needs your own signing profile
  function_name = var.function_name
  description   = "Sends alerts about CloudTrail events to Slack, SNS and other destinations"
  role          = local.role_arn
  kms_key_arn   = local.lambda_key

  filename         = local.package
  source_code_hash = filebase64sha256(local.package)

  code_signing_config_arn        = local.signing_config
  reserved_concurrent_executions = var.reserved_concurrency

  handler       = "index.handler"
  runtime       = "nodejs24.x"
  architectures = [var.lambda_architecture]
  memory_size   = var.lambda_memory_size
  timeout       = var.lambda_timeout_seconds
  publish       = true

  environment {
    variables = local.settings_spill ? {
      SETTINGS_TABLE = aws_dynamodb_table.state.name
      SETTINGS_KEY   = "settings#${one(terraform_data.settings_key[*].id)}"
      } : {
      SETTINGS = local.settings_packed
    }
  }

  dynamic "vpc_config" {
    for_each = local.vpc_configs
    content {
      subnet_ids         = vpc_config.value.subnet_ids
      security_group_ids = vpc_config.value.security_group_ids
    }
  }

  dynamic "tracing_config" {
    for_each = local.tracing_modes
    content {
      mode = tracing_config.value
    }
  }

  dynamic "dead_letter_config" {
    for_each = compact([var.dead_letter_target_arn])
    content {
      target_arn = dead_letter_config.value
    }
  }

  tags = var.tags

  lifecycle {
    precondition {
      condition     = local.settings_spill || length(local.settings_packed) <= 3900
      error_message = "settings_in_table = false, but the settings do not fit into the function's environment (4 KB). Remove settings_in_table, or set it to true."
    }

    # Not a validation of `rules`: there every check would need its own copy of the same loops.
    precondition {
      condition     = length(local.correlation_problems) == 0
      error_message = join("\n", local.correlation_problems)
    }
  }

  # Without a log group, Lambda creates one that never expires. The permissions, settings and secrets must exist before the
  # self-check runs ("The provided execution role does not have permissions ...").
  depends_on = [
    aws_cloudwatch_log_group.notifier,
    aws_dynamodb_table_item.settings,
    aws_iam_role_policy.notifier,
    aws_ssm_parameter.secret,
  ]
}

# Runs once per version. A rule that does not compile fails here, with its name, its position and a hint.
resource "aws_lambda_invocation" "self_check" {
  function_name = aws_lambda_function.notifier.function_name
  qualifier     = aws_lambda_function.notifier.version
  input         = jsonencode({ selfCheck = true })
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  description      = "The version that all triggers use"
  function_name    = aws_lambda_function.notifier.function_name
  function_version = aws_lambda_function.notifier.version

  # The dependency on the item makes Terraform delete the previous item only after the alias has moved.
  depends_on = [
    aws_lambda_invocation.self_check,
    aws_dynamodb_table_item.settings,
  ]
}
