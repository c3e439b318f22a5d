# What is refused before anything is made, each with a message that names the variable and the remedy.

mock_provider "aws" {
  source = "./tests/aws"
}

variables {
  cloudtrail_logs_s3_bucket_name = "my-trail"
  default_sns_topic_arn          = "arn:aws:sns:eu-west-1:123456789012:security"
}

run "values_out_of_range_or_unknown" {
  command = plan

  variables {
    cloudtrail_logs_s3_bucket_name = "arn:aws:s3:::my-trail"
    batch_size                     = 11
    maximum_concurrency            = 1
    max_receive_count              = 0
    slack_api_url                  = "http://slack-gov.com/api/"
    thread_replies_max             = -1
    aws_sns_topic_subscriptions    = { "email" = "security@example.com" }
    default_sns_topic_arn          = null
    rules_separator                = ""
    events_to_track                = { a = "StopLogging" }
    rule_packs                     = ["everything"]
    lists                          = { "my-list" = [] }
    account_names                  = { "1111" = "production" }
    max_messages_per_invocation    = 0
    function_name                  = "cloudtrail to slack"
    lambda_architecture            = "riscv"
    lambda_memory_size             = 127
    lambda_timeout_seconds         = 901
    lambda_logs_retention_in_days  = 2
    log_level                      = "LOUD"
    dead_letter_target_arn         = "failed-invocations"
    dynamodb_table_name            = "a table"
    dynamodb_time_to_live          = 0
    kms_key_arn                    = "alias/mine"
    secrets_kms_key_arn            = "arn:aws:kms:eu-west-1:123456789012:alias/mine"
    silence_alarm_hours            = 0
    maximum_retry_attempts         = -1
    maximum_event_age_seconds      = 59
    event_bus_name                 = ""
  }

  expect_failures = [
    var.cloudtrail_logs_s3_bucket_name, var.batch_size, var.maximum_concurrency, var.max_receive_count,
    var.slack_api_url, var.thread_replies_max, var.aws_sns_topic_subscriptions, var.rules_separator, var.events_to_track,
    var.rule_packs, var.lists, var.account_names, var.max_messages_per_invocation, var.function_name,
    var.lambda_architecture, var.lambda_memory_size, var.lambda_timeout_seconds, var.lambda_logs_retention_in_days,
    var.log_level, var.dead_letter_target_arn, var.dynamodb_table_name, var.dynamodb_time_to_live, var.kms_key_arn,
    var.secrets_kms_key_arn, var.silence_alarm_hours, var.maximum_retry_attempts, var.maximum_event_age_seconds, var.event_bus_name,
  ]
}

run "values_just_above_their_range" {
  command = plan

  variables {
    maximum_retry_attempts    = 3
    maximum_event_age_seconds = 21601
    maximum_concurrency       = 1001
    max_receive_count         = 1001
    batch_size                = 0
    lambda_memory_size        = 10241
    lambda_timeout_seconds    = 9
    silence_alarm_hours       = 169
    function_name             = join("", [for index in range(65) : "a"])
    thread_replies_max        = 1.5
  }
  expect_failures = [
    var.maximum_concurrency, var.max_receive_count, var.batch_size, var.lambda_memory_size, var.lambda_timeout_seconds,
    var.silence_alarm_hours, var.function_name, var.thread_replies_max, var.maximum_retry_attempts, var.maximum_event_age_seconds,
  ]
}

run "values_at_the_upper_end_are_fine" {
  command = plan

  variables {
    maximum_concurrency           = 1000
    max_receive_count             = 1000
    batch_size                    = 10
    lambda_memory_size            = 10240
    lambda_timeout_seconds        = 900
    lambda_logs_retention_in_days = 3653
    silence_alarm_hours           = 168
    alarm_actions                 = ["arn:aws:sns:eu-west-1:123456789012:operations"]
    function_name                 = join("", [for index in range(64) : "a"])
  }
  assert {
    condition     = aws_sqs_queue.log_files[0].visibility_timeout_seconds == 5400
    error_message = "the longest timeout makes a visibility timeout that SQS would not take (12 hours)"
  }
}

