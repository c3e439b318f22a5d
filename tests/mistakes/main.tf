# Mistakes that people make in the arguments of the module. `problems.txt` has what Terraform says about them during plan.

terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.29"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

variable "mistakes" {
  description = "Arguments of the modules below. They are in a variable, because literal arguments are checked before the plan, and Terraform would stop there."
  type        = any
  default = {
    rules = {
      default_sns_topic_arn = "arn:aws:sns:eu-west-1:123456789012:security"
      rules = [
        "eventName == 'A'",
        " ",
        5,
        ["eventName == 'B'"],
        { name = "misspelled", expresion = "eventName == 'C'" },
        { name = "urgent", expression = "eventName == 'D'", severity = "urgent" },
        { name = "numbered", expression = "eventName == 'E'", description = 5 },
        { name = "bursting", expression = "eventName == 'F'", correlation = "event_count" },
        { name = "quoted", expression = "eventName == 'G'", generate = "no" },
        { expression = "eventName == 'H'", generate = false },
      ]
      ignore_rules   = { name = "without-brackets", expression = "eventName == 'A'", generate = false }
      rule_packs     = ["threat", "integrity", null]
      disabled_rules = ["acces-denied", "own", null]
      lists          = { "my-admins" = ["alice"] }
      predicates     = { "is-admin" = "userIdentity.userName == 'alice'", isRoot = "" }
      account_names  = { 012345678901 = "production" }
    }

    destinations = {
      slack_bot_token_reference = "xoxb-secret"
      configuration             = [{ accounts = [012345678901, null] }]
      destinations = {
        hook    = { type = "webhook", url_reference = "/security/url", secret_ref = "/security/key" }
        lake    = { type = "firehose" }
        oncall  = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:security", channel_id = "C0123456789" }
        asia    = { type = "pagerduty", routing_key_reference = "/security/pager", service_region = "ap" }
        pager   = { type = "opsgenie", url_reference = "/security/pager" }
        nothing = { url_reference = "/security/url" }
        off     = null
        teams   = { type = "teams", url_reference = "https://example.webhook.office.com/x" }
        channel = { type = "slack", channel_id = "security-alerts" }
        bus     = { type = "event_bus", event_bus_arn = "arn:aws:sns:eu-west-1:123456789012:security" }
      }
    }

    routes = {
      destinations = { email = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:mail" }, lake = { type = "firehose", delivery_stream_name = "alerts" } }
      routes = [
        { severity = ["high"], destinations = ["email"] },
        { severities = "high", destinations = ["email"] },
        { severities = ["urgent"], destinations = ["email"] },
        { severities = ["high"], destinations = ["mail"] },
        { severities = ["high"], destination = "email" },
        { accounts = [012345678901], destinations = ["email"] },
        { packs = ["cis"], destinations = ["email"] },
        { rules = [], destinations = ["email"] },
        { digest = "hourly", destinations = ["email"] },
        { digest = "daily", digest_at = "8:00", destinations = ["email"] },
        { digest = "daily", digest_zone = "+02:00", destinations = ["email"] },
        { digest = "weekly", digest_day = "Mon", destinations = ["email"] },
        { digest = "daily", severities = ["critical"], destinations = ["email"] },
        { digest = "daily", destinations = ["lake"] },
        { digest_at = "08:00", destinations = ["email"] },
        { digest = "daily", digest_day = "monday", destinations = ["email"] },
      ]
    }

    one_route = {
      destinations = { email = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:mail" } }
      routes       = { severities = ["high"], destinations = ["email"] }
    }

    console_actions = {
      default_sns_topic_arn = "arn:aws:sns:eu-west-1:123456789012:security"
      rule_packs            = ["console-actions"]
      console_actions = {
        excluded_user                  = ["alice"]
        included_users                 = "bob"
        excluded_accounts              = [012345678901]
        excluded_scoped_actions_effect = "append"
        include_cli_and_sdk            = "yes"
      }
    }

    accounts = {
      cloudtrail_logs_s3_bucket_name = "arn:aws:s3:::my-trail"
      sns_configuration              = [{ accounts = ["1111-1111-1111", null], sns_topic_arn = "security" }]
      verify_log_files               = true
      verify_ignored_accounts        = ["production", null]
      lambda_timeout_seconds         = 901
      log_level                      = "LOUD"
      dead_letter_target_arn         = "failed"
      kms_key_arn                    = "alias/mine"
      alarm_actions                  = ["operations@example.com", null, "arn:aws:sns:eu-west-1:123456789012:operations "]
      lambda_package_path            = "signed.zip"
    }

    another_region = {
      kms_key_arn            = "arn:aws:kms:us-east-1:123456789012:key/1"
      lambda_kms_key_arn     = "arn:aws:kms:us-east-1:123456789012:key/2"
      log_group_kms_key_arn  = "arn:aws:kms:us-east-1:123456789012:key/3"
      dead_letter_target_arn = "arn:aws:sqs:us-east-1:123456789012:failed"
      alarm_actions          = ["arn:aws:sns:us-east-1:123456789012:operations"]
      default_sns_topic_arn  = "arn:aws:sns:us-east-1:123456789012:security"
      events_to_track        = "StopLogging\nDeleteTrail,Stop*,s3.amazonaws.com:PutObject, PutObject"
    }

    quoted_token = {
      slack_bot_token          = "\"xoxb-secret\""
      default_slack_channel_id = "C0123456789"
    }

    placeholders = {
      slack_bot_token          = "changeme"
      slack_signing_secret     = "changeme"
      default_slack_channel_id = "C0123456789"
      slack_app_configuration  = [{ accounts = [], slack_channel_id = "C0123456789" }]
      slack_api_url            = "https://slack-gov.com"
    }

    subscriptions = {
      aws_sns_topic_subscriptions = { "https://sqs.eu-west-1.amazonaws.com/123456789012/alerts" = "sqs", "security" = "email", "example.com/hook" = "https", "a@example.com" = "email" }
      access_portal_url           = "https://d-0123456789.awsapps.com/"
      event_pattern               = { detailType = ["AWS API Call via CloudTrail"], detail = { eventName = ["StopLogging"] } }
    }

    spaces = {
      slack_bot_token_reference = "/security/token"
      default_slack_channel_id  = "C0123456789 "
    }

    channels = {
      slack_bot_token_reference      = "/security/token"
      default_slack_channel_id       = "security-alerts"
      slack_app_configuration        = [{ accounts = ["production", null], slack_channel_id = "#payments" }]
      slack_signing_secret_reference = "/security/signing-secret"
      mute_allowed_users             = ["alice", null]
      access_portal_url              = "d-0123456789.awsapps.com"
      slack_mentions                 = { urgent = ["S0123456789"], critical = ["@oncall", null] }
    }

    trigger = {
      trigger                        = "sqs"
      default_sns_topic_arn          = "arn:aws:sns:eu-west-1:123456789012:security"
      event_pattern                  = { source = ["aws.iam"] }
      cloudtrail_logs_s3_bucket_name = ""
    }

    signing_secret = "5ec7e700000000000000000000000000"

    app_token = {
      slack_bot_token           = "xapp-secret"
      slack_bot_token_reference = "/security/token"
      default_slack_channel_id  = "C0123456789"
    }

    webhook = {
      default_slack_hook_url = "/security/hook"
      configuration          = [{ accounts = ["111111111111"], slack_hook_url = "http://hooks.slack.com/services/secret" }]
      slack_signing_secret   = "secret"
    }

    user_token = {
      slack_bot_token          = "xoxp-secret"
      default_slack_channel_id = "C0123456789"
      slack_app_configuration = [
        { accounts = ["111111111111"], slack_channel_id = "C1111111111" },
        { accounts = ["111111111111", "222222222222"], slack_channel_id = "C2222222222" },
      ]
    }

    other_webhook = {
      default_slack_hook_url = "https://example.webhook.office.com/secret"
      rules                  = [{ name = "own", expression = "eventName == 'A'" }]
      disabled_rules         = ["trail-updated"]
      destinations           = { email = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:mail" } }
      routes                 = [{ rules = ["own", "root-*", "trail-deleted", "trail-updated"], destinations = ["email"] }]
    }
  }
}

module "rules" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = "my-trail"
  default_sns_topic_arn          = var.mistakes.rules.default_sns_topic_arn
  rules                          = var.mistakes.rules.rules
  ignore_rules                   = var.mistakes.rules.ignore_rules
  rule_packs                     = var.mistakes.rules.rule_packs
  disabled_rules                 = var.mistakes.rules.disabled_rules
  lists                          = var.mistakes.rules.lists
  predicates                     = var.mistakes.rules.predicates
  account_names                  = var.mistakes.rules.account_names
}

module "destinations" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = "my-trail"
  slack_bot_token_reference      = var.mistakes.destinations.slack_bot_token_reference
  configuration                  = var.mistakes.destinations.configuration
  destinations                   = var.mistakes.destinations.destinations
}

module "routes" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = "my-trail"
  destinations                   = var.mistakes.routes.destinations
  routes                         = var.mistakes.routes.routes
}

