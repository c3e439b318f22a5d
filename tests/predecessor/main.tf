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
  statement_id   = "AllowExecutionFromS3Bucket"
  action         = "lambda:InvokeFunction"
  function_name  = module.lambda.function_name
  principal      = "s3.amazonaws.com"
  source_arn     = "arn:aws:s3:::${var.cloudtrail_logs_s3_bucket_name}"
  source_account = data.aws_caller_identity.current.account_id
}

resource "aws_s3_bucket_notification" "bucket_notification" {
  bucket = var.cloudtrail_logs_s3_bucket_name

  lambda_function {
    lambda_function_arn = module.lambda.function_arn
    events              = ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"]
    filter_prefix       = "AWSLogs/"
    filter_suffix       = ".json.gz"
  }

  depends_on = [aws_lambda_permission.s3]
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
