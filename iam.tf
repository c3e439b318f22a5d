# The function's role: one statement per feature, only if the feature is on.

resource "aws_iam_role" "notifier" {
  count = local.makes_role ? 1 : 0

  name                  = var.function_name
  path                  = var.role_path
  permissions_boundary  = local.role_boundary
  force_detach_policies = true
  assume_role_policy    = local.assume_role_policy
  tags                  = var.tags
}

resource "aws_iam_role_policy" "notifier" {
  count = local.makes_role ? 1 : 0

  # The id, not the name: a role with another path has the same name, and Terraform would not create its policy again.
  name   = "notifier"
  role   = aws_iam_role.notifier[0].id
  policy = local.role_policy

  # With another key, the old one is allowed until nothing uses it.
  depends_on = [aws_sqs_queue.log_files, aws_sqs_queue.dead_letter, aws_sns_topic.events_to_sns]

  lifecycle {
    precondition {
      # IAM: "Maximum policy size of 10240 bytes exceeded for role".
      condition     = length(local.role_policy) + length(local.key_policy) <= 10240
      error_message = "The permissions of the function have ${length(local.role_policy) + length(local.key_policy)} characters, and IAM allows 10,240 for a role. Most of them are names of parameters, secrets and topics: send the alerts of several accounts to the same webhook or topic, or use the bot token, which is one secret for all channels."
    }
  }
}

# The permissions above change after the table and the queues. What uses another key needs it before that, and the old key until then.
# Nothing that the table depends on can depend on the role: the settings in it are created before the old ones are destroyed, and a role
# cannot be.
resource "aws_iam_role_policy" "key" {
  count = local.makes_role ? 1 : 0

  name   = "key"
  role   = aws_iam_role.notifier[0].id
  policy = local.key_policy
}

locals {
  # The ARN of a key that the same apply creates is unknown during plan and cannot decide whether the policy exists, which must not be empty.
  key_policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [for key in compact([var.kms_key_arn]) : {
        Sid       = "UseKey"
        Effect    = "Allow"
        Action    = local.key_actions
        Resource  = [key]
        Condition = { StringEquals = { "kms:ViaService" = [for service in local.key_services : "${service}.${local.region}.${local.dns_suffix}"] } }
      }],
      [{ Sid = "WriteLog", Effect = "Allow", Action = local.log_actions, Resource = ["${aws_cloudwatch_log_group.notifier.arn}:*"] }],
    )
  })

  # DynamoDB needs these actions on the key of a table, an SQS consumer needs Decrypt, and an SNS publisher Decrypt and
  # GenerateDataKey.
  # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
  key_actions = [
    "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo",
  ]
  key_services = ["dynamodb", "sns", "sqs"]
  log_actions  = ["logs:CreateLogStream", "logs:PutLogEvents"]
}

locals {
  # Also the output for an existing role, so it must depend neither on the role nor on the function.
  role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      for sid, permission in merge(local.permissions, local.hardening_permissions) : merge(
        { Sid = sid, Effect = "Allow", Action = permission.actions, Resource = permission.resources },
        # A key can be used only through the named services, never by calling KMS directly.
        { for services in [try(permission.through, [])] : "Condition" => merge(
          { StringEquals = { "kms:ViaService" = [for service in services : "${service}.${try(permission.region, local.region)}.${local.dns_suffix}"] } },
          { for alias in [try(permission.alias, null)] : "ForAnyValue:StringEquals" => { "kms:ResourceAliases" = [alias] } if alias != null },
        ) if length(services) > 0 },
        { for condition in [try(permission.condition, null)] : "Condition" => condition if condition != null },
      ) if permission.granted
    ]
  })
}