module "one_route" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = "my-trail"
  destinations                   = var.mistakes.one_route.destinations
  routes                         = var.mistakes.one_route.routes
}

module "console_actions" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = "my-trail"
  default_sns_topic_arn          = var.mistakes.console_actions.default_sns_topic_arn
  rule_packs                     = var.mistakes.console_actions.rule_packs
  console_actions                = var.mistakes.console_actions.console_actions
}

module "accounts" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = var.mistakes.accounts.cloudtrail_logs_s3_bucket_name
  sns_configuration              = var.mistakes.accounts.sns_configuration
  verify_log_files               = var.mistakes.accounts.verify_log_files
  verify_ignored_accounts        = var.mistakes.accounts.verify_ignored_accounts
  lambda_timeout_seconds         = var.mistakes.accounts.lambda_timeout_seconds
  log_level                      = var.mistakes.accounts.log_level
  dead_letter_target_arn         = var.mistakes.accounts.dead_letter_target_arn
  kms_key_arn                    = var.mistakes.accounts.kms_key_arn
  alarm_actions                  = var.mistakes.accounts.alarm_actions
  lambda_package_path            = var.mistakes.accounts.lambda_package_path
}

module "another_region" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = "my-trail"
  kms_key_arn                    = var.mistakes.another_region.kms_key_arn
  lambda_kms_key_arn             = var.mistakes.another_region.lambda_kms_key_arn
  log_group_kms_key_arn          = var.mistakes.another_region.log_group_kms_key_arn
  dead_letter_target_arn         = var.mistakes.another_region.dead_letter_target_arn
  alarm_actions                  = var.mistakes.another_region.alarm_actions
  default_sns_topic_arn          = var.mistakes.another_region.default_sns_topic_arn
  events_to_track                = var.mistakes.another_region.events_to_track
}