run "values_at_the_lower_end_are_fine" {
  command = plan

  variables {
    maximum_concurrency           = 2
    max_receive_count             = 1
    batch_size                    = 1
    lambda_memory_size            = 128
    lambda_timeout_seconds        = 10
    lambda_logs_retention_in_days = 0
    silence_alarm_hours           = 1
    thread_replies_max            = 0
    function_name                 = "a"
    log_level                     = "critical"
  }
  assert {
    condition     = jsondecode(output.settings_json).log_level == "ERROR"
    error_message = "a level that only the predecessor had is not understood"
  }
}

# --- Triggers

run "a_trigger_that_does_not_exist" {
  command = plan

  variables {
    trigger = "kinesis"
  }
  expect_failures = [var.trigger]
}

run "a_trigger_that_reads_the_bucket_without_one" {
  command = plan

  variables {
    cloudtrail_logs_s3_bucket_name = null
  }
  expect_failures = [var.cloudtrail_logs_s3_bucket_name]
}

run "arguments_of_other_triggers_beside_the_queue" {
  command = plan

  variables {
    sns_fanout_topic_arn          = "arn:aws:sns:eu-west-1:123456789012:log-files"
    event_bus_name                = "cloudtrail"
    event_pattern                 = { source = ["aws.iam"] }
    eventbridge_include_read_only = false
    cloudtrail_log_group_name     = "trail"
    log_filter_pattern            = "{ $.readOnly IS FALSE }"
  }
  expect_failures = [
    var.sns_fanout_topic_arn, var.event_bus_name, var.event_pattern,
    var.eventbridge_include_read_only, var.cloudtrail_log_group_name, var.log_filter_pattern,
  ]
}

run "arguments_of_the_bucket_beside_a_bus" {
  command = plan

  variables {
    trigger                    = "eventbridge"
    cloudtrail_logs_kms_key_id = "alias/trail"
    event_pattern              = "everything"
  }
  expect_failures = [var.cloudtrail_logs_s3_bucket_name, var.cloudtrail_logs_kms_key_id, var.event_pattern]
}

run "arguments_of_a_bus_beside_the_buckets_own_events" {
  command = plan

  variables {
    trigger                 = "s3-eventbridge"
    event_bus_name          = "cloudtrail"
    event_pattern           = {}
    create_sns_fanout_topic = true
  }
  expect_failures = [var.event_bus_name, var.event_pattern, var.create_sns_fanout_topic]
}

run "a_fanout_topic_that_is_both_made_and_given" {
  command = plan

  variables {
    trigger                 = "sns"
    sns_fanout_topic_arn    = "arn:aws:sns:eu-west-1:123456789012:log-files"
    create_sns_fanout_topic = true
  }
  expect_failures = [var.create_sns_fanout_topic]
}

run "a_fanout_topic_that_is_neither_made_nor_given" {
  command = plan

  variables {
    trigger                 = "sns"
    create_sns_fanout_topic = false
  }
  expect_failures = [var.create_sns_fanout_topic]
}

run "a_fanout_topic_by_name" {
  command = plan

  variables {
    trigger              = "sns"
    sns_fanout_topic_arn = "log-files"
  }
  expect_failures = [var.sns_fanout_topic_arn]
}

run "no_log_group" {
  command = plan

  variables {
    cloudtrail_logs_s3_bucket_name = null
    trigger                        = "cloudwatch-logs"
    log_filter_pattern             = format("%01025d", 0)
  }
  expect_failures = [var.cloudtrail_log_group_name, var.log_filter_pattern]
}

run "a_log_group_by_arn" {
  command = plan

  variables {
    cloudtrail_logs_s3_bucket_name = null
    trigger                        = "cloudwatch-logs"
    cloudtrail_log_group_name      = "arn:aws:logs:eu-west-1:123456789012:log-group:trail:*"
  }
  expect_failures = [var.cloudtrail_log_group_name]
}

run "the_functions_own_log_group" {
  command = plan

  variables {
    cloudtrail_logs_s3_bucket_name = null
    trigger                        = "cloudwatch-logs"
    cloudtrail_log_group_name      = "/aws/lambda/cloudtrail-to-slack"
  }
  expect_failures = [var.cloudtrail_log_group_name]
}