locals {
  dns_suffix = data.aws_partition.current.dns_suffix

  trail_key_arn = (
    can(regex("^arn:", var.cloudtrail_logs_kms_key_id)) ? var.cloudtrail_logs_kms_key_id :
    "arn:${local.partition}:kms:${local.region}:${local.account}:${can(regex("^alias/", var.cloudtrail_logs_kms_key_id)) ? "" : "key/"}${coalesce(var.cloudtrail_logs_kms_key_id, "-")}"
  )

  topic_arns = distinct(compact(concat(
    [local.default_sns_topic_arn],
    coalesce(var.sns_configuration, [])[*].sns_topic_arn,
    values(local.destinations)[*].topic_arn,
  )))

  event_bus_arns = distinct(compact(values(local.destinations)[*].event_bus_arn))
  delivery_stream_arns = distinct(concat(
    compact(values(local.destinations)[*].delivery_stream_arn),
    [for name in compact(values(local.destinations)[*].delivery_stream_name) : "arn:${local.partition}:firehose:${local.region}:${local.account}:deliverystream/${name}"],
  ))

  permissions = {
    ReadLogFiles = {
      granted   = local.reads_bucket
      actions   = ["s3:GetObject"]
      resources = ["${local.bucket_arn}/${var.s3_notification_filter_prefix}*"]
    }

    # Verification lists the folders of a day that has ended. Without this permission S3 also returns AccessDenied instead of NoSuchKey for
    # a removed log file, and the function would retry it as if a policy change could help. "... is not authorized to perform:
    # s3:ListBucket".
    DetectRemovedLogFiles = {
      granted   = local.reads_bucket
      actions   = ["s3:ListBucket"]
      resources = [local.bucket_arn]
    }

    # A policy identifies a key by its ARN, or all keys that have an alias by a condition. Nothing looks the key up, because it is often
    # created in the same apply. https://docs.aws.amazon.com/kms/latest/developerguide/cmks-in-iam-policies.html
    DecryptLogFiles = {
      granted   = try(length(var.cloudtrail_logs_kms_key_id), 0) > 0
      actions   = ["kms:Decrypt"]
      resources = [replace(local.trail_key_arn, "/:alias/.*$/", ":key/*")]
      alias     = try(regex("alias/.+$", var.cloudtrail_logs_kms_key_id), null)
      region    = split(":", local.trail_key_arn)[3]
      through   = ["s3"]
    }

    ReceiveNotifications = {
      granted   = local.has_queue
      actions   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
      resources = local.queue_arns
    }

    # Makes what cannot be delivered wait in the queue, longer with each attempt.
    DelayRetries = {
      granted   = local.has_queue
      actions   = ["sqs:ChangeMessageVisibility"]
      resources = local.queue_arns
    }

    # A log file that a digest file lists, but that was never read.
    QueueUnreadLogFiles = {
      granted   = var.verify_log_files
      actions   = ["sqs:SendMessage"]
      resources = local.queue_arns
    }

    # One call writes the reading marks of an invocation.
    WriteReadingMarks = {
      granted   = var.verify_log_files
      actions   = ["dynamodb:BatchWriteItem"]
      resources = [aws_dynamodb_table.state.arn]
    }

    # The keys that verify the signatures of digest files. The action supports no resources.
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html
    ReadPublicKeys = {
      granted   = var.verify_log_files
      actions   = ["cloudtrail:ListPublicKeys"]
      resources = ["*"]
    }

    # Transactions need the permissions of the writes in them, and ConditionCheckItem for what they only check.
    # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
    StoreState = {
      granted   = true
      actions   = ["dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
      resources = [aws_dynamodb_table.state.arn]
    }

    ReadParameters = {
      granted   = length(local.readable_parameter_arns) > 0
      actions   = ["ssm:GetParameter"]
      resources = local.readable_parameter_arns
    }

    ReadSecrets = {
      granted   = length(local.readable_secret_arns) > 0
      actions   = ["secretsmanager:GetSecretValue"]
      resources = local.readable_secret_arns
    }

    # Only for a customer managed key. AWS managed keys need no permission.
    DecryptSecrets = {
      granted   = length(compact([var.secrets_kms_key_arn])) > 0 && length(local.secret_references) > 0
      actions   = ["kms:Decrypt"]
      resources = compact([var.secrets_kms_key_arn])
      through = concat(
        length(local.readable_parameter_arns) > 0 ? ["ssm"] : [],
        length(local.readable_secret_arns) > 0 ? ["secretsmanager"] : [],
      )
    }

    PublishAlerts = {
      granted   = length(local.topic_arns) > 0
      actions   = ["sns:Publish"]
      resources = local.topic_arns
    }

    DeliverAlertsToStreams = {
      granted   = length(local.delivery_stream_arns) > 0
      actions   = ["firehose:PutRecord"]
      resources = local.delivery_stream_arns
    }

    PutAlertsOnBuses = {
      granted   = length(local.event_bus_arns) > 0
      actions   = ["events:PutEvents"]
      resources = local.event_bus_arns
    }

    # The function's own metrics are lines of its log. PutMetricData supports no resources; the condition restricts it.
    PushMetrics = {
      granted   = var.push_access_denied_cloudwatch_metrics
      actions   = ["cloudwatch:PutMetricData"]
      resources = ["*"]
      condition = { StringEquals = { "cloudwatch:namespace" = "CloudTrailToSlack/AccessDeniedEvents" } }
    }

    SendFailedInvocations = {
      granted   = length(compact([var.dead_letter_target_arn])) > 0
      actions   = [strcontains(coalesce(var.dead_letter_target_arn, "none"), ":sns:") ? "sns:Publish" : "sqs:SendMessage"]
      resources = compact([var.dead_letter_target_arn])
    }

    UseKey = {
      granted   = length(compact([var.kms_key_arn])) > 0
      actions   = local.key_actions
      resources = compact([var.kms_key_arn])
      through   = local.key_services
    }

    WriteLog = {
      granted   = true
      actions   = local.log_actions
      resources = ["${aws_cloudwatch_log_group.notifier.arn}:*"]
    }
  }
}
