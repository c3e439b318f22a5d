# The function. A new version is published and checks itself; only then does the alias `live` move to it.

locals {
  package = "${path.module}/lambda/dist/lambda.zip"
}

resource "aws_lambda_function" "notifier" {
  function_name = var.function_name
  description   = "Tells what matters in CloudTrail to Slack and SNS"
  role          = aws_iam_role.notifier.arn

  filename         = local.package
  source_code_hash = filebase64sha256(local.package)
  handler          = "index.handler"
  runtime          = "nodejs24.x"
  architectures    = [var.lambda_architecture]
  memory_size      = var.lambda_memory_size
  timeout          = var.lambda_timeout_seconds
  publish          = true

  environment {
    variables = local.settings_spill ? {
      SETTINGS_TABLE = aws_dynamodb_table.state.name
      SETTINGS_KEY   = local.settings_key
      } : {
      SETTINGS = local.settings_packed
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
      error_message = "The settings do not fit into the function's environment (4 KB). Set settings_in_table = true."
    }
  }

  # Lambda makes a log group without retention for a function that has none. The permissions have to be there before the
  # function checks itself ("The provided execution role does not have permissions ..."), as have settings and secrets.
  depends_on = [
    aws_cloudwatch_log_group.notifier,
    aws_dynamodb_table_item.settings,
    aws_iam_role_policy.notifier,
    aws_ssm_parameter.secret,
  ]
}

# Runs once for every version. A rule that does not compile fails here, with its name, place and a hint.
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

  # The item is named so that its predecessor is deleted only after the alias has moved.
  depends_on = [
    aws_lambda_invocation.self_check,
    aws_dynamodb_table_item.settings,
  ]
}
