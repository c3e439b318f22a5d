# The buttons under alerts: a second function behind a URL, only with a signing secret, with no more permissions than it needs.

mock_provider "aws" {
  source = "./tests/aws"
}

variables {
  cloudtrail_logs_s3_bucket_name = "my-trail"
  slack_bot_token                = "xoxb-secret"
  default_slack_channel_id       = "C0123456789"
}

run "switched_off" {
  command = plan

  assert {
    condition     = length(aws_lambda_function.slack) + length(aws_lambda_function_url.slack) + length(aws_lambda_permission.slack_url) + length(aws_lambda_permission.slack_invoke) + length(aws_iam_role.slack) + length(aws_iam_role_policy.slack) + length(aws_cloudwatch_log_group.slack) == 0
    error_message = "the endpoint exists without a signing secret"
  }
  assert {
    condition     = !contains(keys(aws_cloudwatch_event_rule.job), "mutes") && keys(aws_ssm_parameter.secret) == ["slack-bot-token"] && output.slack_request_url == null
    error_message = "the schedule, the parameter or the output exists without a signing secret"
  }
}

run "switched_on" {
  variables {
    slack_signing_secret = "8f742231b10e8888abcd99aaabbb85a5"
    mute_allowed_users   = ["U0123456789"]
    log_level            = "debug"
    tags                 = { team = "security" }
  }
  assert {
    condition = { for s in jsondecode(aws_iam_role_policy.slack["slack"].policy).Statement : s.Sid => { for k, v in s : k => v if !contains(["Sid", "Effect"], k) } } == {
      ReadSigningSecret = {
        Action   = ["ssm:GetParameter"]
        Resource = ["arn:aws:ssm:eu-west-1:123456789012:parameter/cloudtrail-to-slack/slack-signing-secret"]
      }
      StoreMutesAndAcknowledgements = {
        Action    = ["dynamodb:GetItem", "dynamodb:PutItem"]
        Resource  = ["arn:aws:dynamodb:eu-west-1:123456789012:table/cloudtrail-to-slack-state"]
        Condition = { "ForAllValues:StringLike" = { "dynamodb:LeadingKeys" = ["mutes", "alert#*"] } }
      }
      WriteLog = {
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${aws_cloudwatch_log_group.slack["slack"].arn}:*"]
      }
    }
    error_message = "the policy differs from the expected permissions: ${aws_iam_role_policy.slack["slack"].policy}"
  }
  assert {
    condition     = aws_lambda_function.slack["slack"].handler == "interactions.handler" && aws_lambda_function.slack["slack"].filename == aws_lambda_function.notifier.filename && aws_lambda_function.slack["slack"].runtime == aws_lambda_function.notifier.runtime && aws_lambda_function.slack["slack"].reserved_concurrent_executions == 5 && aws_lambda_function.slack["slack"].timeout <= 5
    error_message = "the function is another one"
  }
  assert {
    condition = jsondecode(one(aws_lambda_function.slack["slack"].environment).variables.INTERACTIONS) == {
      function_name                  = "cloudtrail-to-slack"
      log_level                      = "DEBUG"
      dynamodb_table_name            = "cloudtrail-to-slack-state"
      slack_signing_secret_reference = "/cloudtrail-to-slack/slack-signing-secret"
      mute_allowed_users             = ["U0123456789"]
    } && keys(one(aws_lambda_function.slack["slack"].environment).variables) == tolist(["INTERACTIONS"])
    error_message = "the environment of the function is another one"
  }
  assert {
    condition     = aws_lambda_function_url.slack["slack"].authorization_type == "NONE" && aws_lambda_permission.slack_url["slack"].action == "lambda:InvokeFunctionUrl" && aws_lambda_permission.slack_url["slack"].function_url_auth_type == "NONE" && aws_lambda_permission.slack_invoke["slack"].action == "lambda:InvokeFunction" && aws_lambda_permission.slack_invoke["slack"].invoked_via_function_url
    error_message = "the URL does not have both permissions, or they allow more than the URL"
  }
  assert {
    condition     = output.slack_request_url == aws_lambda_function_url.slack["slack"].function_url && aws_cloudwatch_log_group.slack["slack"].name == "/aws/lambda/cloudtrail-to-slack-slack" && aws_cloudwatch_log_group.slack["slack"].tags == tomap({ team = "security" })
    error_message = "the output or the log group is another one"
  }
  assert {
    condition     = aws_cloudwatch_event_rule.job["mutes"].schedule_expression == "rate(5 minutes)" && jsondecode(aws_cloudwatch_event_target.job["mutes"].input) == { cloudtrailToSlack = { job = "mutes" } }
    error_message = "no schedule reports mutes"
  }
  assert {
    condition     = nonsensitive(aws_ssm_parameter.secret["slack-signing-secret"].value) == "8f742231b10e8888abcd99aaabbb85a5" && !strcontains(output.settings_json, "8f742231b10e8888abcd99aaabbb85a5") && !strcontains(jsonencode(aws_lambda_function.slack["slack"].environment), "8f742231b10e8888abcd99aaabbb85a5")
    error_message = "the secret is not only in its parameter"
  }
  assert {
    condition     = !strcontains(aws_iam_role_policy.notifier[0].policy, "slack-signing-secret")
    error_message = "the function that sends alerts can read the signing secret"
  }
}

