# How events reach the function. Each trigger is a section with its resources, and invokes the alias `live`.

locals {
  reads_bucket     = contains(["sqs", "s3", "sns", "s3-eventbridge"], var.trigger)
  queues_events    = contains(["sqs", "sns", "s3-eventbridge", "eventbridge"], var.trigger)
  invokes_directly = contains(["s3", "cloudwatch-logs"], var.trigger)
  # Log files that were never read are put into the queue, so verification needs one.
  has_queue      = local.queues_events || (local.reads_bucket && var.verify_log_files)
  has_event_rule = contains(["s3-eventbridge", "eventbridge"], var.trigger)
  has_fanout     = var.trigger == "sns"

  # With create_sns_fanout_topic set, the ARN can be unknown until apply.
  makes_fanout_topic = local.has_fanout ? coalesce(var.create_sns_fanout_topic, var.sns_fanout_topic_arn == null) : false
  fanout_topic_arn   = local.makes_fanout_topic ? one(aws_sns_topic.fanout[*].arn) : var.sns_fanout_topic_arn

  # The owner of an existing topic manages the notification that publishes to it.
  notifies_from_bucket = var.create_bucket_notification && local.reads_bucket && (!local.has_fanout || local.makes_fanout_topic)

  # S3 compares encoded keys, both with the filter and in notifications. Slashes are not encoded.
  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
  encoded_prefix = replace(urlencode(var.s3_notification_filter_prefix), "%2F", "/")

  bucket_events = concat(
    ["s3:ObjectCreated:*"],
    var.s3_removed_object_notification ? ["s3:ObjectRemoved:*"] : [],
  )
}

# --- The bucket's notification -------------------------------------------------------------------------------

# The name is the predecessor's, so that Terraform updates the notification in place: a bucket has one notification
# configuration, and creating a new one before destroying the old one would leave the bucket without any.
resource "aws_s3_bucket_notification" "bucket_notification" {
  count       = local.notifies_from_bucket ? 1 : 0
  bucket      = var.cloudtrail_logs_s3_bucket_name
  eventbridge = var.trigger == "s3-eventbridge"

  dynamic "queue" {
    for_each = var.trigger == "sqs" ? [aws_sqs_queue.log_files[0].arn] : []
    content {
      queue_arn     = queue.value
      events        = local.bucket_events
      filter_prefix = local.encoded_prefix
      filter_suffix = ".json.gz"
    }
  }

  dynamic "lambda_function" {
    for_each = var.trigger == "s3" ? [aws_lambda_alias.live.arn] : []
    content {
      lambda_function_arn = lambda_function.value
      events              = local.bucket_events
      filter_prefix       = local.encoded_prefix
      filter_suffix       = ".json.gz"
    }
  }

  dynamic "topic" {
    for_each = var.trigger == "sns" ? aws_sns_topic.fanout[*].arn : []
    content {
      topic_arn     = topic.value
      events        = local.bucket_events
      filter_prefix = local.encoded_prefix
      filter_suffix = ".json.gz"
    }
  }

  # S3 validates each destination: "Unable to validate the following destination configurations".
  depends_on = [
    aws_lambda_permission.bucket,
    aws_sns_topic_policy.fanout,
    aws_sqs_queue_policy.log_files,
  ]
}

# --- The queue, for all triggers except direct invocation, and for verification -----------------------------------------

locals {
  queue_name = "${var.function_name}-log-files"
  # Not an empty string: the provider rejects it together with sqs_managed_sse_enabled.
  queue_key = one(compact([var.kms_key_arn]))
  # Not that of the resource, which waits for the role. A role that the module does not create can wait for permissions that name the queue.
  queue_arns = local.has_queue ? ["arn:${local.partition}:sqs:${local.region}:${local.account}:${local.queue_name}"] : []
  # The settings contain it. The URL of the resource is known only after apply, and with it no setting would be known during plan.
  queue_url = "https://sqs.${local.region}.${local.dns_suffix}/${local.account}/${local.queue_name}"
}

