# Arguments that Terraform rejects during plan. What it says about them is in tests/mistakes.

mock_provider "aws" {
  source = "./tests/aws"
}

variables {
  cloudtrail_logs_s3_bucket_name = "my-trail"
  default_sns_topic_arn          = "arn:aws:sns:eu-west-1:123456789012:security"
}

run "rejects_values_out_of_range" {
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
    predicates                     = { "is-admin" = " " }
    account_names                  = { "1111" = "production" }
    max_messages_per_invocation    = 0
    lambda_architecture            = "riscv"
    lambda_memory_size             = 127
    lambda_timeout_seconds         = 901
    lambda_logs_retention_in_days  = 2
    log_level                      = "LOUD"
    dead_letter_target_arn         = "failed-invocations"
    dynamodb_table_name            = "a table"
    dynamodb_time_to_live          = 0
    cloudtrail_logs_kms_key_id     = "alias:mine"
    kms_key_arn                    = "alias/mine"
    secrets_kms_key_arn            = "arn:aws:kms:eu-west-1:123456789012:alias/mine"
    silence_alarm_hours            = 0
    maximum_retry_attempts         = -1
    maximum_event_age_seconds      = 59
    event_bus_name                 = ""
  }

  expect_failures = [
    var.cloudtrail_logs_s3_bucket_name, var.cloudtrail_logs_kms_key_id, var.batch_size, var.maximum_concurrency, var.max_receive_count,
    var.slack_api_url, var.thread_replies_max, var.aws_sns_topic_subscriptions, var.rules_separator, var.events_to_track,
    var.rule_packs, var.lists, var.predicates, var.account_names, var.max_messages_per_invocation,
    var.lambda_architecture, var.lambda_memory_size, var.lambda_timeout_seconds, var.lambda_logs_retention_in_days,
    var.log_level, var.dead_letter_target_arn, var.dynamodb_table_name, var.dynamodb_time_to_live, var.kms_key_arn,
    var.secrets_kms_key_arn, var.silence_alarm_hours, var.maximum_retry_attempts, var.maximum_event_age_seconds, var.event_bus_name,
  ]
}

run "rejects_values_just_above_their_range" {
  command = plan

  variables {
    maximum_retry_attempts    = 3
    maximum_event_age_seconds = 21601
    maximum_concurrency       = 1001
    max_receive_count         = 391
    batch_size                = 0
    lambda_memory_size        = 10241
    lambda_timeout_seconds    = 9
    silence_alarm_hours       = 169
    thread_replies_max        = 1.5
  }
  expect_failures = [
    var.maximum_concurrency, var.max_receive_count, var.batch_size, var.lambda_memory_size, var.lambda_timeout_seconds,
    var.silence_alarm_hours, var.thread_replies_max, var.maximum_retry_attempts, var.maximum_event_age_seconds,
  ]
}

run "accepts_values_at_the_upper_limit" {
  command = plan

  variables {
    maximum_concurrency           = 1000
    max_receive_count             = 390
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
    error_message = "the maximum timeout leads to a visibility timeout above the SQS limit (12 hours)"
  }
}

run "rejects_a_function_name_with_spaces" {
  command = plan

  variables {
    function_name = "cloudtrail to slack"
  }
  expect_failures = [var.function_name]
}

run "rejects_a_function_name_that_is_too_long" {
  command = plan

  variables {
    function_name = join("", [for index in range(65) : "a"])
  }
  expect_failures = [var.function_name]
}

run "rejects_a_function_name_too_long_for_the_names_of_rules" {
  command = plan

  variables {
    verify_log_files = true
    function_name    = join("", [for index in range(55) : "a"])
  }
  expect_failures = [var.function_name]
}

