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
    error_message = "the notification is about other objects or events"
  }
  assert {
    condition     = aws_sqs_queue.log_files[0].visibility_timeout_seconds == 240 && jsondecode(aws_sqs_queue.log_files[0].redrive_policy) == { deadLetterTargetArn = aws_sqs_queue.dead_letter[0].arn, maxReceiveCount = 7 }
    error_message = "a notification is not hidden for six timeouts, or not given up after max_receive_count"
  }
  assert {
    condition     = aws_sqs_queue.log_files[0].sqs_managed_sse_enabled && aws_sqs_queue.dead_letter[0].sqs_managed_sse_enabled && aws_sqs_queue.dead_letter[0].message_retention_seconds > aws_sqs_queue.log_files[0].message_retention_seconds
    error_message = "the queues are not encrypted, or the dead-letter queue forgets before the other"
  }
  assert {
    condition     = aws_sqs_queue_redrive_allow_policy.dead_letter[0].queue_url == aws_sqs_queue.dead_letter[0].url && jsondecode(aws_sqs_queue_redrive_allow_policy.dead_letter[0].redrive_allow_policy).sourceQueueArns == [aws_sqs_queue.log_files[0].arn]
    error_message = "other queues may use the dead-letter queue"
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
    error_message = "the queue takes messages from others than the bucket in this account"
  }
  assert {
    condition     = aws_lambda_event_source_mapping.log_files[0].function_name == aws_lambda_alias.live.arn && aws_lambda_event_source_mapping.log_files[0].event_source_arn == aws_sqs_queue.log_files[0].arn && aws_lambda_event_source_mapping.log_files[0].function_response_types == toset(["ReportBatchItemFailures"])
    error_message = "the mapping does not end at the alias, or one failure would repeat a whole batch"
  }
  assert {
    condition     = aws_lambda_event_source_mapping.log_files[0].batch_size == 3 && one(aws_lambda_event_source_mapping.log_files[0].scaling_config).maximum_concurrency == 9
    error_message = "batch size or concurrency are not as asked for"
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
    error_message = "the notification is about other objects or events"
  }
  assert {
    condition     = aws_lambda_permission.bucket[0].qualifier == "live" && aws_lambda_permission.bucket[0].principal == "s3.amazonaws.com" && aws_lambda_permission.bucket[0].source_arn == "arn:aws:s3:::my-trail" && aws_lambda_permission.bucket[0].source_account == "123456789012"
    error_message = "others than the bucket in this account may invoke the function"
  }
  assert {
    condition     = one(aws_lambda_function.notifier.dead_letter_config).target_arn == "arn:aws:sqs:eu-west-1:123456789012:failed"
    error_message = "failed invocations are lost"
  }
  assert {
    condition     = length(aws_sqs_queue.log_files) == 0 && length(aws_sqs_queue.dead_letter) == 0 && length(aws_lambda_event_source_mapping.log_files) == 0 && output.queue_arn == null && output.dead_letter_queue_arn == null
    error_message = "there are queues that nobody needs"
  }
}

run "notification_of_somebody_else" {
  variables {
    create_bucket_notification = false
  }
  assert {
    condition     = length(aws_s3_bucket_notification.bucket_notification) == 0 && length(aws_sqs_queue_policy.log_files) == 1 && output.queue_arn != null
    error_message = "the bucket's notification is touched, or the queue is not ready for it"
  }
}

run "own_key" {
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
    error_message = "something is encrypted with another key"
  }
}