resource "aws_sqs_queue" "log_files" {
  count = local.has_queue ? 1 : 0
  name  = local.queue_name

  # AWS recommends six times the function's timeout, so that retries of a throttled batch do not overlap.
  # https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
  visibility_timeout_seconds = 6 * var.lambda_timeout_seconds
  # Longer than all waits between `max_receive_count` attempts. What expires in this queue does not reach the dead-letter queue, and
  # the age of a message counts from when it was sent, in both queues.
  # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/setting-up-dead-letter-queue-retention.html
  message_retention_seconds = 10 * 24 * 3600

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letter[0].arn
    maxReceiveCount     = var.max_receive_count
  })

  sqs_managed_sse_enabled = local.own_key ? null : true
  kms_master_key_id       = local.queue_key
  tags                    = var.tags

  # The function cannot receive what it cannot decrypt.
  depends_on = [aws_iam_role_policy.key]
}

resource "aws_sqs_queue" "dead_letter" {
  count = local.has_queue ? 1 : 0
  name  = "${var.function_name}-dead-letter"

  message_retention_seconds = 14 * 24 * 3600
  sqs_managed_sse_enabled   = local.own_key ? null : true
  kms_master_key_id         = local.queue_key
  tags                      = var.tags

  depends_on = [aws_iam_role_policy.key]
}

resource "aws_sqs_queue_redrive_allow_policy" "dead_letter" {
  count     = local.has_queue ? 1 : 0
  queue_url = aws_sqs_queue.dead_letter[0].url

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.log_files[0].arn]
  })
}

locals {
  # The regions that accounts have without opting in. All later ones are opt-in regions, so the list stays complete. SNS counts Osaka
  # (ap-northeast-3) as one, and other partitions have none.
  # https://docs.aws.amazon.com/sns/latest/dg/sns-cross-region-delivery.html
  # https://docs.aws.amazon.com/sns/latest/dg/lambda-prereq.html
  default_regions = [
    "ap-northeast-1", "ap-northeast-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1", "eu-central-1", "eu-north-1",
    "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
  ]

  # A topic in another region sends with the principal of one of both regions if that is an opt-in region. Which one has changed, so each is
  # allowed: the condition allows only the topic.
  fanout_regions = local.makes_fanout_topic || var.sns_fanout_topic_arn == null ? [local.region] : distinct([local.region, split(":", var.sns_fanout_topic_arn)[3]])
  opt_in_regions = local.partition == "aws" && length(local.fanout_regions) > 1 ? setsubtract(local.fanout_regions, local.default_regions) : []
  sns_principals = concat(["sns.amazonaws.com"], [for region in local.opt_in_regions : "sns.${region}.amazonaws.com"])
}

# One sender is allowed, identified by an ARN that contains the account, or by the ARN and the account.
resource "aws_sqs_queue_policy" "log_files" {
  count     = local.queues_events ? 1 : 0
  queue_url = aws_sqs_queue.log_files[0].url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [merge({
      Effect   = "Allow"
      Action   = "sqs:SendMessage"
      Resource = aws_sqs_queue.log_files[0].arn
      }, {
      sqs = {
        Sid       = "NotificationsOfTheBucket"
        Principal = { Service = "s3.amazonaws.com" }
        Condition = {
          ArnEquals = { "aws:SourceArn" = local.bucket_arn }
          # A bucket's ARN contains no account: after the bucket is deleted, another account could take the name.
          StringEquals = { "aws:SourceAccount" = local.account }
        }
      }
      sns = {
        Sid       = "MessagesOfTheTopic"
        Principal = { Service = try(one(local.sns_principals), local.sns_principals) }
        Condition = { ArnEquals = { "aws:SourceArn" = local.fanout_topic_arn } }
      }
      s3-eventbridge = local.events_of_the_rule
      eventbridge    = local.events_of_the_rule
    }[var.trigger])]
  })
}

resource "aws_lambda_event_source_mapping" "log_files" {
  count            = local.has_queue ? 1 : 0
  event_source_arn = aws_sqs_queue.log_files[0].arn
  function_name    = aws_lambda_alias.live.arn

  batch_size              = var.batch_size
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = var.maximum_concurrency
  }

  tags = var.tags
}

# --- Permissions to invoke the function ------------------------------------------------------------------------------

locals {
  # arn, partition, logs, region, account, ...: of a resource, because the state has it. If `depends_on` of the module block defers the data sources
  # until apply, a permission with their values is replaced: destroyed first and created after the function, and what is sent in between is lost.
  own_arn = split(":", aws_cloudwatch_log_group.notifier.arn)
}

# --- trigger = "s3" ------------------------------------------------------------------------------------------

