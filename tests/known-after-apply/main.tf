# Most arguments are known only after apply, because the same configuration creates what they refer to.

terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.29"
    }
  }
}

resource "aws_s3_bucket" "trail" {
  bucket = "my-trail"
}

resource "aws_kms_key" "own" {
  description = "Key"
}

resource "aws_secretsmanager_secret" "slack" {
  name = "slack"
}

resource "aws_sns_topic" "security" {
  name = "security"
}

resource "aws_sqs_queue" "failed" {
  name = "failed"
}

resource "terraform_data" "channel" {
  input = "C0123456789"
}

resource "terraform_data" "subnet" {
  input = "subnet-0123456789abcdef0"
}

resource "terraform_data" "security_group" {
  input = "sg-0123456789abcdef0"
}

resource "aws_iam_policy" "boundary" {
  name   = "boundary"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
}

resource "aws_iam_role" "existing" {
  name = "existing"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

module "by_reference" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = aws_s3_bucket.trail.id
  slack_bot_token_reference      = aws_secretsmanager_secret.slack.arn
  default_slack_channel_id       = terraform_data.channel.output
  slack_app_configuration        = [{ accounts = ["111111111111"], slack_channel_id = terraform_data.channel.output }]
  default_sns_topic_arn          = aws_sns_topic.security.arn
  sns_configuration              = [{ accounts = ["111111111111"], sns_topic_arn = aws_sns_topic.security.arn }]
  dead_letter_target_arn         = aws_sqs_queue.failed.arn
  cloudtrail_logs_kms_key_id     = aws_kms_key.own.arn
  kms_key_arn                    = aws_kms_key.own.arn
  secrets_kms_key_arn            = aws_kms_key.own.arn
  lambda_kms_key_arn             = aws_kms_key.own.arn
  log_group_kms_key_arn          = aws_kms_key.own.arn
  alarm_actions                  = [aws_sns_topic.security.arn]
  create_dashboard               = true
  slack_signing_secret_reference = aws_secretsmanager_secret.slack.arn
  create_slack_endpoint          = true
  permissions_boundary_arn       = aws_iam_policy.boundary.arn
  vpc_subnet_ids                 = [terraform_data.subnet.output]
  vpc_security_group_ids         = [terraform_data.security_group.output]

  destinations = {
    mail  = { type = "sns", topic_arn = aws_sns_topic.security.arn }
    teams = { type = "teams", url_reference = aws_secretsmanager_secret.slack.arn }
  }
  routes = [{ severities = ["high"], destinations = ["mail"] }]
}

resource "aws_sns_topic" "log_files" {
  name = "log-files"
}

module "fanout" {
  source = "../.."

  function_name                  = "fanout"
  dynamodb_table_name            = "fanout-state"
  trigger                        = "sns"
  cloudtrail_logs_s3_bucket_name = aws_s3_bucket.trail.id
  sns_fanout_topic_arn           = aws_sns_topic.log_files.arn
  create_sns_fanout_topic        = false
  default_sns_topic_arn          = aws_sns_topic.security.arn
}

module "bucket_events" {
  source = "../.."

  function_name                  = "bucket-events"
  dynamodb_table_name            = "bucket-events-state"
  trigger                        = "s3-eventbridge"
  cloudtrail_logs_s3_bucket_name = aws_s3_bucket.trail.id
  default_sns_topic_arn          = aws_sns_topic.security.arn
}

resource "aws_cloudwatch_log_group" "trail" {
  name_prefix = "trail"
}

module "log_group_events" {
  source = "../.."

  function_name             = "log-group-events"
  dynamodb_table_name       = "log-group-events-state"
  trigger                   = "cloudwatch-logs"
  cloudtrail_log_group_name = aws_cloudwatch_log_group.trail.name
  alarm_actions             = [aws_sns_topic.security.arn]
  default_sns_topic_arn     = aws_sns_topic.security.arn
}

module "central_bus" {
  source          = "../../modules/central-bus"
  organization_id = "o-a1b2c3d4e5"
  kms_key_arn     = aws_kms_key.own.arn
}

module "bus_events" {
  source = "../.."

  function_name         = "bus-events"
  dynamodb_table_name   = "bus-events-state"
  role_arn              = aws_iam_role.existing.arn
  create_role           = false
  trigger               = "eventbridge"
  event_bus_name        = module.central_bus.name
  event_pattern         = { detail = { requestParameters = { topicArn = [aws_sns_topic.security.arn] } } }
  alarm_actions         = [aws_sns_topic.security.arn]
  default_sns_topic_arn = aws_sns_topic.security.arn
}

module "relay" {
  source          = "../../modules/eventbridge-relay"
  central_bus_arn = module.central_bus.arn
  regions         = ["eu-west-1", "us-east-1"]
  event_pattern   = module.bus_events.event_pattern

  depends_on = [aws_kms_key.own]
}

# depends_on on a module call defers its data sources until apply.
module "after_something" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = "another-trail"
  function_name                  = "another"
  dynamodb_table_name            = "another-state"
  slack_bot_token                = "xoxb-secret"
  default_slack_channel_id       = "C0123456789"
  aws_sns_topic_subscriptions    = { "security@example.com" = "email" }
  verify_log_files               = true

  depends_on = [aws_kms_key.own]
}

# Accounts, roles and lists of the same apply, also as keys and as whole lists.
resource "terraform_data" "account" {
  input = "222222222222"
}

module "of_new_accounts" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = "my-trail"
  function_name                  = "of-new-accounts"
  dynamodb_table_name            = "of-new-accounts-state"
  default_sns_topic_arn          = aws_sns_topic.security.arn
  ignore_rules                   = ["userIdentity.arn == '${aws_iam_role.existing.arn}'"]
  lists                          = { roles = [aws_iam_role.existing.arn] }
  account_names                  = { (terraform_data.account.output) = "production" }
  verify_log_files               = true
  verify_ignored_accounts        = [terraform_data.account.output]
  access_portal_url              = "https://${terraform_data.account.output}.awsapps.com/start"
  destinations                   = { mail = { type = "sns", topic_arn = aws_sns_topic.security.arn } }
  routes                         = [{ accounts = [terraform_data.account.output], destinations = ["mail"], digest = "daily" }]
  rules = [{
    name       = "role-changed"
    expression = "requestParameters.roleName == '${aws_iam_role.existing.id}'"
  }]
}

output "settings_of_new_accounts" {
  description = "The settings of the module with new accounts."
  value       = module.of_new_accounts.settings_json
}

output "settings_json" {
  description = "The settings of the first module."
  value       = module.by_reference.settings_json
}

output "relayed" {
  description = "What the relay forwards."
  value       = module.bus_events.event_pattern
}
