# The exact permissions of the function, each only if its feature is on.

mock_provider "aws" {
  source = "./tests/aws"
}

variables {
  cloudtrail_logs_s3_bucket_name = "my-trail"
}

run "grants_the_minimum_with_all_features_off" {
  variables {
    trigger                               = "s3"
    push_access_denied_cloudwatch_metrics = false
    default_sns_topic_arn                 = "arn:aws:sns:eu-west-1:123456789012:security"
  }

  assert {
    condition = { for s in jsondecode(aws_iam_role_policy.notifier[0].policy).Statement : s.Sid => { for k, v in s : k => v if !contains(["Sid", "Effect"], k) } } == {
      ReadLogFiles          = { Action = ["s3:GetObject"], Resource = ["arn:aws:s3:::my-trail/AWSLogs/*"] }
      DetectRemovedLogFiles = { Action = ["s3:ListBucket"], Resource = ["arn:aws:s3:::my-trail"] }
      StoreState = {
        Action   = ["dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
        Resource = ["arn:aws:dynamodb:eu-west-1:123456789012:table/cloudtrail-to-slack-state"]
      }
      PublishAlerts = { Action = ["sns:Publish"], Resource = ["arn:aws:sns:eu-west-1:123456789012:security"] }
      WriteLog = {
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/cloudtrail-to-slack:*"]
      }
    }
    error_message = "the policy differs from the expected permissions: ${aws_iam_role_policy.notifier[0].policy}"
  }
  assert {
    condition     = jsondecode(aws_iam_role.notifier[0].assume_role_policy).Statement == [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
    error_message = "other services than Lambda can assume the role"
  }
}

run "grants_exactly_the_permissions_of_all_features" {
  variables {
    cloudtrail_logs_kms_key_id    = "alias/trail"
    s3_notification_filter_prefix = "AWSLogs/o-a1b2c3d4e5/"
    slack_bot_token               = "xoxb-secret"
    default_slack_channel_id      = "C0123456789"
    aws_sns_topic_subscriptions   = { "security@example.com" = "email" }
    sns_configuration = [
      { accounts = ["111111111111"], sns_topic_arn = "arn:aws:sns:eu-west-1:111111111111:one" },
      { accounts = ["222222222222"], sns_topic_arn = "arn:aws:sns:eu-west-1:222222222222:two" },
      { accounts = ["333333333333"], sns_topic_arn = "arn:aws:sns:eu-west-1:222222222222:two" },
    ]
    dead_letter_target_arn = "arn:aws:sns:eu-west-1:123456789012:failed"
    kms_key_arn            = "arn:aws:kms:eu-west-1:123456789012:key/bbbbbbbb-2222-3333-4444-555555555555"
    secrets_kms_key_arn    = "arn:aws:kms:eu-west-1:123456789012:key/aaaaaaaa-2222-3333-4444-555555555555"
    alarm_actions          = ["arn:aws:sns:eu-west-1:123456789012:operations"]
    create_dashboard       = true
  }

  assert {
    condition = { for s in jsondecode(aws_iam_role_policy.notifier[0].policy).Statement : s.Sid => { for k, v in s : k => v if !contains(["Sid", "Effect"], k) } if !contains(["DetectRemovedLogFiles", "StoreState", "WriteLog"], s.Sid) } == {
      ReadLogFiles = { Action = ["s3:GetObject"], Resource = ["arn:aws:s3:::my-trail/AWSLogs/o-a1b2c3d4e5/*"] }
      DecryptLogFiles = {
        Action    = ["kms:Decrypt"]
        Resource  = ["arn:aws:kms:eu-west-1:123456789012:key/*"]
        Condition = { StringEquals = { "kms:ViaService" = ["s3.eu-west-1.amazonaws.com"] }, "ForAnyValue:StringEquals" = { "kms:ResourceAliases" = ["alias/trail"] } }
      }
      ReceiveNotifications = {
        Action   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
        Resource = ["arn:aws:sqs:eu-west-1:123456789012:cloudtrail-to-slack-log-files"]
      }
      DelayRetries = {
        Action   = ["sqs:ChangeMessageVisibility"]
        Resource = ["arn:aws:sqs:eu-west-1:123456789012:cloudtrail-to-slack-log-files"]
      }
      ReadParameters = {
        Action   = ["ssm:GetParameter"]
        Resource = ["arn:aws:ssm:eu-west-1:123456789012:parameter/cloudtrail-to-slack/slack-bot-token"]
      }
      DecryptSecrets = {
        Action    = ["kms:Decrypt"]
        Resource  = ["arn:aws:kms:eu-west-1:123456789012:key/aaaaaaaa-2222-3333-4444-555555555555"]
        Condition = { StringEquals = { "kms:ViaService" = ["ssm.eu-west-1.amazonaws.com"] } }
      }
      PublishAlerts = {
        Action = ["sns:Publish"]
        Resource = [
          "arn:aws:sns:eu-west-1:123456789012:cloudtrail-to-slack",
          "arn:aws:sns:eu-west-1:111111111111:one",
          "arn:aws:sns:eu-west-1:222222222222:two",
        ]
      }
      PushMetrics = {
        Action    = ["cloudwatch:PutMetricData"]
        Resource  = ["*"]
        Condition = { StringEquals = { "cloudwatch:namespace" = "CloudTrailToSlack/AccessDeniedEvents" } }
      }
      SendFailedInvocations = { Action = ["sns:Publish"], Resource = ["arn:aws:sns:eu-west-1:123456789012:failed"] }
      UseKey = {
        Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"]
        Resource  = ["arn:aws:kms:eu-west-1:123456789012:key/bbbbbbbb-2222-3333-4444-555555555555"]
        Condition = { StringEquals = { "kms:ViaService" = ["dynamodb.eu-west-1.amazonaws.com", "sns.eu-west-1.amazonaws.com", "sqs.eu-west-1.amazonaws.com"] } }
      }
    }
    error_message = "the policy differs from the expected permissions: ${aws_iam_role_policy.notifier[0].policy}"
  }
  assert {
    condition = alltrue([
      for s in jsondecode(aws_iam_role_policy.notifier[0].policy).Statement :
      alltrue([for action in s.Action : !strcontains(action, "*")]) && (s.Sid == "PushMetrics" || alltrue([for resource in s.Resource : startswith(resource, "arn:aws:")]))
    ])
    error_message = "an action or a resource is a wildcard"
  }
}

run "uses_a_new_key_before_the_queues_have_it" {
  variables {
    default_sns_topic_arn = "arn:aws:sns:eu-west-1:123456789012:security"
    kms_key_arn           = "arn:aws:kms:eu-west-1:123456789012:key/bbbbbbbb-2222-3333-4444-555555555555"
  }
  assert {
    condition = jsondecode(aws_iam_role_policy.key[0].policy).Statement == [
      for s in jsondecode(aws_iam_role_policy.notifier[0].policy).Statement : s if s.Sid == "UseKey" || s.Sid == "WriteLog"
    ]
    error_message = "the early permissions differ from those of the role: ${aws_iam_role_policy.key[0].policy}"
  }
}

run "has_no_early_permission_without_a_key" {
  variables {
    default_sns_topic_arn = "arn:aws:sns:eu-west-1:123456789012:security"
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.key[0].policy).Statement[*].Sid == ["WriteLog"]
    error_message = "the early permissions have more than the log: ${aws_iam_role_policy.key[0].policy}"
  }
}

run "decrypts_log_files_with_the_key_of_an_id" {
  variables {
    default_sns_topic_arn      = "arn:aws:sns:eu-west-1:123456789012:security"
    cloudtrail_logs_kms_key_id = "11111111-2222-3333-4444-555555555555"
  }
  assert {
    condition     = [for s in jsondecode(aws_iam_role_policy.notifier[0].policy).Statement : [s.Resource, s.Condition] if s.Sid == "DecryptLogFiles"] == [[["arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"], { StringEquals = { "kms:ViaService" = ["s3.eu-west-1.amazonaws.com"] } }]]
    error_message = "the role cannot use the key, or can use more: ${aws_iam_role_policy.notifier[0].policy}"
  }
}

run "decrypts_log_files_with_the_key_of_another_account_and_region" {
  variables {
    default_sns_topic_arn      = "arn:aws:sns:eu-west-1:123456789012:security"
    cloudtrail_logs_kms_key_id = "arn:aws:kms:us-east-1:111111111111:key/mrk-1234abcd12ab34cd56ef1234567890ab"
  }
  assert {
    # The key is in the region of the bucket: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html
    condition     = [for s in jsondecode(aws_iam_role_policy.notifier[0].policy).Statement : [s.Resource, s.Condition] if s.Sid == "DecryptLogFiles"] == [[["arn:aws:kms:us-east-1:111111111111:key/mrk-1234abcd12ab34cd56ef1234567890ab"], { StringEquals = { "kms:ViaService" = ["s3.us-east-1.amazonaws.com"] } }]]
    error_message = "the role cannot use the key, or can use more: ${aws_iam_role_policy.notifier[0].policy}"
  }
}

run "decrypts_log_files_with_an_alias_of_another_account" {
  variables {
    default_sns_topic_arn      = "arn:aws:sns:eu-west-1:123456789012:security"
    cloudtrail_logs_kms_key_id = "arn:aws:kms:eu-west-1:111111111111:alias/security/trail"
  }
  assert {
    condition     = [for s in jsondecode(aws_iam_role_policy.notifier[0].policy).Statement : [s.Resource, s.Condition] if s.Sid == "DecryptLogFiles"] == [[["arn:aws:kms:eu-west-1:111111111111:key/*"], { StringEquals = { "kms:ViaService" = ["s3.eu-west-1.amazonaws.com"] }, "ForAnyValue:StringEquals" = { "kms:ResourceAliases" = ["alias/security/trail"] } }]]
    error_message = "the role cannot use the key, or can use more: ${aws_iam_role_policy.notifier[0].policy}"
  }
}

run "sends_failed_invocations_to_a_queue" {
  command = plan

  variables {
    default_sns_topic_arn  = "arn:aws:sns:eu-west-1:123456789012:security"
    dead_letter_target_arn = "arn:aws:sqs:eu-west-1:123456789012:failed"
  }
  assert {
    condition     = local.permissions.SendFailedInvocations.actions[0] == "sqs:SendMessage" && local.permissions.SendFailedInvocations.granted
    error_message = "the role lacks sqs:SendMessage for the queue"
  }
}

run "verifies_with_few_more_permissions" {
  variables {
    trigger               = "s3"
    verify_log_files      = true
    default_sns_topic_arn = "arn:aws:sns:eu-west-1:123456789012:security"
  }

  assert {
    condition = { for s in jsondecode(aws_iam_role_policy.notifier[0].policy).Statement : s.Sid => [s.Action, s.Resource] if !contains(["DetectRemovedLogFiles", "PublishAlerts", "PushMetrics", "StoreState", "WriteLog"], s.Sid) } == {
      ReadLogFiles         = [["s3:GetObject"], ["arn:aws:s3:::my-trail/AWSLogs/*"]]
      ReceiveNotifications = [["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"], ["arn:aws:sqs:eu-west-1:123456789012:cloudtrail-to-slack-log-files"]]
      DelayRetries         = [["sqs:ChangeMessageVisibility"], ["arn:aws:sqs:eu-west-1:123456789012:cloudtrail-to-slack-log-files"]]
      QueueUnreadLogFiles  = [["sqs:SendMessage"], ["arn:aws:sqs:eu-west-1:123456789012:cloudtrail-to-slack-log-files"]]
      WriteReadingMarks    = [["dynamodb:BatchWriteItem"], ["arn:aws:dynamodb:eu-west-1:123456789012:table/cloudtrail-to-slack-state"]]
      ReadPublicKeys       = [["cloudtrail:ListPublicKeys"], ["*"]]
    }
    error_message = "the permissions of verification differ: ${aws_iam_role_policy.notifier[0].policy}"
  }
}

run "verifies_with_the_same_permissions_where_a_queue_exists" {
  command = plan

  variables {
    verify_log_files      = true
    default_sns_topic_arn = "arn:aws:sns:eu-west-1:123456789012:security"
  }
  assert {
    condition     = local.permissions.QueueUnreadLogFiles.granted && local.permissions.ReadPublicKeys.granted && local.permissions.WriteReadingMarks.granted
    error_message = "the role lacks the permissions of verification"
  }
}

run "names_resources_in_the_partition_of_the_provider" {
  variables {
    cloudtrail_logs_kms_key_id  = "alias/trail"
    slack_bot_token             = "xoxb-secret"
    default_slack_channel_id    = "C0123456789"
    aws_sns_topic_subscriptions = { "security@example.com" = "email" }
    destinations                = { lake = { type = "firehose", delivery_stream_name = "alerts" } }
    verify_log_files            = true
  }
  override_data {
    target = data.aws_partition.current
    values = { partition = "aws-cn", dns_suffix = "amazonaws.com.cn" }
  }
  override_data {
    target = data.aws_region.current
    values = { region = "cn-north-1" }
  }
  assert {
    condition = { for s in jsondecode(aws_iam_role_policy.notifier[0].policy).Statement : s.Sid => s.Resource[0] if contains(["DecryptLogFiles", "DeliverAlertsToStreams", "PublishAlerts", "ReadLogFiles", "ReadParameters"], s.Sid) } == {
      DecryptLogFiles        = "arn:aws-cn:kms:cn-north-1:123456789012:key/*"
      DeliverAlertsToStreams = "arn:aws-cn:firehose:cn-north-1:123456789012:deliverystream/alerts"
      PublishAlerts          = "arn:aws-cn:sns:cn-north-1:123456789012:cloudtrail-to-slack"
      ReadLogFiles           = "arn:aws-cn:s3:::my-trail/AWSLogs/*"
      ReadParameters         = "arn:aws-cn:ssm:cn-north-1:123456789012:parameter/cloudtrail-to-slack/slack-bot-token"
    }
    error_message = "a resource is in another partition: ${aws_iam_role_policy.notifier[0].policy}"
  }
  assert {
    condition     = one([for s in jsondecode(aws_iam_role_policy.notifier[0].policy).Statement : s.Condition.StringEquals if s.Sid == "DecryptLogFiles"]) == { "kms:ViaService" = ["s3.cn-north-1.amazonaws.com.cn"] } && jsondecode(output.settings_json).recovery_queue_url == "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/cloudtrail-to-slack-log-files"
    error_message = "a service has the name of another partition"
  }
}

run "rejects_more_webhooks_than_fit_in_the_policy" {
  command = plan # knows the ARNs of the runs above

  variables {
    default_slack_hook_url = "https://hooks.slack.com/services/default"
    configuration          = [for i in range(120) : { accounts = [format("%012d", i)], slack_hook_url = "https://hooks.slack.com/services/${i}" }]
  }
  expect_failures = [aws_iam_role_policy.notifier]
}
