terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.19"
    }
  }
}

variable "cloudtrail_logs_s3_bucket_name" {
  type = string
}

variable "slack_bot_token" {
  type = string
}

# tflint-ignore: terraform_unused_declarations # Here only so that the block of the predecessor is accepted.
variable "default_slack_channel_id" {
  type = string
}

variable "function_name" {
  type    = string
  default = "fivexl-cloudtrail-to-slack"
}

variable "dynamodb_table_name" {
  type    = string
  default = "fivexl-cloudtrail-to-slack-table"
}

variable "aws_sns_topic_subscriptions" {
  type = map(string)
}

variable "enable_s3_sns_fanout" {
  type    = bool
  default = false
}

variable "s3_sns_fanout_topic_name" {
  type    = string
  default = "cloudtrail-s3-notifications"
}

data "aws_caller_identity" "current" {}

module "lambda" {
  source        = "./modules/lambda"
  function_name = var.function_name
}

module "cloudtrail_to_slack_dynamodb_table" {
  count  = var.slack_bot_token != null ? 1 : 0
  source = "./modules/dynamodb-table"
  name   = var.dynamodb_table_name
}

resource "aws_lambda_permission" "s3" {
  count          = var.enable_s3_sns_fanout ? 0 : 1
  statement_id   = "AllowExecutionFromS3Bucket"
  action         = "lambda:InvokeFunction"
  function_name  = module.lambda.function_name
  principal      = "s3.amazonaws.com"
  source_arn     = "arn:aws:s3:::${var.cloudtrail_logs_s3_bucket_name}"
  source_account = data.aws_caller_identity.current.account_id
}

resource "aws_sns_topic" "s3_notifications" {
  count = var.enable_s3_sns_fanout ? 1 : 0
  name  = var.s3_sns_fanout_topic_name
  tags  = {}
}

resource "aws_sns_topic_policy" "s3_notifications" {
  count = var.enable_s3_sns_fanout ? 1 : 0
  arn   = aws_sns_topic.s3_notifications[0].arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "SNS:Publish"
      Resource  = aws_sns_topic.s3_notifications[0].arn
      Condition = {
        StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id }
        ArnLike      = { "aws:SourceArn" = "arn:aws:s3:::${var.cloudtrail_logs_s3_bucket_name}" }
      }
    }]
  })
}

resource "aws_lambda_permission" "sns" {
  count         = var.enable_s3_sns_fanout ? 1 : 0
  statement_id  = "AllowExecutionFromSNS"
  action        = "lambda:InvokeFunction"
  function_name = module.lambda.function_name
  principal     = "sns.amazonaws.com"
  source_arn    = aws_sns_topic.s3_notifications[0].arn
}

resource "aws_sns_topic_subscription" "lambda" {
  count     = var.enable_s3_sns_fanout ? 1 : 0
  topic_arn = aws_sns_topic.s3_notifications[0].arn
  protocol  = "lambda"
  endpoint  = module.lambda.function_arn
}

resource "aws_s3_bucket_notification" "bucket_notification" {
  count  = 1
  bucket = var.cloudtrail_logs_s3_bucket_name

  dynamic "lambda_function" {
    for_each = var.enable_s3_sns_fanout ? [] : [1]
    content {
      lambda_function_arn = module.lambda.function_arn
      events              = ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"]
      filter_prefix       = "AWSLogs/"
      filter_suffix       = ".json.gz"
    }
  }

  dynamic "topic" {
    for_each = aws_sns_topic.s3_notifications[*].arn
    content {
      topic_arn     = topic.value
      events        = ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"]
      filter_prefix = "AWSLogs/"
      filter_suffix = ".json.gz"
    }
  }

  depends_on = [aws_lambda_permission.s3, aws_sns_topic_policy.s3_notifications]
}

resource "aws_sns_topic" "events_to_sns" {
  count             = length(var.aws_sns_topic_subscriptions) > 0 ? 1 : 0
  name              = var.function_name
  kms_master_key_id = "alias/aws/sns"
  tags              = {}
}

resource "aws_sns_topic_subscription" "events_to_sns" {
  for_each  = var.aws_sns_topic_subscriptions
  topic_arn = aws_sns_topic.events_to_sns[0].arn
  protocol  = each.value
  endpoint  = each.key
}