run "accepts_the_longest_function_name_with_all_features" {
  command = plan

  variables {
    verify_log_files         = true
    slack_bot_token          = "xoxb-secret"
    default_slack_channel_id = "C0123456789"
    slack_signing_secret     = "0123456789abcdef0123456789abcdef"
    create_dashboard         = true
    alarm_actions            = ["arn:aws:sns:eu-west-1:123456789012:operations"]
    destinations             = { email = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:security" } }
    routes                   = [{ digest = "daily", destinations = ["email"] }]
    function_name            = join("", [for index in range(54) : "a"])
  }
  assert {
    condition     = max([for name in concat(values(aws_cloudwatch_event_rule.job)[*].name, values(aws_lambda_function.slack)[*].function_name, values(aws_iam_role.slack)[*].name) : length(name)]...) == 64
    error_message = "no name has the longest length"
  }
  assert {
    condition     = max([for name in concat(aws_sqs_queue.log_files[*].name, aws_sqs_queue.dead_letter[*].name) : length(name)]...) <= 80
    error_message = "the name of a queue is too long"
  }
}

run "rejects_a_function_name_too_long_for_the_function_behind_the_buttons" {
  command = plan

  variables {
    slack_bot_token          = "xoxb-secret"
    default_slack_channel_id = "C0123456789"
    slack_signing_secret     = "0123456789abcdef0123456789abcdef"
    function_name            = join("", [for index in range(59) : "a"])
  }
  expect_failures = [var.function_name]
}

run "accepts_values_at_the_lower_limit" {
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
    error_message = "a log level of the predecessor is rejected"
  }
}

# --- Triggers

run "rejects_an_unknown_trigger" {
  command = plan

  variables {
    trigger = "kinesis"
  }
  expect_failures = [var.trigger]
}

run "rejects_a_bucket_trigger_without_a_bucket" {
  command = plan

  variables {
    cloudtrail_logs_s3_bucket_name = null
  }
  expect_failures = [var.cloudtrail_logs_s3_bucket_name]
}

