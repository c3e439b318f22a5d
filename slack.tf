# The buttons under alerts in Slack: a second function from the same package, behind a public URL, with its own role. It exists only
# with a signing secret.

locals {
  signing_secret_given = nonsensitive(try(length(var.slack_signing_secret), 0) > 0)

  # With create_slack_endpoint set, the reference can be unknown until apply.
  has_slack_endpoint = coalesce(
    var.create_slack_endpoint,
    local.signing_secret_given || nonsensitive(try(length(var.slack_signing_secret_reference), 0) > 0),
  )
  slack_endpoint                 = local.has_slack_endpoint ? { slack = "${var.function_name}-slack" } : {}
  slack_signing_secret_reference = local.has_slack_endpoint ? try(local.own_secrets["slack-signing-secret"], nonsensitive(var.slack_signing_secret_reference)) : null

  signing_secret_is_parameter = !strcontains(coalesce(local.slack_signing_secret_reference, "-"), ":secretsmanager:")
  signing_secret_arn = local.signing_secret_is_parameter ? (
    startswith(coalesce(local.slack_signing_secret_reference, "-"), "arn:")
    ? local.slack_signing_secret_reference
    : "arn:${local.partition}:ssm:${local.region}:${local.account}:parameter/${trimprefix(coalesce(local.slack_signing_secret_reference, "-"), "/")}"
  ) : split("#", local.slack_signing_secret_reference)[0]

  slack_permissions = {
    ReadSigningSecret = {
      granted   = true
      actions   = [local.signing_secret_is_parameter ? "ssm:GetParameter" : "secretsmanager:GetSecretValue"]
      resources = [local.signing_secret_arn]
    }

    DecryptSigningSecret = {
      granted   = length(compact([var.secrets_kms_key_arn])) > 0
      actions   = ["kms:Decrypt"]
      resources = compact([var.secrets_kms_key_arn])
      condition = { StringEquals = { "kms:ViaService" = ["${local.signing_secret_is_parameter ? "ssm" : "secretsmanager"}.${local.region}.${local.dns_suffix}"] } }
    }

    # The mutes and the acknowledgements, and nothing else of the table.
    # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
    StoreMutesAndAcknowledgements = {
      granted   = true
      actions   = ["dynamodb:GetItem", "dynamodb:PutItem"]
      resources = [aws_dynamodb_table.state.arn]
      condition = { "ForAllValues:StringLike" = { "dynamodb:LeadingKeys" = ["mutes", "alert#*"] } }
    }

    UseKeyOfTable = {
      granted   = length(compact([var.kms_key_arn])) > 0
      actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"]
      resources = compact([var.kms_key_arn])
      condition = { StringEquals = { "kms:ViaService" = ["dynamodb.${local.region}.${local.dns_suffix}"] } }
    }
  }
}

resource "aws_iam_role" "slack" {
  for_each = local.makes_role ? local.slack_endpoint : {}

  name                  = each.value
  path                  = var.role_path
  permissions_boundary  = local.role_boundary
  force_detach_policies = true
  assume_role_policy    = local.assume_role_policy
  tags                  = var.tags
}

resource "aws_iam_role_policy" "slack" {
  for_each = local.makes_role ? local.slack_endpoint : {}

  name   = "slack"
  role   = aws_iam_role.slack[each.key].id
  policy = local.slack_role_policies[each.key]
}

locals {
  slack_role_policies = {
    for key, name in local.slack_endpoint : key => jsonencode({
      Version = "2012-10-17"
      Statement = concat(
        [
          for sid, permission in merge(local.slack_permissions, local.hardening_permissions) : merge(
            { Sid = sid, Effect = "Allow", Action = permission.actions, Resource = permission.resources },
            { for condition in [try(permission.condition, null)] : "Condition" => condition if condition != null },
          ) if permission.granted
        ],
        [{
          Sid      = "WriteLog"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = ["${aws_cloudwatch_log_group.slack[key].arn}:*"]
        }],
      )
    })
  }
}