# --- Destinations

run "no_destination_at_all" {
  command = plan

  variables {
    default_sns_topic_arn = null
  }
  expect_failures = [var.slack_bot_token]
}

run "empty_strings_are_no_destination" {
  command = plan

  variables {
    default_sns_topic_arn  = ""
    slack_bot_token        = ""
    default_slack_hook_url = ""
    configuration          = []
  }
  expect_failures = [var.slack_bot_token]
}

run "destinations_of_some_accounts_only" {
  command = plan

  variables {
    default_sns_topic_arn = null
    configuration         = [{ accounts = ["111111111111"], slack_hook_url = "https://hooks.slack.com/services/x" }]
    sns_configuration     = [{ accounts = ["111111111111"], sns_topic_arn = "arn:aws:sns:eu-west-1:111111111111:payments" }]
  }
  expect_failures = [var.slack_bot_token]
}

run "a_token_without_a_channel" {
  command = plan

  variables {
    slack_bot_token         = "xoxb-secret"
    slack_app_configuration = [{ accounts = ["111111111111"], slack_channel_id = "C1111111111" }]
  }
  expect_failures = [var.default_slack_channel_id]
}

run "a_token_by_reference_without_a_channel" {
  command = plan

  variables {
    slack_bot_token_reference = "/security/token"
  }
  expect_failures = [var.default_slack_channel_id]
}

run "channels_without_a_token" {
  command = plan

  variables {
    default_slack_channel_id = "C0123456789"
    slack_app_configuration  = [{ accounts = ["111111111111"], slack_channel_id = "C1111111111" }]
  }
  expect_failures = [var.default_slack_channel_id, var.slack_app_configuration]
}

run "channels_beside_webhooks_are_fine" {
  command = plan

  variables {
    default_slack_hook_url   = "https://hooks.slack.com/services/x"
    default_slack_channel_id = "C0123456789"
    slack_app_configuration  = [{ accounts = ["111111111111"], slack_channel_id = "C1111111111" }]
  }
  assert {
    condition     = jsondecode(output.settings_json).default_slack_hook_url_reference == "/cloudtrail-to-slack/default-slack-hook-url"
    error_message = "the predecessor used the webhook"
  }
}

run "a_token_given_twice" {
  command = plan

  variables {
    slack_bot_token           = "xoxb-secret"
    slack_bot_token_reference = "/security/token"
    default_slack_channel_id  = "C0123456789"
  }
  expect_failures = [var.slack_bot_token]
}

run "a_channel_by_name" {
  command = plan

  variables {
    slack_bot_token          = "xoxb-secret"
    default_slack_channel_id = "#general"
  }
  expect_failures = [var.default_slack_channel_id]
}

run "a_channel_by_name_for_some_accounts" {
  command = plan

  variables {
    slack_app_configuration = [{ accounts = ["111111111111"], slack_channel_id = "#payments" }]
  }
  expect_failures = [var.slack_app_configuration]
}

run "no_channel_for_some_accounts" {
  command = plan

  variables {
    slack_app_configuration = [{ accounts = ["111111111111"], slack_channel_id = "" }]
  }
  expect_failures = [var.slack_app_configuration]
}

run "webhooks_and_topics_given_twice" {
  command = plan

  variables {
    default_slack_hook_url           = "https://hooks.slack.com/services/x"
    default_slack_hook_url_reference = "/security/hook"
    configuration                    = [{ accounts = ["111111111111"], slack_hook_url = "https://hooks.slack.com/services/x", slack_hook_url_reference = "/security/hook" }]
    aws_sns_topic_subscriptions      = { "security@example.com" = "email" }
  }
  expect_failures = [var.default_slack_hook_url, var.configuration, var.aws_sns_topic_subscriptions]
}

