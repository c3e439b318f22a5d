# What the module block of the README creates, and that it creates nothing else.

mock_provider "aws" {
  source = "./tests/aws"

  override_resource {
    target = aws_sqs_queue.dead_letter[0]
    values = {
      arn = "arn:aws:sqs:eu-west-1:123456789012:cloudtrail-to-slack-dead-letter"
      url = "https://sqs.eu-west-1.amazonaws.com/123456789012/cloudtrail-to-slack-dead-letter"
    }
  }
}

variables {
  cloudtrail_logs_s3_bucket_name = "my-trail"
  slack_bot_token                = "xoxb-secret"
  default_slack_channel_id       = "C0123456789"
}

run "creates_the_default_resources" {
  assert {
    condition     = aws_lambda_function.notifier.function_name == "cloudtrail-to-slack" && aws_lambda_function.notifier.runtime == "nodejs24.x" && aws_lambda_function.notifier.handler == "index.handler" && aws_lambda_function.notifier.publish
    error_message = "the function does not have the settings that the package needs"
  }
  assert {
    condition     = aws_lambda_function.notifier.architectures == tolist(["arm64"]) && aws_lambda_function.notifier.memory_size == 256 && aws_lambda_function.notifier.timeout == 30
    error_message = "architecture, memory or timeout are not the defaults"
  }
  assert {
    condition     = aws_lambda_function.notifier.source_code_hash == filebase64sha256("lambda/dist/lambda.zip")
    error_message = "a change of the package does not update the function"
  }
  assert {
    condition     = aws_cloudwatch_log_group.notifier.name == "/aws/lambda/cloudtrail-to-slack" && aws_cloudwatch_log_group.notifier.retention_in_days == 30
    error_message = "the log group is not the function's, or never expires"
  }
  assert {
    condition     = aws_dynamodb_table.state.name == "cloudtrail-to-slack-state" && aws_dynamodb_table.state.hash_key == "id" && aws_dynamodb_table.state.billing_mode == "PAY_PER_REQUEST"
    error_message = "the state table differs from what the function expects"
  }
  assert {
    condition     = one(aws_dynamodb_table.state.ttl).attribute_name == "expiresAt" && one(aws_dynamodb_table.state.ttl).enabled && !one(aws_dynamodb_table.state.point_in_time_recovery).enabled
    error_message = "items of the state table do not expire at expiresAt"
  }
  assert {
    # Otherwise a policy that something else attached prevents that the role is destroyed or replaced.
    condition     = aws_iam_role.notifier[0].force_detach_policies
    error_message = "the role cannot be destroyed with further policies"
  }
  assert {
    condition     = length(aws_cloudwatch_metric_alarm.watch) == 0 && length(aws_cloudwatch_dashboard.overview) == 0 && length(aws_sns_topic.events_to_sns) == 0 && length(aws_lambda_permission.bucket) == 0 && length(aws_dynamodb_table.predecessor) == 0
    error_message = "optional resources exist by default"
  }
}

run "moves_the_alias_after_the_self_check" {
  assert {
    condition     = aws_lambda_invocation.self_check.qualifier == aws_lambda_function.notifier.version && jsondecode(aws_lambda_invocation.self_check.input) == { selfCheck = true }
    error_message = "the self-check does not invoke the published version"
  }
  assert {
    condition     = aws_lambda_alias.live.name == "live" && aws_lambda_alias.live.function_version == aws_lambda_function.notifier.version
    error_message = "the alias does not point to the published version"
  }
}

run "returns_the_documented_outputs" {
  assert {
    condition     = output.lambda_function_arn == aws_lambda_function.notifier.arn && output.function_name == "cloudtrail-to-slack" && output.lambda_alias_arn == aws_lambda_alias.live.arn
    error_message = "the outputs of the function are wrong"
  }
  assert {
    condition     = output.queue_arn == aws_sqs_queue.log_files[0].arn && output.queue_url == aws_sqs_queue.log_files[0].url && output.dead_letter_queue_arn == aws_sqs_queue.dead_letter[0].arn && output.dead_letter_queue_url == aws_sqs_queue.dead_letter[0].url
    error_message = "the outputs of the queues are wrong"
  }
  assert {
    condition     = output.dynamodb_table_name == "cloudtrail-to-slack-state" && output.dynamodb_table_arn == aws_dynamodb_table.state.arn && output.role_name == "cloudtrail-to-slack" && output.role_arn == aws_iam_role.notifier[0].arn && output.log_group_name == "/aws/lambda/cloudtrail-to-slack" && output.sns_topic_arn == null
    error_message = "the outputs of the table, role, log group or topic are wrong"
  }
}

run "accepts_the_arguments_of_the_predecessor" {
  command = plan

  variables {
    function_name                         = "fivexl-cloudtrail-to-slack"
    dynamodb_table_name                   = "fivexl-cloudtrail-to-slack-table"
    dynamodb_time_to_live                 = 900
    cloudtrail_logs_kms_key_id            = ""
    configuration                         = null
    default_slack_hook_url                = null
    default_sns_topic_arn                 = ""
    aws_sns_topic_subscriptions           = { "email1@example.com" = "email", "email2@example.com" = "email" }
    sns_configuration                     = [{ "accounts" : ["111111111111"], "sns_topic_arn" : "arn:aws:sns:us-east-1:111111111111:alerts" }]
    slack_app_configuration               = [{ "accounts" : ["111111111111"], "slack_channel_id" : "XXXXXXXXXXX" }]
    dead_letter_target_arn                = null
    events_to_track                       = "SendSSHPublicKey,DeleteConfigRule"
    rules                                 = "event['eventName'] == 'A'%event['eventName'] in ('B', 'C')"
    ignore_rules                          = ""
    rules_separator                       = "%"
    use_default_rules                     = true
    lambda_build_in_docker                = true
    lambda_recreate_missing_package       = false
    lambda_logs_retention_in_days         = 30
    lambda_memory_size                    = 128
    lambda_timeout_seconds                = 10
    log_level                             = "INFO"
    push_access_denied_cloudwatch_metrics = true
    rule_evaluation_errors_to_slack       = true
    s3_notification_filter_prefix         = "AWSLogs/"
    s3_removed_object_notification        = true
    tags                                  = { a = "b" }
  }

  assert {
    condition     = jsondecode(output.settings_json).rules == "event['eventName'] == 'A'%event['eventName'] in ('B', 'C')" && jsondecode(output.settings_json).rules_separator == "%" && jsondecode(output.settings_json).events_to_track == "SendSSHPublicKey,DeleteConfigRule"
    error_message = "the settings change rules of the predecessor"
  }
  assert {
    condition     = aws_sns_topic.events_to_sns[0].name == "fivexl-cloudtrail-to-slack" && keys(aws_sns_topic_subscription.events_to_sns) == ["email1@example.com", "email2@example.com"]
    error_message = "the topic and its subscriptions differ from the predecessor's"
  }
}
