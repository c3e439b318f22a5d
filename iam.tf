# The function's role: one statement a feature, and only where the feature is on.

data "aws_iam_policy_document" "assume_role" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "notifier" {
  name               = var.function_name
  description        = "Role of the function ${var.function_name}"
  assume_role_policy = data.aws_iam_policy_document.assume_role.json
  tags               = var.tags
}

resource "aws_iam_role_policy" "notifier" {
  name   = "notifier"
  role   = aws_iam_role.notifier.name
  policy = data.aws_iam_policy_document.notifier.json
}

locals {
  topic_arns = distinct(compact(concat(
    [local.default_sns_topic_arn],
    coalesce(var.sns_configuration, [])[*].sns_topic_arn,
  )))

  metric_namespaces = concat(
    ["CloudTrailToSlack"],
    var.push_access_denied_cloudwatch_metrics ? ["CloudTrailToSlack/AccessDeniedEvents"] : [],
  )
}

data "aws_iam_policy_document" "notifier" {
  statement {
    sid       = "ReadLogFiles"
    actions   = ["s3:GetObject"]
    resources = ["${local.bucket_arn}/${var.s3_notification_filter_prefix}*"]
  }

  # Without it S3 answers AccessDenied, not NoSuchKey, for a log file that has been removed; the function could not tell
  # what will never work from what a policy may mend. "... is not authorized to perform: s3:ListBucket".
  statement {
    sid       = "TellRemovedLogFiles"
    actions   = ["s3:ListBucket"]
    resources = [local.bucket_arn]
  }

  dynamic "statement" {
    for_each = data.aws_kms_key.cloudtrail[*].arn
    content {
      sid       = "DecryptLogFiles"
      actions   = ["kms:Decrypt"]
      resources = [statement.value]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["s3.${local.region}.${data.aws_partition.current.dns_suffix}"]
      }
    }
  }

  dynamic "statement" {
    for_each = aws_sqs_queue.log_files[*].arn
    content {
      sid       = "ReceiveNotifications"
      actions   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
      resources = [statement.value]
    }
  }

  statement {
    sid       = "Remember"
    actions   = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
    resources = [aws_dynamodb_table.state.arn]
  }

  dynamic "statement" {
    for_each = length(local.readable_parameter_arns) > 0 ? [local.readable_parameter_arns] : []
    content {
      sid       = "ReadParameters"
      actions   = ["ssm:GetParameter"]
      resources = statement.value
    }
  }

  dynamic "statement" {
    for_each = length(local.readable_secret_arns) > 0 ? [local.readable_secret_arns] : []
    content {
      sid       = "ReadSecrets"
      actions   = ["secretsmanager:GetSecretValue"]
      resources = statement.value
    }
  }

  # Keys that AWS manages need no permission.
  dynamic "statement" {
    for_each = length(local.secret_references) > 0 ? compact([var.secrets_kms_key_arn]) : []
    content {
      sid       = "DecryptSecrets"
      actions   = ["kms:Decrypt"]
      resources = [statement.value]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values = concat(
          length(local.readable_parameter_arns) > 0 ? ["ssm.${local.region}.${data.aws_partition.current.dns_suffix}"] : [],
          length(local.readable_secret_arns) > 0 ? ["secretsmanager.${local.region}.${data.aws_partition.current.dns_suffix}"] : [],
        )
      }
    }
  }

  dynamic "statement" {
    for_each = length(local.topic_arns) > 0 ? [local.topic_arns] : []
    content {
      sid       = "PublishAlerts"
      actions   = ["sns:Publish"]
      resources = statement.value
    }
  }

  # PutMetricData knows no resources; the condition is what binds it.
  statement {
    sid       = "PushMetrics"
    actions   = ["cloudwatch:PutMetricData"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "cloudwatch:namespace"
      values   = local.metric_namespaces
    }
  }

  dynamic "statement" {
    for_each = compact([var.dead_letter_target_arn])
    content {
      sid       = "HandOverFailedInvocations"
      actions   = [strcontains(statement.value, ":sns:") ? "sns:Publish" : "sqs:SendMessage"]
      resources = [statement.value]
    }
  }

  # A table's user needs these on its key, a queue's consumer Decrypt, a topic's publisher Decrypt and GenerateDataKey.
  # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
  dynamic "statement" {
    for_each = compact([var.kms_key_arn])
    content {
      sid = "UseKey"
      actions = [
        "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo",
      ]
      resources = [statement.value]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = [for service in ["dynamodb", "sns", "sqs"] : "${service}.${local.region}.${data.aws_partition.current.dns_suffix}"]
      }
    }
  }

  statement {
    sid       = "WriteLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.notifier.arn}:*"]
  }
}