run "secrets_in_place_of_references_and_the_other_way_round" {
  command = plan

  variables {
    slack_bot_token_reference        = "xoxb-secret"
    default_slack_channel_id         = "C0123456789"
    default_slack_hook_url_reference = "https://hooks.slack.com/services/x"
    configuration                    = [{ accounts = ["111111111111"], slack_hook_url_reference = "https://hooks.slack.com/services/x" }]
  }
  expect_failures = [var.slack_bot_token_reference, var.default_slack_hook_url_reference, var.configuration]
}

run "references_where_urls_belong_and_partial_arns" {
  command = plan

  variables {
    slack_bot_token_reference = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack"
    default_slack_channel_id  = "C0123456789"
    default_slack_hook_url    = "/security/hook"
    configuration             = [{ accounts = ["111111111111"], slack_hook_url = "/security/hook" }]
  }
  expect_failures = [var.slack_bot_token_reference, var.default_slack_hook_url, var.configuration]
}

run "a_webhook_entry_without_a_webhook" {
  command = plan

  variables {
    configuration = [{ accounts = ["111111111111"] }]
  }
  expect_failures = [var.configuration]
}

run "malformed_accounts_and_topics" {
  command = plan

  variables {
    configuration         = [{ accounts = ["production"], slack_hook_url = "https://hooks.slack.com/services/x" }]
    sns_configuration     = [{ accounts = ["1111-1111-1111"], sns_topic_arn = "arn:aws:sns:eu-west-1:111111111111:payments" }]
    default_sns_topic_arn = "security"
    console_actions       = { excluded_accounts = [""] }
    rule_packs            = ["console-actions"]
  }
  expect_failures = [var.configuration, var.sns_configuration, var.default_sns_topic_arn, var.console_actions]
}

run "malformed_accounts_of_channels" {
  command = plan

  variables {
    slack_bot_token          = "xoxb-secret"
    default_slack_channel_id = "C0123456789"
    slack_app_configuration  = [{ accounts = ["111111111111", "11111111111"], slack_channel_id = "C1111111111" }]
  }
  expect_failures = [var.slack_app_configuration]
}

run "malformed_topics_by_account_and_effect" {
  command = plan

  variables {
    sns_configuration = [{ accounts = ["111111111111"], sns_topic_arn = "arn:aws:sqs:eu-west-1:111111111111:payments" }]
    console_actions   = { excluded_scoped_actions_effect = "MERGE" }
    rule_packs        = ["console-actions"]
  }
  expect_failures = [var.sns_configuration, var.console_actions]
}

run "destinations_of_unknown_type" {
  command = plan

  variables {
    destinations = { pager = { type = "pagerduty", url_reference = "/security/pager" } }
  }
  expect_failures = [var.destinations]
}

run "destinations_without_what_their_type_needs" {
  command = plan

  variables {
    destinations = { lake = { type = "firehose" } }
  }
  expect_failures = [var.destinations]
}

