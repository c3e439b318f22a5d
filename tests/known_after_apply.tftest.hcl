# Configurations in which most values are unknown during plan.

mock_provider "aws" {
  source = "./tests/aws"

  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-west-1:123456789012:key/bbbbbbbb-2222-3333-4444-555555555555" }
  }

  mock_resource "aws_secretsmanager_secret" {
    defaults = { arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-AbCdEf" }
  }

  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::123456789012:policy/boundary" }
  }

  override_resource {
    target = aws_s3_bucket.trail
    values = { id = "my-trail" }
  }
}

run "plans" {
  command = plan

  module {
    source = "./tests/known-after-apply"
  }
}

run "applies" {
  module {
    source = "./tests/known-after-apply"
  }
  assert {
    condition     = jsondecode(output.settings_json).slack_bot_token_reference == aws_secretsmanager_secret.slack.arn && jsondecode(output.settings_json).default_slack_channel_id == "C0123456789" && jsondecode(output.settings_json).destinations.mail.topic_arn == aws_sns_topic.security.arn
    error_message = "the settings lack the values that are known after apply"
  }
  assert {
    condition     = jsondecode(output.settings_of_new_accounts).account_names == { "222222222222" = "production" } && jsondecode(output.settings_of_new_accounts).ignore_rules == ["userIdentity.arn == '${aws_iam_role.existing.arn}'"]
    error_message = "the settings lack the accounts and roles that are known after apply"
  }
  assert {
    condition     = jsondecode(output.relayed).detail.requestParameters.topicArn == [aws_sns_topic.security.arn]
    error_message = "the relay does not forward the events of the main module"
  }
}