resource "aws_lambda_permission" "bucket" {
  count          = var.trigger == "s3" ? 1 : 0
  statement_id   = "AllowExecutionFromS3Bucket"
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.notifier.function_name
  qualifier      = aws_lambda_alias.live.name
  principal      = "s3.amazonaws.com"
  source_arn     = "arn:${local.own_arn[1]}:s3:::${coalesce(var.cloudtrail_logs_s3_bucket_name, "-")}"
  source_account = local.own_arn[4]
}

# --- trigger = "sns" -----------------------------------------------------------------------------------------

#trivy:ignore:AVD-AWS-0095
resource "aws_sns_topic" "fanout" {
  count = local.makes_fanout_topic ? 1 : 0
  name  = coalesce(var.sns_fanout_topic_name, "${var.function_name}-log-files")

  # Encrypted only with a customer managed key: S3 cannot use the AWS managed key for SNS ("alias/aws/sns"), because that key's
  # policy allows only principals of the account. The messages contain object names, not events.
  kms_master_key_id = var.kms_key_arn
  tags              = var.tags
}

resource "aws_sns_topic_policy" "fanout" {
  count = local.makes_fanout_topic ? 1 : 0
  arn   = aws_sns_topic.fanout[0].arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "NotificationsOfTheBucket"
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.fanout[0].arn
      Condition = {
        ArnEquals    = { "aws:SourceArn" = local.bucket_arn }
        StringEquals = { "aws:SourceAccount" = local.account }
      }
    }]
  })
}

resource "aws_sns_topic_subscription" "fanout" {
  count                = local.has_fanout ? 1 : 0
  topic_arn            = local.fanout_topic_arn
  region               = local.makes_fanout_topic ? null : split(":", var.sns_fanout_topic_arn)[3]
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.log_files[0].arn
  raw_message_delivery = true

  # An existing topic can also have notifications of objects that the function cannot read. They would end up in the dead-letter queue.
  filter_policy_scope = local.makes_fanout_topic ? null : "MessageBody"
  filter_policy       = local.makes_fanout_topic ? null : jsonencode({ "$or" = local.messages_of_interest })

  depends_on = [aws_sqs_queue_policy.log_files]
}

locals {
  # The topic can receive notifications from the bucket or from the trail. The trail's messages contain unencoded keys.
  # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html
  messages_of_interest = [
    { Records = { s3 = merge(
      { bucket = { name = [var.cloudtrail_logs_s3_bucket_name] } },
      { for prefix in compact([local.encoded_prefix]) : "object" => { key = [{ prefix = prefix }] } },
    ) } },
    merge(
      { s3Bucket = [var.cloudtrail_logs_s3_bucket_name] },
      { for prefix in compact([var.s3_notification_filter_prefix]) : "s3ObjectKey" => [{ prefix = prefix }] },
    ),
  ]
}

# --- trigger = "cloudwatch-logs" ----------------------------------------------------------------------------------

resource "aws_cloudwatch_log_subscription_filter" "trail" {
  count           = var.trigger == "cloudwatch-logs" ? 1 : 0
  name            = var.function_name
  log_group_name  = var.cloudtrail_log_group_name
  filter_pattern  = var.log_filter_pattern
  destination_arn = aws_lambda_alias.live.arn

  # CloudWatch Logs invokes the function when the filter is created: "Could not execute the lambda function".
  depends_on = [aws_lambda_permission.log_group]
}

resource "aws_lambda_permission" "log_group" {
  count          = var.trigger == "cloudwatch-logs" ? 1 : 0
  statement_id   = "AllowExecutionFromLogGroup"
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.notifier.function_name
  qualifier      = aws_lambda_alias.live.name
  principal      = "logs.amazonaws.com"
  source_arn     = "${join(":", slice(local.own_arn, 0, 5))}:log-group:${coalesce(var.cloudtrail_log_group_name, "-")}:*"
  source_account = local.own_arn[4]
}

# --- Direct invocations, which are asynchronous -----------------------------------------------------------------

# Invocations that fail all retries go to `dead_letter_target_arn`.
resource "aws_lambda_function_event_invoke_config" "live" {
  count                        = local.invokes_directly ? 1 : 0
  function_name                = aws_lambda_function.notifier.function_name
  qualifier                    = aws_lambda_alias.live.name
  maximum_retry_attempts       = var.maximum_retry_attempts
  maximum_event_age_in_seconds = var.maximum_event_age_seconds
}
