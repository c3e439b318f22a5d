# How log files reach the function.

mock_provider "aws" {
  source = "./tests/aws"

  override_resource {
    target = aws_sqs_queue.dead_letter[0]
    values = {
      arn = "arn:aws:sqs:eu-west-1:123456789012:cloudtrail-to-slack-dead-letter"
      url = "https://sqs.eu-west-1.amazonaws.com/123456789012/cloudtrail-to-slack-dead-letter"
    }
  }

  override_resource {
    target = aws_sns_topic.fanout[0]
    values = { arn = "arn:aws:sns:eu-west-1:123456789012:cloudtrail-to-slack-log-files" }
  }
}

variables {
  cloudtrail_logs_s3_bucket_name = "my-trail"
  default_sns_topic_arn          = "arn:aws:sns:eu-west-1:123456789012:security"
}

run "queue" {
  variables {
    lambda_timeout_seconds        = 40
    max_receive_count             = 7
    batch_size                    = 3
    maximum_concurrency           = 9
    s3_notification_filter_prefix = "org/AWSLogs/"
  }
  assert {
    condition     = one(aws_s3_bucket_notification.bucket_notification[0].queue).queue_arn == aws_sqs_queue.log_files[0].arn && length(aws_s3_bucket_notification.bucket_notification[0].lambda_function) == 0
    error_message = "the bucket does not notify the queue"
  }
  assert {
    condition     = one(aws_s3_bucket_notification.bucket_notification[0].queue).filter_prefix == "org/AWSLogs/" && one(aws_s3_bucket_notification.bucket_notification[0].queue).filter_suffix == ".json.gz" && one(aws_s3_bucket_notification.bucket_notification[0].queue).events == toset(["s3:ObjectCreated:*", "s3:ObjectRemoved:*"])
    error_message = "the notification has other objects or events"
  }
  assert {
    condition     = aws_sqs_queue.log_files[0].visibility_timeout_seconds == 240 && jsondecode(aws_sqs_queue.log_files[0].redrive_policy) == { deadLetterTargetArn = aws_sqs_queue.dead_letter[0].arn, maxReceiveCount = 7 }
    error_message = "the visibility timeout is not six timeouts, or max_receive_count has no effect"
  }
  assert {
    condition     = aws_sqs_queue.log_files[0].sqs_managed_sse_enabled && aws_sqs_queue.dead_letter[0].sqs_managed_sse_enabled && aws_sqs_queue.dead_letter[0].message_retention_seconds > aws_sqs_queue.log_files[0].message_retention_seconds
    error_message = "the queues are not encrypted, or the retention of the dead-letter queue is too short"
  }
  assert {
    condition     = aws_sqs_queue_redrive_allow_policy.dead_letter[0].queue_url == aws_sqs_queue.dead_letter[0].url && jsondecode(aws_sqs_queue_redrive_allow_policy.dead_letter[0].redrive_allow_policy).sourceQueueArns == [aws_sqs_queue.log_files[0].arn]
    error_message = "other queues can use the dead-letter queue"
  }
  assert {
    condition = jsondecode(aws_sqs_queue_policy.log_files[0].policy).Statement == [{
      Sid       = "NotificationsOfTheBucket"
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.log_files[0].arn
      Condition = {
        ArnEquals    = { "aws:SourceArn" = "arn:aws:s3:::my-trail" }
        StringEquals = { "aws:SourceAccount" = "123456789012" }
      }
    }]
    error_message = "the queue accepts messages from other senders than the bucket in this account"
  }
  assert {
    condition     = aws_lambda_event_source_mapping.log_files[0].function_name == aws_lambda_alias.live.arn && aws_lambda_event_source_mapping.log_files[0].event_source_arn == aws_sqs_queue.log_files[0].arn && aws_lambda_event_source_mapping.log_files[0].function_response_types == toset(["ReportBatchItemFailures"])
    error_message = "the mapping does not invoke the alias, or one failure retries the whole batch"
  }
  assert {
    condition     = aws_lambda_event_source_mapping.log_files[0].batch_size == 3 && one(aws_lambda_event_source_mapping.log_files[0].scaling_config).maximum_concurrency == 9
    error_message = "batch size or concurrency differ from the arguments"
  }
}