run "destinations_with_attributes_of_another_type" {
  command = plan

  variables {
    destinations = { email = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:security", channel_id = "C0123456789" } }
  }
  expect_failures = [var.destinations]
}

run "destinations_with_a_secret_in_place_of_its_reference" {
  command = plan

  variables {
    destinations = { teams = { type = "teams", url_reference = "https://example.webhook.office.com/x" } }
  }
  expect_failures = [var.destinations]
}

run "destinations_with_arns_of_something_else" {
  command = plan

  variables {
    destinations = { bus = { type = "event_bus", event_bus_arn = "arn:aws:sns:eu-west-1:123456789012:security" } }
  }
  expect_failures = [var.destinations]
}

run "destinations_in_slack_without_a_token" {
  command = plan

  variables {
    destinations = { oncall = { type = "slack", channel_id = "C0123456789" } }
  }
  expect_failures = [var.slack_bot_token]
}

run "routes_to_nowhere" {
  command = plan

  variables {
    destinations = { email = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:security" } }
    routes       = [{ destinations = ["mail"] }]
  }
  expect_failures = [var.routes]
}

run "routes_that_could_never_match" {
  command = plan

  variables {
    destinations = { email = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:security" } }
    routes       = [{ accounts = [], destinations = ["email"] }]
  }
  expect_failures = [var.routes]
}

run "routes_of_packs_that_are_not_on" {
  command = plan

  variables {
    rule_packs   = ["threats"]
    destinations = { email = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:security" } }
    routes       = [{ packs = ["core", "threats", "cis"], destinations = ["email"] }]
  }
  expect_failures = [var.routes]
}

run "routes_of_packs_that_are_on_are_fine" {
  command = plan

  variables {
    rule_packs   = ["threats"]
    destinations = { email = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:security" } }
    routes       = [{ packs = ["core", "threats"], destinations = ["email"] }]
  }
  assert {
    condition     = jsondecode(output.settings_json).routes[0].packs == ["core", "threats"]
    error_message = "the route is not handed over"
  }
}

run "settings_of_a_pack_that_is_not_on" {
  command = plan

  variables {
    rule_packs      = ["cis"]
    console_actions = { excluded_users = ["bob"] }
  }
  expect_failures = [var.console_actions]
}

run "routes_of_unknown_severities" {
  command = plan

  variables {
    destinations = { email = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:security" } }
    routes       = [{ severities = ["urgent"], destinations = ["email"] }]
  }
  expect_failures = [var.routes]
}

run "routes_of_malformed_accounts" {
  command = plan

  variables {
    destinations = { email = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:security" } }
    routes       = [{ accounts = ["production"], destinations = ["email"] }]
  }
  expect_failures = [var.routes]
}

# --- Rules

run "rules_of_every_accepted_shape" {
  command = plan

  variables {
    rules = [
      "eventName == 'A'",
      { expression = "eventName == 'B'" },
      { name = "c", expression = "eventName == 'C'", severity = "critical", description = "C.", runbook_url = "https://example.com" },
      { name = "d", expression = "eventName == 'D'", severity = null },
    ]
    ignore_rules    = tolist(["eventName == 'E'"])
    events_to_track = ["CreateDistribution2020_05_31"]
  }
  assert {
    condition     = length(jsondecode(output.settings_json).rules) == 4
    error_message = "a rule is lost"
  }
}

run "no_rules_at_all" {
  command = plan

  variables {
    rules           = null
    ignore_rules    = []
    events_to_track = null
  }
  assert {
    condition     = jsondecode(output.settings_json).rules == "" && jsondecode(output.settings_json).events_to_track == ""
    error_message = "null is not the default"
  }
}

run "nothing_to_alert_on" {
  command = plan

  variables {
    use_default_rules = false
    rules             = " "
    events_to_track   = ","
  }
  expect_failures = [var.use_default_rules]
}

run "rules_that_are_no_text" {
  command = plan

  variables {
    rules           = [5]
    ignore_rules    = [["eventName == 'A'"]]
    events_to_track = ["Stop Logging"]
  }
  expect_failures = [var.rules, var.ignore_rules, var.events_to_track]
}

run "rules_that_are_no_list" {
  command = plan

  variables {
    rules           = { expression = "eventName == 'A'" }
    ignore_rules    = 5
    events_to_track = [5]
  }
  expect_failures = [var.rules, var.ignore_rules, var.events_to_track]
}

run "rules_that_are_empty" {
  command = plan

  variables {
    rules        = ["eventName == 'A'", " "]
    ignore_rules = [{ expression = "" }]
  }
  expect_failures = [var.rules, var.ignore_rules]
}

run "rules_without_expression_or_with_strange_attributes" {
  command = plan

  variables {
    rules        = [{ name = "a" }]
    ignore_rules = [{ expression = "eventName == 'A'", colour = "red" }]
  }
  expect_failures = [var.rules, var.ignore_rules]
}

run "rules_whose_attributes_are_no_text" {
  command = plan

  variables {
    rules        = [{ name = 5, expression = "eventName == 'A'" }]
    ignore_rules = [{ expression = true }]
  }
  expect_failures = [var.rules, var.ignore_rules]
}

run "rules_of_unknown_severity" {
  command = plan

  variables {
    rules        = [{ expression = "eventName == 'A'", severity = "urgent" }]
    ignore_rules = ["eventName == 'A'", null]
  }
  expect_failures = [var.rules, var.ignore_rules]
}