module "spaces" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = "my-trail"
  slack_bot_token_reference      = var.mistakes.spaces.slack_bot_token_reference
  default_slack_channel_id       = var.mistakes.spaces.default_slack_channel_id
}

module "quoted_token" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = "my-trail"
  slack_bot_token                = var.mistakes.quoted_token.slack_bot_token
  default_slack_channel_id       = var.mistakes.quoted_token.default_slack_channel_id
}

module "placeholders" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = "my-trail"
  slack_bot_token                = var.mistakes.placeholders.slack_bot_token
  slack_signing_secret           = var.mistakes.placeholders.slack_signing_secret
  default_slack_channel_id       = var.mistakes.placeholders.default_slack_channel_id
  slack_app_configuration        = var.mistakes.placeholders.slack_app_configuration
  slack_api_url                  = var.mistakes.placeholders.slack_api_url
}

module "subscriptions" {
  source = "../.."

  trigger                     = "eventbridge"
  aws_sns_topic_subscriptions = var.mistakes.subscriptions.aws_sns_topic_subscriptions
  access_portal_url           = var.mistakes.subscriptions.access_portal_url
  event_pattern               = var.mistakes.subscriptions.event_pattern
}

module "rules_as_a_string" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = "my-trail"
  default_sns_topic_arn          = "arn:aws:sns:eu-west-1:123456789012:security"
  s3_notification_filter_prefix  = "AWSLogs/123456789012/CloudTrail-Digest/"
  rules                          = "eventName in ['A', 'B'], eventName == 'C'"
}