# trivy:ignore:AWS-0017 CloudWatch Logs encrypts the log with its own key, as CKV_AWS_158 below.
resource "aws_cloudwatch_log_group" "slack" {
  # checkov:skip=CKV_AWS_158: CloudWatch Logs encrypts the log with its own key, and the log contains no secrets
  # checkov:skip=CKV_AWS_338: the log is for operating the function; the state table has who acknowledged and muted what
  for_each          = local.slack_endpoint
  name              = "/aws/lambda/${each.value}"
  retention_in_days = var.lambda_logs_retention_in_days
  kms_key_id        = local.log_group_key
  tags              = var.tags
}

# trivy:ignore:AWS-0066 Tracing is off, as CKV_AWS_50 below.
resource "aws_lambda_function" "slack" {
  # checkov:skip=CKV_AWS_50: tracing is off; an invocation makes a few calls to the state table
  # checkov:skip=CKV_AWS_116: Slack waits for the answer of each invocation and shows a failure to the person who pressed the button
  # checkov:skip=CKV_AWS_117: the function calls only AWS and Slack; a VPC adds a NAT gateway and little protection
  # checkov:skip=CKV_AWS_173: the environment contains settings and no secrets, and Lambda encrypts it with its own key
  # checkov:skip=CKV_AWS_272: the package is committed and its checksum is in the plan; a signature needs your own signing profile
  for_each      = local.slack_endpoint
  function_name = each.value
  description   = "Does what people press under alerts in Slack"
  role          = local.makes_role ? aws_iam_role.slack[each.key].arn : var.slack_role_arn
  kms_key_arn   = local.lambda_key

  filename         = local.package
  source_code_hash = filebase64sha256(local.package)
  handler          = "interactions.handler"
  runtime          = "nodejs24.x"
  architectures    = [var.lambda_architecture]

  code_signing_config_arn = local.signing_config

  # Slack waits for 3 seconds. The share of a processor grows with the memory.
  memory_size = 512
  timeout     = 5

  # Anyone can send requests to the URL. They must not use up the concurrency of the account.
  reserved_concurrent_executions = var.slack_endpoint_concurrency

  environment {
    variables = {
      INTERACTIONS = jsonencode({
        function_name                  = var.function_name
        log_level                      = local.settings.log_level
        dynamodb_table_name            = aws_dynamodb_table.state.name
        slack_signing_secret_reference = local.slack_signing_secret_reference
        mute_allowed_users             = var.mute_allowed_users
      })
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

  tags = var.tags

  depends_on = [
    aws_cloudwatch_log_group.slack,
    aws_iam_role_policy.slack,
    aws_ssm_parameter.secret,
  ]
}

# Slack cannot sign requests for IAM. The function verifies the signature of each request instead.
resource "aws_lambda_function_url" "slack" {
  # checkov:skip=CKV_AWS_258: Slack cannot sign requests for IAM
  for_each           = local.slack_endpoint
  function_name      = aws_lambda_function.slack[each.key].function_name
  authorization_type = "NONE"
}

# Since October 2025, a function URL needs both permissions: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
resource "aws_lambda_permission" "slack_url" {
  # checkov:skip=CKV_AWS_301: Slack cannot sign requests for IAM; the function verifies the signature of each request
  for_each               = local.slack_endpoint
  statement_id           = "AllowRequestsToUrl"
  action                 = "lambda:InvokeFunctionUrl"
  function_name          = aws_lambda_function.slack[each.key].function_name
  principal              = "*"
  function_url_auth_type = "NONE"
}

resource "aws_lambda_permission" "slack_invoke" {
  # checkov:skip=CKV_AWS_301: Slack cannot sign requests for IAM; the function verifies the signature of each request
  for_each                 = local.slack_endpoint
  statement_id             = "AllowExecutionThroughUrl"
  action                   = "lambda:InvokeFunction"
  function_name            = aws_lambda_function.slack[each.key].function_name
  principal                = "*"
  invoked_via_function_url = true
}