run "direct" {
  variables {
    trigger                        = "s3"
    s3_removed_object_notification = false
    dead_letter_target_arn         = "arn:aws:sqs:eu-west-1:123456789012:failed"
  }
  assert {
    condition     = one(aws_s3_bucket_notification.bucket_notification[0].lambda_function).lambda_function_arn == aws_lambda_alias.live.arn && length(aws_s3_bucket_notification.bucket_notification[0].queue) == 0
    error_message = "the bucket does not notify the alias"
  }
  assert {
    condition     = one(aws_s3_bucket_notification.bucket_notification[0].lambda_function).events == toset(["s3:ObjectCreated:*"]) && one(aws_s3_bucket_notification.bucket_notification[0].lambda_function).filter_prefix == "AWSLogs/" && one(aws_s3_bucket_notification.bucket_notification[0].lambda_function).filter_suffix == ".json.gz"
    error_message = "the notification has other objects or events"
  }
  assert {
    condition     = aws_lambda_permission.bucket[0].qualifier == "live" && aws_lambda_permission.bucket[0].principal == "s3.amazonaws.com" && aws_lambda_permission.bucket[0].source_arn == "arn:aws:s3:::my-trail" && aws_lambda_permission.bucket[0].source_account == "123456789012"
    error_message = "other principals than the bucket in this account can invoke the function"
  }
  assert {
    condition     = one(aws_lambda_function.notifier.dead_letter_config).target_arn == "arn:aws:sqs:eu-west-1:123456789012:failed"
    error_message = "failed invocations do not go to the dead-letter target"
  }
  assert {
    condition     = aws_lambda_function_event_invoke_config.live[0].qualifier == "live" && aws_lambda_function_event_invoke_config.live[0].maximum_retry_attempts == 2 && aws_lambda_function_event_invoke_config.live[0].maximum_event_age_in_seconds == 21600
    error_message = "failed invocations are not retried"
  }
  assert {
    condition     = length(aws_sqs_queue.log_files) == 0 && length(aws_sqs_queue.dead_letter) == 0 && length(aws_lambda_event_source_mapping.log_files) == 0 && output.queue_arn == null && output.dead_letter_queue_arn == null
    error_message = "unneeded queues exist"
  }
}

