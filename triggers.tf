# How log files reach the function. Each trigger is a section that is there or not, and ends at the alias `live`.

locals {
  queues_events  = var.trigger == "sqs"
  invokes_direct = var.trigger == "s3"

  bucket_events = concat(
    ["s3:ObjectCreated:*"],
    var.s3_removed_object_notification ? ["s3:ObjectRemoved:*"] : [],
  )
}

# --- The bucket's notification -------------------------------------------------------------------------------

# The name is the predecessor's, so that its notification is changed in place: a bucket has one notification
# configuration, and "create the new, then destroy the old" would leave it without any.
resource "aws_s3_bucket_notification" "bucket_notification" {
  count  = var.create_bucket_notification ? 1 : 0
  bucket = var.cloudtrail_logs_s3_bucket_name

  dynamic "queue" {
    for_each = local.queues_events ? [aws_sqs_queue.log_files[0].arn] : []
    content {
      queue_arn     = queue.value
      events        = local.bucket_events
      filter_prefix = var.s3_notification_filter_prefix
      filter_suffix = ".json.gz"
    }
  }

  dynamic "lambda_function" {
    for_each = local.invokes_direct ? [aws_lambda_alias.live.arn] : []
    content {
      lambda_function_arn = lambda_function.value
      events              = local.bucket_events
      filter_prefix       = var.s3_notification_filter_prefix
      filter_suffix       = ".json.gz"
    }
  }

  # S3 tries each destination: "Unable to validate the following destination configurations".
  depends_on = [
    aws_lambda_permission.bucket,
    aws_sqs_queue_policy.log_files,
  ]
}

# --- trigger = "sqs" -----------------------------------------------------------------------------------------

resource "aws_sqs_queue" "log_files" {
  count = local.queues_events ? 1 : 0
  name  = "${var.function_name}-log-files"

  # AWS advises six times the function's timeout, so that retries of a throttled batch do not overlap.
  # https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
  visibility_timeout_seconds = 6 * var.lambda_timeout_seconds
  message_retention_seconds  = 4 * 24 * 3600

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letter[0].arn
    maxReceiveCount     = var.max_receive_count
  })

  sqs_managed_sse_enabled = local.own_key ? null : true
  kms_master_key_id       = var.kms_key_arn
  tags                    = var.tags
}

resource "aws_sqs_queue" "dead_letter" {
  count = local.queues_events ? 1 : 0
  name  = "${var.function_name}-dead-letter"

  message_retention_seconds = 14 * 24 * 3600
  sqs_managed_sse_enabled   = local.own_key ? null : true
  kms_master_key_id         = var.kms_key_arn
  tags                      = var.tags
}

resource "aws_sqs_queue_redrive_allow_policy" "dead_letter" {
  count     = local.queues_events ? 1 : 0
  queue_url = aws_sqs_queue.dead_letter[0].url

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.log_files[0].arn]
  })
}

resource "aws_sqs_queue_policy" "log_files" {
  count     = local.queues_events ? 1 : 0
  queue_url = aws_sqs_queue.log_files[0].url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "NotificationsOfTheBucket"
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.log_files[0].arn
      Condition = {
        ArnEquals = { "aws:SourceArn" = local.bucket_arn }
        # A bucket's ARN holds no account: after its deletion somebody else could take the name.
        StringEquals = { "aws:SourceAccount" = local.account }
      }
    }]
  })
}

resource "aws_lambda_event_source_mapping" "log_files" {
  count            = local.queues_events ? 1 : 0
  event_source_arn = aws_sqs_queue.log_files[0].arn
  function_name    = aws_lambda_alias.live.arn

  batch_size              = var.batch_size
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = var.maximum_concurrency
  }

  tags = var.tags
}

# --- trigger = "s3" ------------------------------------------------------------------------------------------

resource "aws_lambda_permission" "bucket" {
  count          = local.invokes_direct ? 1 : 0
  statement_id   = "AllowExecutionFromS3Bucket"
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.notifier.function_name
  qualifier      = aws_lambda_alias.live.name
  principal      = "s3.amazonaws.com"
  source_arn     = local.bucket_arn
  source_account = local.account
}