run "switched_on_with_a_secret_and_keys" {
  variables {
    slack_signing_secret_reference = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-AbCdEf#signing_secret"
    secrets_kms_key_arn            = "arn:aws:kms:eu-west-1:123456789012:key/aaaaaaaa-2222-3333-4444-555555555555"
    kms_key_arn                    = "arn:aws:kms:eu-west-1:123456789012:key/bbbbbbbb-2222-3333-4444-555555555555"
    slack_endpoint_concurrency     = -1
  }
  assert {
    condition = { for s in jsondecode(aws_iam_role_policy.slack["slack"].policy).Statement : s.Sid => { for k, v in s : k => v if !contains(["Sid", "Effect"], k) } if !contains(["StoreMutesAndAcknowledgements", "WriteLog"], s.Sid) } == {
      ReadSigningSecret = {
        Action   = ["secretsmanager:GetSecretValue"]
        Resource = ["arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-AbCdEf"]
      }
      DecryptSigningSecret = {
        Action    = ["kms:Decrypt"]
        Resource  = ["arn:aws:kms:eu-west-1:123456789012:key/aaaaaaaa-2222-3333-4444-555555555555"]
        Condition = { StringEquals = { "kms:ViaService" = ["secretsmanager.eu-west-1.amazonaws.com"] } }
      }
      UseKeyOfTable = {
        Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"]
        Resource  = ["arn:aws:kms:eu-west-1:123456789012:key/bbbbbbbb-2222-3333-4444-555555555555"]
        Condition = { StringEquals = { "kms:ViaService" = ["dynamodb.eu-west-1.amazonaws.com"] } }
      }
    }
    error_message = "the policy differs from the expected permissions: ${aws_iam_role_policy.slack["slack"].policy}"
  }
  assert {
    condition     = jsondecode(output.settings_json).slack_signing_secret_reference == "arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-AbCdEf#signing_secret" && keys(aws_ssm_parameter.secret) == ["slack-bot-token"]
    error_message = "the reference is not passed on"
  }
}

run "refuses_both_secrets" {
  command = plan
  variables {
    slack_signing_secret           = "0123456789abcdef0123456789abcdef"
    slack_signing_secret_reference = "/secret"
  }
  expect_failures = [aws_ssm_parameter.secret]
}

run "refuses_a_secret_as_a_reference" {
  command = plan
  variables {
    slack_signing_secret_reference = "8f742231b10e8888abcd99aaaabbb85a"
  }
  expect_failures = [aws_dynamodb_table.state]
}

run "refuses_buttons_without_a_bot_token" {
  command = plan
  variables {
    slack_bot_token                = null
    default_slack_channel_id       = null
    default_slack_hook_url         = "https://hooks.slack.com/services/x"
    slack_signing_secret_reference = "/secret"
  }
  expect_failures = [aws_dynamodb_table.state]
}

run "mentions_are_settings" {
  command = plan
  variables {
    slack_mentions = { critical = ["S0123456789", "channel"], high = ["U0123456789", "here"], medium = null }
  }
  assert {
    condition     = jsondecode(output.settings_json).slack_mentions == { critical = ["S0123456789", "channel"], high = ["U0123456789", "here"] }
    error_message = "the settings lack the mentions"
  }
}

run "refuses_more_mentions_than_a_message_has_room_for" {
  command = plan
  variables {
    slack_mentions = { critical = [for i in range(6) : format("U%010d", i)] }
  }
  expect_failures = [var.slack_mentions]
}

run "refuses_mentions_without_slack" {
  command = plan
  variables {
    slack_bot_token          = null
    default_slack_channel_id = null
    default_sns_topic_arn    = "arn:aws:sns:eu-west-1:123456789012:security"
    slack_mentions           = { critical = ["S0123456789"] }
  }
  expect_failures = [var.slack_mentions]
}

run "refuses_names_of_users" {
  command = plan
  variables {
    slack_signing_secret_reference = "/secret"
    mute_allowed_users             = ["@alice"]
  }
  expect_failures = [var.mute_allowed_users]
}

run "refuses_more_users_than_fit_in_the_environment" {
  command = plan
  variables {
    slack_signing_secret_reference = "/secret"
    mute_allowed_users             = [for i in range(201) : format("U%010d", i)]
  }
  expect_failures = [var.mute_allowed_users]
}

run "refuses_users_without_buttons" {
  command = plan
  variables {
    mute_allowed_users = ["U0123456789"]
  }
  expect_failures = [var.mute_allowed_users]
}

run "refuses_an_endpoint_without_a_secret" {
  command = plan
  variables {
    create_slack_endpoint = true
  }
  expect_failures = [var.create_slack_endpoint]
}

run "refuses_no_concurrency" {
  command = plan
  variables {
    slack_signing_secret_reference = "/secret"
    slack_endpoint_concurrency     = 0
  }
  expect_failures = [var.slack_endpoint_concurrency]
}