run "rejects_arguments_of_other_triggers_with_sqs" {
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

run "rejects_bucket_arguments_with_eventbridge" {
  command = plan

  variables {
    trigger                    = "eventbridge"
    cloudtrail_logs_kms_key_id = "alias/trail"
    event_pattern              = "everything"
  }
  expect_failures = [var.cloudtrail_logs_s3_bucket_name, var.cloudtrail_logs_kms_key_id, var.event_pattern]
}

run "rejects_bus_arguments_with_s3_eventbridge" {
  command = plan

  variables {
    trigger                 = "s3-eventbridge"
    event_bus_name          = "cloudtrail"
    event_pattern           = {}
    create_sns_fanout_topic = true
  }
  expect_failures = [var.event_bus_name, var.event_pattern, var.create_sns_fanout_topic]
}

run "rejects_a_name_of_a_topic_that_the_module_does_not_create" {
  command = plan

  variables {
    sns_fanout_topic_name = "log-files"
  }
  expect_failures = [var.sns_fanout_topic_name]
}

run "rejects_the_name_of_a_fifo_topic" {
  command = plan

  variables {
    trigger               = "sns"
    sns_fanout_topic_name = "log-files.fifo"
  }
  expect_failures = [var.sns_fanout_topic_name]
}

run "rejects_a_fanout_topic_both_created_and_given" {
  command = plan

  variables {
    trigger                 = "sns"
    sns_fanout_topic_arn    = "arn:aws:sns:eu-west-1:123456789012:log-files"
    create_sns_fanout_topic = true
  }
  expect_failures = [var.create_sns_fanout_topic]
}

run "rejects_a_fanout_topic_neither_created_nor_given" {
  command = plan

  variables {
    trigger                 = "sns"
    create_sns_fanout_topic = false
  }
  expect_failures = [var.create_sns_fanout_topic]
}

run "rejects_a_fanout_topic_by_name" {
  command = plan

  variables {
    trigger              = "sns"
    sns_fanout_topic_arn = "log-files"
  }
  expect_failures = [var.sns_fanout_topic_arn]
}

run "rejects_a_missing_log_group" {
  command = plan

  variables {
    cloudtrail_logs_s3_bucket_name = null
    trigger                        = "cloudwatch-logs"
    log_filter_pattern             = format("%01025d", 0)
  }
  expect_failures = [var.cloudtrail_log_group_name, var.log_filter_pattern]
}

run "rejects_a_log_group_by_arn" {
  command = plan

  variables {
    cloudtrail_logs_s3_bucket_name = null
    trigger                        = "cloudwatch-logs"
    cloudtrail_log_group_name      = "arn:aws:logs:eu-west-1:123456789012:log-group:trail:*"
  }
  expect_failures = [var.cloudtrail_log_group_name]
}

run "rejects_the_log_group_of_the_function" {
  command = plan

  variables {
    cloudtrail_logs_s3_bucket_name = null
    trigger                        = "cloudwatch-logs"
    cloudtrail_log_group_name      = "/aws/lambda/cloudtrail-to-slack"
  }
  expect_failures = [var.cloudtrail_log_group_name]
}

# --- Destinations

run "rejects_a_configuration_without_destinations" {
  command = plan

  variables {
    default_sns_topic_arn = null
  }
  expect_failures = [var.slack_bot_token]
}

run "rejects_empty_destinations" {
  command = plan

  variables {
    default_sns_topic_arn  = ""
    slack_bot_token        = ""
    default_slack_hook_url = ""
    configuration          = []
  }
  expect_failures = [var.slack_bot_token]
}

run "rejects_destinations_for_some_accounts_only" {
  command = plan

  variables {
    default_sns_topic_arn = null
    configuration         = [{ accounts = ["111111111111"], slack_hook_url = "https://hooks.slack.com/services/x" }]
    sns_configuration     = [{ accounts = ["111111111111"], sns_topic_arn = "arn:aws:sns:eu-west-1:111111111111:payments" }]
  }
  expect_failures = [var.slack_bot_token]
}

run "rejects_a_token_without_a_channel" {
  command = plan

  variables {
    slack_bot_token         = "xoxb-secret"
    slack_app_configuration = [{ accounts = ["111111111111"], slack_channel_id = "C1111111111" }]
  }
  expect_failures = [var.default_slack_channel_id]
}

run "rejects_a_token_reference_without_a_channel" {
  command = plan

  variables {
    slack_bot_token_reference = "/security/token"
  }
  expect_failures = [var.default_slack_channel_id]
}

run "rejects_channels_without_a_token" {
  command = plan

  variables {
    default_slack_channel_id = "C0123456789"
    slack_app_configuration  = [{ accounts = ["111111111111"], slack_channel_id = "C1111111111" }]
  }
  expect_failures = [var.default_slack_channel_id, var.slack_app_configuration]
}

run "accepts_channels_with_webhooks" {
  command = plan

  variables {
    default_slack_hook_url   = "https://hooks.slack.com/services/x"
    default_slack_channel_id = "C0123456789"
    slack_app_configuration  = [{ accounts = ["111111111111"], slack_channel_id = "C1111111111" }]
  }
  assert {
    condition     = jsondecode(output.settings_json).default_slack_hook_url_reference == "/cloudtrail-to-slack/default-slack-hook-url"
    error_message = "the webhook is not used"
  }
}

run "rejects_a_token_given_twice" {
  command = plan

  variables {
    slack_bot_token           = "xoxb-secret"
    slack_bot_token_reference = "/security/token"
    default_slack_channel_id  = "C0123456789"
  }
  expect_failures = [aws_ssm_parameter.secret]
}

run "rejects_a_channel_name" {
  command = plan

  variables {
    slack_bot_token          = "xoxb-secret"
    default_slack_channel_id = "#general"
  }
  expect_failures = [var.default_slack_channel_id]
}

run "rejects_an_empty_channel_for_some_accounts" {
  command = plan

  variables {
    slack_app_configuration = [{ accounts = ["111111111111"], slack_channel_id = "" }]
  }
  expect_failures = [var.slack_app_configuration]
}

run "rejects_secrets_of_the_wrong_kind" {
  command = plan

  variables {
    default_slack_hook_url = "/security/hook"
    slack_signing_secret   = "0123456789abcdef0123456789abcdef"
  }
  expect_failures = [aws_ssm_parameter.secret, aws_dynamodb_table.state]
}

run "rejects_topics_given_twice" {
  command = plan

  variables {
    aws_sns_topic_subscriptions = { "security@example.com" = "email" }
  }
  expect_failures = [var.aws_sns_topic_subscriptions]
}

run "rejects_a_subscription_that_needs_a_role" {
  command = plan

  variables {
    default_sns_topic_arn       = null
    aws_sns_topic_subscriptions = { "arn:aws:firehose:eu-west-1:123456789012:deliverystream/alerts" = "firehose" }
  }
  expect_failures = [var.aws_sns_topic_subscriptions]
}

run "rejects_fifo_topics_and_queues" {
  command = plan

  variables {
    trigger                = "sns"
    sns_fanout_topic_arn   = "arn:aws:sns:eu-west-1:123456789012:log-files.fifo"
    default_sns_topic_arn  = "arn:aws:sns:eu-west-1:123456789012:security.fifo"
    sns_configuration      = [{ accounts = ["111111111111"], sns_topic_arn = "arn:aws:sns:eu-west-1:111111111111:payments.fifo" }]
    dead_letter_target_arn = "arn:aws:sqs:eu-west-1:123456789012:failed.fifo"
  }
  expect_failures = [var.sns_fanout_topic_arn, var.default_sns_topic_arn, var.sns_configuration, var.dead_letter_target_arn]
}

run "rejects_webhooks_given_twice" {
  command = plan

  variables {
    configuration = [{ accounts = ["111111111111"], slack_hook_url = "https://hooks.slack.com/services/x", slack_hook_url_reference = "/security/hook" }]
  }
  expect_failures = [aws_dynamodb_table.state]
}

run "rejects_swapped_secrets_and_references" {
  command = plan

  variables {
    slack_bot_token_reference        = "xoxb-secret"
    default_slack_channel_id         = "C0123456789"
    default_slack_hook_url_reference = "https://hooks.slack.com/services/x"
    configuration                    = [{ accounts = ["111111111111"], slack_hook_url_reference = "https://hooks.slack.com/services/x" }]
  }
  expect_failures = [aws_dynamodb_table.state]
}

run "rejects_references_as_partial_arns" {
  command = plan

  variables {
    slack_bot_token_reference = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack"
    default_slack_channel_id  = "C0123456789"
  }
  expect_failures = [aws_dynamodb_table.state]
}

run "rejects_malformed_accounts_of_webhooks" {
  command = plan

  variables {
    configuration = [{ accounts = ["production"], slack_hook_url = "https://hooks.slack.com/services/x" }]
  }
  expect_failures = [aws_dynamodb_table.state]
}

run "rejects_malformed_accounts_and_topics" {
  command = plan

  variables {
    sns_configuration     = [{ accounts = ["1111-1111-1111"], sns_topic_arn = "arn:aws:sns:eu-west-1:111111111111:payments" }]
    default_sns_topic_arn = "security"
    console_actions       = { excluded_accounts = [""] }
    rule_packs            = ["console-actions"]
  }
  expect_failures = [var.sns_configuration, var.default_sns_topic_arn, var.console_actions]
}

run "rejects_malformed_topics_by_account_and_an_unknown_effect" {
  command = plan

  variables {
    sns_configuration = [{ accounts = ["111111111111"], sns_topic_arn = "arn:aws:sqs:eu-west-1:111111111111:payments" }]
    console_actions   = { excluded_scoped_actions_effect = "MERGE" }
    rule_packs        = ["console-actions"]
  }
  expect_failures = [var.sns_configuration, var.console_actions]
}

run "rejects_destinations_with_attributes_of_another_type" {
  command = plan

  variables {
    destinations = { email = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:security", channel_id = "C0123456789" } }
  }
  expect_failures = [aws_dynamodb_table.state]
}

run "rejects_slack_destinations_without_a_token" {
  command = plan

  variables {
    destinations = { oncall = { type = "slack", channel_id = "C0123456789" } }
  }
  expect_failures = [var.slack_bot_token]
}

run "rejects_misspelled_attributes" {
  command = plan

  variables {
    rule_packs      = ["console-actions"]
    console_actions = { excluded_user = ["bob"] }
  }
  expect_failures = [var.console_actions]
}

run "rejects_a_misspelled_attribute_of_a_destination" {
  command = plan

  variables {
    destinations = { tickets = { type = "webhook", url_reference = "/security/url", secret = "/security/key" } }
  }
  expect_failures = [aws_dynamodb_table.state]
}

run "rejects_an_empty_reference_of_a_destination" {
  command = plan

  variables {
    destinations = { tickets = { type = "webhook", url_reference = "" } }
  }
  expect_failures = [aws_dynamodb_table.state]
}

run "rejects_a_misspelled_condition_of_a_route" {
  command = plan

  variables {
    destinations = { email = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:security" } }
    routes       = [{ severity = ["high"], destinations = ["email"] }]
  }
  expect_failures = [var.routes]
}

run "warns_of_what_is_probably_a_mistake" {
  command = plan

  variables {
    slack_bot_token          = "xoxp-secret"
    default_slack_channel_id = "C0123456789"
    sns_configuration        = [for topic in ["one", "two"] : { accounts = ["111111111111"], sns_topic_arn = "arn:aws:sns:eu-west-1:123456789012:${topic}" }]
    destinations             = { email = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:security" } }
    routes                   = [{ rules = ["trail-delete"], destinations = ["email"] }]
  }
  expect_failures = [check.slack, check.accounts, check.routes]
}

run "accepts_values_in_any_type_that_converts" {
  command = plan

  variables {
    destinations    = { email = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:security", channel_id = null } }
    routes          = [{ accounts = [111111111111], severities = null, rules = ["root-*", "rule 1"], destinations = toset(["email"]) }]
    rule_packs      = ["console-actions"]
    console_actions = { excluded_accounts = [111111111111], include_cli_and_sdk = "true", human_sessions = null }
  }
  assert {
    condition     = jsondecode(output.settings_json).routes[0] == { accounts = ["111111111111"], destinations = ["email"], digest = null, digest_at = null, digest_day = null, digest_zone = null, packs = null, rules = ["root-*", "rule 1"], severities = null }
    error_message = "a route is not converted: ${output.settings_json}"
  }
  assert {
    condition     = jsondecode(output.settings_json).console_actions == { excluded_accounts = ["111111111111"], excluded_scoped_actions = [], excluded_scoped_actions_effect = "APPEND", excluded_users = [], human_sessions = [], include_cli_and_sdk = true, included_accounts = [], included_users = [] }
    error_message = "console_actions has no defaults: ${output.settings_json}"
  }
}

run "rejects_routes_to_unknown_destinations" {
  command = plan

  variables {
    destinations = { email = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:security" } }
    routes       = [{ destinations = ["mail"] }]
  }
  expect_failures = [var.routes]
}

run "rejects_routes_of_disabled_packs" {
  command = plan

  variables {
    rule_packs   = ["threats"]
    destinations = { email = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:security" } }
    routes       = [{ packs = ["core", "threats", "cis"], destinations = ["email"] }]
  }
  expect_failures = [var.routes]
}

run "accepts_routes_of_enabled_packs" {
  command = plan

  variables {
    rule_packs   = ["threats"]
    destinations = { email = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:security" } }
    routes       = [{ packs = ["core", "threats"], destinations = ["email"] }]
  }
  assert {
    condition     = jsondecode(output.settings_json).routes[0].packs == ["core", "threats"]
    error_message = "the settings lack the route"
  }
}

run "rejects_settings_of_a_disabled_pack" {
  command = plan

  variables {
    rule_packs      = ["cis"]
    console_actions = { excluded_users = ["bob"] }
  }
  expect_failures = [var.console_actions]
}

# --- Rules

run "accepts_rules_of_every_shape" {
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
    error_message = "the settings lack a rule"
  }
}

run "accepts_correlations_of_every_type" {
  command = plan

  variables {
    rules = [
      { name = "burst", expression = "a", severity = "high", correlation = { type = "event_count", group_by = ["b", "c"], timespan = "7d", gte = 1000 } },
      { name = "values", expression = "a", correlation = { type = "value_count", field = "b", timespan = "1s", gte = 1 } },
      { name = "first", expression = "a", generate = true, correlation = { type = "first_seen", group_by = ["b"], timespan = "90d", learn = "0s" } },
      { name = "one", expression = "a", generate = false },
      { name = "together", correlation = { type = "temporal", rules = ["one", "burst"], timespan = "1h", gte = null, group_by = null } },
      { name = "in-order", expression = null, correlation = {
        type = "temporal_ordered", rules = ["one", "two"], timespan = "1h", group_by = ["who"], aliases = { who = { one = "a", two = "b" } }
      } },
      "c",
    ]
    ignore_rules = ["d"]
  }
  assert {
    condition     = jsondecode(output.settings_json).rules[5].correlation.aliases.who.two == "b" && jsondecode(output.settings_json).rules[3].generate == false
    error_message = "the settings lack an attribute of a correlation"
  }
}

run "accepts_null_and_empty_rules" {
  command = plan

  variables {
    rules           = null
    ignore_rules    = []
    events_to_track = null
  }
  assert {
    condition     = jsondecode(output.settings_json).rules == "" && jsondecode(output.settings_json).events_to_track == ""
    error_message = "null does not give the default"
  }
}

run "rejects_a_configuration_without_rules" {
  command = plan

  variables {
    use_default_rules = false
    rules             = " "
    events_to_track   = ","
  }
  expect_failures = [var.use_default_rules]
}

run "rejects_rules_that_are_not_a_list" {
  command = plan

  variables {
    rules           = { expression = "eventName == 'A'" }
    ignore_rules    = 5
    events_to_track = [5]
  }
  expect_failures = [var.rules, var.ignore_rules, var.events_to_track]
}

run "rejects_rules_without_expression_or_with_unknown_attributes" {
  command = plan

  variables {
    rules        = [{ name = "a" }]
    ignore_rules = [{ expression = "eventName == 'A'", color = "red" }]
  }
  expect_failures = [var.rules, var.ignore_rules]
}

run "rejects_summaries_for_machines" {
  command = plan
  variables {
    destinations = {
      email = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:mail" }
      lake  = { type = "firehose", delivery_stream_name = "alerts" }
    }
    routes = [{ digest = "daily", destinations = ["email", "lake"] }]
  }
  expect_failures = [var.routes]
}

run "rejects_verification_without_a_bucket" {
  command = plan

  variables {
    cloudtrail_logs_s3_bucket_name = null
    trigger                        = "eventbridge"
    verify_log_files               = true
  }
  expect_failures = [var.verify_log_files]
}

run "rejects_verification_from_a_log_group" {
  command = plan

  variables {
    cloudtrail_logs_s3_bucket_name = null
    cloudtrail_log_group_name      = "trail"
    trigger                        = "cloudwatch-logs"
    verify_log_files               = true
  }
  expect_failures = [var.verify_log_files]
}

run "rejects_verification_with_a_prefix_without_hashes" {
  command = plan

  variables {
    s3_notification_filter_prefix = "logs/AWSLogs/o-a1b2c3d4e5/123456789012/CloudTrail/"
    verify_log_files              = true
  }
  expect_failures = [var.verify_log_files]
}

run "accepts_verification_with_a_prefix_of_an_account" {
  command = plan

  variables {
    s3_notification_filter_prefix = "AWSLogs/123456789012/CloudTrail"
    verify_log_files              = true
  }
  assert {
    condition     = var.verify_log_files
    error_message = "digest files have this prefix"
  }
}

run "rejects_ignored_accounts_that_are_no_accounts" {
  command = plan

  variables {
    verify_log_files        = true
    verify_ignored_accounts = ["production"]
  }
  expect_failures = [var.verify_ignored_accounts]
}

run "rejects_ignored_accounts_without_verification" {
  command = plan

  variables {
    verify_ignored_accounts = ["123456789012"]
  }
  expect_failures = [var.verify_ignored_accounts]
}