module "prefix" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = "my-trail"
  default_sns_topic_arn          = "arn:aws:sns:eu-west-1:123456789012:security"
  s3_notification_filter_prefix  = "/AWSLogs/"
}

module "channels" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = "my-trail"
  slack_bot_token_reference      = var.mistakes.channels.slack_bot_token_reference
  default_slack_channel_id       = var.mistakes.channels.default_slack_channel_id
  slack_app_configuration        = var.mistakes.channels.slack_app_configuration
  slack_signing_secret_reference = var.mistakes.channels.slack_signing_secret_reference
  mute_allowed_users             = var.mistakes.channels.mute_allowed_users
  slack_mentions                 = var.mistakes.channels.slack_mentions
  access_portal_url              = var.mistakes.channels.access_portal_url
}

module "trigger" {
  source = "../.."

  trigger                        = var.mistakes.trigger.trigger
  default_sns_topic_arn          = var.mistakes.trigger.default_sns_topic_arn
  event_pattern                  = var.mistakes.trigger.event_pattern
  cloudtrail_logs_s3_bucket_name = var.mistakes.trigger.cloudtrail_logs_s3_bucket_name
}

module "app_token" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = "my-trail"
  slack_bot_token                = var.mistakes.app_token.slack_bot_token
  slack_bot_token_reference      = var.mistakes.app_token.slack_bot_token_reference
  default_slack_channel_id       = var.mistakes.app_token.default_slack_channel_id
}

module "webhook" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = "my-trail"
  default_slack_hook_url         = var.mistakes.webhook.default_slack_hook_url
  configuration                  = var.mistakes.webhook.configuration
  slack_signing_secret           = var.mistakes.webhook.slack_signing_secret
}

module "user_token" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = "my-trail"
  slack_bot_token                = var.mistakes.user_token.slack_bot_token
  default_slack_channel_id       = var.mistakes.user_token.default_slack_channel_id
  slack_app_configuration        = var.mistakes.user_token.slack_app_configuration
}

module "other_webhook" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = "my-trail"
  default_slack_hook_url         = var.mistakes.other_webhook.default_slack_hook_url
  rules                          = var.mistakes.other_webhook.rules
  disabled_rules                 = var.mistakes.other_webhook.disabled_rules
  destinations                   = var.mistakes.other_webhook.destinations
  routes                         = var.mistakes.other_webhook.routes
}

# Literal arguments, whose lines Terraform prints if a validation of their variable fails.
module "secrets_as_references" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name   = "my-trail"
  slack_bot_token_reference        = "xoxb-secret"
  slack_signing_secret_reference   = "5ec7e700000000000000000000000000"
  default_slack_hook_url_reference = "https://hooks.slack.com/services/secret"
  configuration = [
    { accounts = ["production"], slack_hook_url = "https://hooks.slack.com/services/secret" },
    { accounts = ["111111111111"], slack_hook_url_reference = "https://hooks.slack.com/services/secret" },
  ]
  destinations = {
    audit   = { type = "slack_webhook", url = "https://hooks.slack.com/services/secret" }
    channel = { type = "slack", channel_id = "xoxb-secret" }
    oncall  = { type = "pagerduty", routing_key_reference = "5ec7e700000000000000000000000000" }
    pager   = { type = "pagerduty", routing_key_reference = "R5EC7E70000000000000000000000000" }
    tickets = { type = "webhook", url_reference = "https://example.webhook.office.com/secret", secret_reference = "xapp-secret" }
  }
}

module "secret_without_channel" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = "my-trail"
  slack_bot_token_reference      = var.mistakes.destinations.slack_bot_token_reference
  default_slack_channel_id       = ""
}

module "secret_without_token" {
  source = "../.."

  cloudtrail_logs_s3_bucket_name = "my-trail"
  default_sns_topic_arn          = var.mistakes.rules.default_sns_topic_arn
  slack_signing_secret_reference = var.mistakes.signing_secret
}