run "fanout" {
  variables {
    trigger     = "sns"
    kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/bbbbbbbb-2222-3333-4444-555555555555"
  }
  assert {
    condition     = aws_sns_topic.fanout[0].kms_master_key_id == "arn:aws:kms:eu-west-1:123456789012:key/bbbbbbbb-2222-3333-4444-555555555555"
    error_message = "the topic is not encrypted with kms_key_arn"
  }
  assert {
    condition     = one(aws_s3_bucket_notification.bucket_notification[0].topic).topic_arn == aws_sns_topic.fanout[0].arn && one(aws_s3_bucket_notification.bucket_notification[0].topic).filter_prefix == "AWSLogs/" && one(aws_s3_bucket_notification.bucket_notification[0].topic).events == toset(["s3:ObjectCreated:*", "s3:ObjectRemoved:*"]) && length(aws_s3_bucket_notification.bucket_notification[0].queue) == 0
    error_message = "the bucket does not notify the topic"
  }
  assert {
    condition = jsondecode(aws_sns_topic_policy.fanout[0].policy).Statement == [{
      Sid       = "NotificationsOfTheBucket"
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.fanout[0].arn
      Condition = {
        ArnEquals    = { "aws:SourceArn" = "arn:aws:s3:::my-trail" }
        StringEquals = { "aws:SourceAccount" = "123456789012" }
      }
    }]
    error_message = "other principals than the bucket in this account can publish"
  }
  assert {
    condition     = aws_sns_topic_subscription.fanout[0].topic_arn == aws_sns_topic.fanout[0].arn && aws_sns_topic_subscription.fanout[0].endpoint == aws_sqs_queue.log_files[0].arn && aws_sns_topic_subscription.fanout[0].raw_message_delivery && aws_sns_topic_subscription.fanout[0].filter_policy == null
    error_message = "the queue is not subscribed to the topic"
  }
  assert {
    condition = jsondecode(aws_sqs_queue_policy.log_files[0].policy).Statement == [{
      Sid       = "MessagesOfTheTopic"
      Effect    = "Allow"
      Principal = { Service = "sns.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.log_files[0].arn
      Condition = { ArnEquals = { "aws:SourceArn" = aws_sns_topic.fanout[0].arn } }
    }]
    error_message = "the queue accepts messages from other senders than the topic"
  }
  assert {
    condition     = length(aws_lambda_event_source_mapping.log_files) == 1 && length(aws_lambda_function_event_invoke_config.live) == 0 && length(aws_cloudwatch_event_rule.events) == 0 && output.fanout_topic_arn == aws_sns_topic.fanout[0].arn
    error_message = "the queue does not invoke the function, or unneeded resources exist"
  }
}

run "fanout_with_a_name" {
  command = plan

  variables {
    trigger               = "sns"
    sns_fanout_topic_name = "cloudtrail-s3-notifications"
  }
  assert {
    condition     = aws_sns_topic.fanout[0].name == "cloudtrail-s3-notifications"
    error_message = "the topic has another name"
  }
}

run "fanout_with_an_existing_topic" {
  variables {
    trigger                       = "sns"
    sns_fanout_topic_arn          = "arn:aws:sns:eu-west-1:999999999999:log-archive"
    s3_notification_filter_prefix = "a b/AWSLogs/"
  }
  assert {
    condition     = length(aws_sns_topic.fanout) == 0 && length(aws_sns_topic_policy.fanout) == 0 && length(aws_s3_bucket_notification.bucket_notification) == 0
    error_message = "a bucket notification or a topic exists"
  }
  assert {
    condition = aws_sns_topic_subscription.fanout[0].topic_arn == "arn:aws:sns:eu-west-1:999999999999:log-archive" && aws_sns_topic_subscription.fanout[0].filter_policy_scope == "MessageBody" && jsondecode(aws_sns_topic_subscription.fanout[0].filter_policy) == {
      "$or" = [
        { Records = { s3 = { bucket = { name = ["my-trail"] }, object = { key = [{ prefix = "a+b/AWSLogs/" }] } } } },
        { s3Bucket = ["my-trail"], s3ObjectKey = [{ prefix = "a b/AWSLogs/" }] },
      ]
    }
    error_message = "the queue receives objects that the function cannot read"
  }
  assert {
    condition     = jsondecode(aws_sqs_queue_policy.log_files[0].policy).Statement[0].Condition == { ArnEquals = { "aws:SourceArn" = "arn:aws:sns:eu-west-1:999999999999:log-archive" } } && output.fanout_topic_arn == "arn:aws:sns:eu-west-1:999999999999:log-archive"
    error_message = "the queue accepts messages from other senders than the topic"
  }
}

run "fanout_without_a_prefix" {
  command = plan

  variables {
    trigger                       = "sns"
    sns_fanout_topic_arn          = "arn:aws:sns:eu-west-1:999999999999:log-archive"
    s3_notification_filter_prefix = ""
  }
  assert {
    condition     = jsondecode(aws_sns_topic_subscription.fanout[0].filter_policy) == { "$or" = [{ Records = { s3 = { bucket = { name = ["my-trail"] } } } }, { s3Bucket = ["my-trail"] }] }
    error_message = "the filter has an empty prefix, which SNS rejects"
  }
}

run "bucket_events" {
  variables {
    trigger                       = "s3-eventbridge"
    s3_notification_filter_prefix = "a*b/AWSLogs/"
  }
  # An asterisk is more often a mistake than a part of a key, so it is a warning.
  expect_failures = [check.log_files]
  assert {
    condition     = aws_s3_bucket_notification.bucket_notification[0].eventbridge && length(aws_s3_bucket_notification.bucket_notification[0].queue) == 0
    error_message = "the bucket does not notify EventBridge"
  }
  assert {
    condition = jsondecode(aws_cloudwatch_event_rule.events[0].event_pattern) == {
      source      = ["aws.s3"]
      detail-type = ["Object Created", "Object Deleted"]
      detail = {
        bucket = { name = ["my-trail"] }
        object = { key = [{ wildcard = "a\\*b/AWSLogs/*.json.gz" }] }
      }
    }
    error_message = "the rule matches other objects or events: ${aws_cloudwatch_event_rule.events[0].event_pattern}"
  }
  assert {
    condition     = aws_cloudwatch_event_rule.events[0].event_bus_name == "default" && aws_cloudwatch_event_rule.events[0].state == "ENABLED" && aws_cloudwatch_event_target.queue[0].arn == aws_sqs_queue.log_files[0].arn && one(aws_cloudwatch_event_target.queue[0].dead_letter_config).arn == aws_sqs_queue.dead_letter[0].arn
    error_message = "the rule does not send to the queue, or has no dead-letter queue"
  }
  assert {
    condition = [for policy in [aws_sqs_queue_policy.log_files[0], aws_sqs_queue_policy.dead_letter[0]] : jsondecode(policy.policy).Statement] == [
      for queue in [aws_sqs_queue.log_files[0], aws_sqs_queue.dead_letter[0]] : [{
        Sid       = "EventsOfTheRule"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = queue.arn
        Condition = { ArnEquals = { "aws:SourceArn" = "arn:aws:events:eu-west-1:123456789012:rule/cloudtrail-to-slack" } }
      }]
    ]
    error_message = "a queue accepts messages from other senders than the rule"
  }
}

run "bucket_events_with_an_existing_notification" {
  command = plan

  variables {
    trigger                        = "s3-eventbridge"
    create_bucket_notification     = false
    s3_removed_object_notification = false
  }
  assert {
    condition     = length(aws_s3_bucket_notification.bucket_notification) == 0 && jsondecode(output.event_pattern).detail-type == ["Object Created"]
    error_message = "a bucket notification exists, or the pattern includes removals"
  }
}

run "bucket_notification_managed_elsewhere" {
  variables {
    create_bucket_notification = false
  }
  assert {
    condition     = length(aws_s3_bucket_notification.bucket_notification) == 0 && length(aws_sqs_queue_policy.log_files) == 1 && output.queue_arn != null
    error_message = "a bucket notification exists, or the queue does not accept one"
  }
}

run "no_customer_managed_key" {
  variables {
    kms_key_arn = ""
  }
  assert {
    # The provider rejects both arguments together, even if the key is an empty string.
    condition     = alltrue([for queue in [aws_sqs_queue.log_files[0], aws_sqs_queue.dead_letter[0]] : queue.sqs_managed_sse_enabled && queue.kms_master_key_id == null])
    error_message = "the queue has an empty string as its key"
  }
}

run "prefix_with_special_characters" {
  variables {
    s3_notification_filter_prefix = "a b=c/AWSLogs/"
  }
  assert {
    condition     = one(aws_s3_bucket_notification.bucket_notification[0].queue).filter_prefix == "a+b%3Dc/AWSLogs/"
    error_message = "S3 compares the encoded key with the filter"
  }
  assert {
    condition     = one([for s in jsondecode(aws_iam_role_policy.notifier[0].policy).Statement : s.Resource if s.Sid == "ReadLogFiles"]) == ["arn:aws:s3:::my-trail/a b=c/AWSLogs/*"]
    error_message = "IAM compares the key itself"
  }
}

run "prefix_with_special_characters_and_direct_invocation" {
  variables {
    trigger                       = "s3"
    s3_notification_filter_prefix = "a b=c/AWSLogs/"
  }
  assert {
    condition     = one(aws_s3_bucket_notification.bucket_notification[0].lambda_function).filter_prefix == "a+b%3Dc/AWSLogs/"
    error_message = "S3 compares the encoded key with the filter"
  }
}

run "prefix_with_special_characters_and_a_topic" {
  variables {
    trigger                       = "sns"
    s3_notification_filter_prefix = "a b=c/AWSLogs/"
  }
  assert {
    condition     = one(aws_s3_bucket_notification.bucket_notification[0].topic).filter_prefix == "a+b%3Dc/AWSLogs/"
    error_message = "S3 compares the encoded key with the filter"
  }
}

run "fanout_with_a_topic_in_another_region" {
  variables {
    trigger              = "sns"
    sns_fanout_topic_arn = "arn:aws:sns:us-east-1:123456789012:log-archive"
  }
  assert {
    condition     = aws_sns_topic_subscription.fanout[0].region == "us-east-1"
    error_message = "SNS refuses a subscription from another region than that of the topic"
  }
}

# https://docs.aws.amazon.com/sns/latest/dg/sns-cross-region-delivery.html
run "fanout_between_regions_that_are_enabled_by_default" {
  variables {
    trigger              = "sns"
    sns_fanout_topic_arn = "arn:aws:sns:us-east-1:123456789012:log-archive"
  }
  assert {
    condition     = jsondecode(aws_sqs_queue_policy.log_files[0].policy).Statement[0].Principal == { Service = "sns.amazonaws.com" }
    error_message = "Between these regions, SNS has one principal."
  }
}

run "fanout_from_an_opt_in_region" {
  variables {
    trigger              = "sns"
    sns_fanout_topic_arn = "arn:aws:sns:eu-south-1:123456789012:log-archive"
  }
  assert {
    condition     = jsondecode(aws_sqs_queue_policy.log_files[0].policy).Statement[0].Principal == { Service = ["sns.amazonaws.com", "sns.eu-south-1.amazonaws.com"] }
    error_message = "SNS sends with the principal of the topic's region."
  }
  assert {
    condition     = jsondecode(aws_sqs_queue_policy.log_files[0].policy).Statement[0].Condition == { ArnEquals = { "aws:SourceArn" = "arn:aws:sns:eu-south-1:123456789012:log-archive" } }
    error_message = "Only the topic may send."
  }
}

run "fanout_to_an_opt_in_region" {
  override_data {
    target = data.aws_region.current
    values = { region = "ap-east-1" }
  }
  variables {
    trigger              = "sns"
    sns_fanout_topic_arn = "arn:aws:sns:us-east-1:123456789012:log-archive"
  }
  assert {
    condition     = jsondecode(aws_sqs_queue_policy.log_files[0].policy).Statement[0].Principal == { Service = ["sns.amazonaws.com", "sns.ap-east-1.amazonaws.com"] }
    error_message = "SNS sends with the principal of the queue's region."
  }
}

run "fanout_between_opt_in_regions" {
  override_data {
    target = data.aws_region.current
    values = { region = "ap-east-1" }
  }
  variables {
    trigger              = "sns"
    sns_fanout_topic_arn = "arn:aws:sns:eu-south-1:123456789012:log-archive"
  }
  assert {
    condition     = jsondecode(aws_sqs_queue_policy.log_files[0].policy).Statement[0].Principal == { Service = ["sns.amazonaws.com", "sns.ap-east-1.amazonaws.com", "sns.eu-south-1.amazonaws.com"] }
    error_message = "SNS sends with the principal of one of the regions."
  }
}

run "fanout_within_an_opt_in_region" {
  override_data {
    target = data.aws_region.current
    values = { region = "ap-east-1" }
  }
  variables {
    trigger              = "sns"
    sns_fanout_topic_arn = "arn:aws:sns:ap-east-1:123456789012:log-archive"
  }
  assert {
    condition     = jsondecode(aws_sqs_queue_policy.log_files[0].policy).Statement[0].Principal == { Service = "sns.amazonaws.com" }
    error_message = "Within a region, SNS has one principal."
  }
}

run "customer_managed_key" {
  variables {
    kms_key_arn                 = "arn:aws:kms:eu-west-1:123456789012:key/bbbbbbbb-2222-3333-4444-555555555555"
    default_sns_topic_arn       = null
    aws_sns_topic_subscriptions = { "security@example.com" = "email" }
  }
  assert {
    condition = alltrue([
      for key in [aws_sqs_queue.log_files[0].kms_master_key_id, aws_sqs_queue.dead_letter[0].kms_master_key_id, aws_sns_topic.events_to_sns[0].kms_master_key_id, one(aws_dynamodb_table.state.server_side_encryption).kms_key_arn] :
      key == "arn:aws:kms:eu-west-1:123456789012:key/bbbbbbbb-2222-3333-4444-555555555555"
    ])
    error_message = "a resource is encrypted with another key"
  }
}

run "direct_with_verification" {
  variables {
    trigger          = "s3"
    verify_log_files = true
  }
  assert {
    condition     = aws_lambda_event_source_mapping.log_files[0].event_source_arn == aws_sqs_queue.log_files[0].arn && aws_lambda_event_source_mapping.log_files[0].function_name == aws_lambda_alias.live.arn && jsondecode(aws_sqs_queue.log_files[0].redrive_policy).deadLetterTargetArn == aws_sqs_queue.dead_letter[0].arn
    error_message = "what was never read has no queue, or the queue does not invoke the function"
  }
  assert {
    condition     = length(aws_sqs_queue_policy.log_files) == 0 && length(aws_s3_bucket_notification.bucket_notification[0].queue) == 0 && length(aws_s3_bucket_notification.bucket_notification[0].lambda_function) == 1
    error_message = "others than the function can send to its queue, or the bucket does not invoke the function"
  }
  assert {
    condition     = jsondecode(output.settings_json).recovery_queue_url == aws_sqs_queue.log_files[0].url && output.queue_url == aws_sqs_queue.log_files[0].url
    error_message = "the function does not know its queue"
  }
}
