# Every way to set a secret, and that a secret appears only in its parameter.

mock_provider "aws" {
  source = "./tests/aws"
}

variables {
  cloudtrail_logs_s3_bucket_name = "my-trail"
}

run "stores_a_token_in_a_secure_parameter" {
  variables {
    slack_bot_token          = "xoxb-secret"
    default_slack_channel_id = "C0123456789"
  }
  assert {
    condition     = aws_ssm_parameter.secret["slack-bot-token"].name == "/cloudtrail-to-slack/slack-bot-token" && aws_ssm_parameter.secret["slack-bot-token"].type == "SecureString" && nonsensitive(aws_ssm_parameter.secret["slack-bot-token"].value) == "xoxb-secret"
    error_message = "the token is not in a SecureString parameter"
  }
  assert {
    condition     = !strcontains(output.settings_json, "xoxb-secret") && !strcontains(jsonencode(aws_lambda_function.notifier.environment), "xoxb-secret") && keys(one(aws_lambda_function.notifier.environment).variables) == tolist(["SETTINGS"])
    error_message = "the settings or the environment contain the token"
  }
  assert {
    condition     = [for s in jsondecode(aws_iam_role_policy.notifier[0].policy).Statement : s if s.Sid == "ReadParameters"] == [{ Sid = "ReadParameters", Effect = "Allow", Action = ["ssm:GetParameter"], Resource = ["arn:aws:ssm:eu-west-1:123456789012:parameter/cloudtrail-to-slack/slack-bot-token"] }]
    error_message = "the role does not grant access to exactly the token"
  }
}

run "stores_webhook_urls_in_secure_parameters" {
  variables {
    default_slack_hook_url = "https://hooks.slack.com/services/default"
    configuration = [
      { accounts = ["111111111111"], slack_hook_url = "https://hooks.slack.com/services/one" },
      { accounts = ["222222222222"], slack_hook_url_reference = "two" },
      { accounts = ["333333333333"], slack_hook_url = "https://hooks.slack.com/services/three" },
    ]
  }
  assert {
    condition = { for name, parameter in aws_ssm_parameter.secret : parameter.name => nonsensitive(parameter.value) } == {
      "/cloudtrail-to-slack/default-slack-hook-url" = "https://hooks.slack.com/services/default"
      "/cloudtrail-to-slack/slack-hook-url-0"       = "https://hooks.slack.com/services/one"
      "/cloudtrail-to-slack/slack-hook-url-2"       = "https://hooks.slack.com/services/three"
    }
    error_message = "the webhooks are not in separate parameters"
  }
  assert {
    condition     = !strcontains(output.settings_json, "hooks.slack.com")
    error_message = "the settings contain a webhook URL"
  }
  assert {
    condition = toset(one([for s in jsondecode(aws_iam_role_policy.notifier[0].policy).Statement : s.Resource if s.Sid == "ReadParameters"])) == toset([
      "arn:aws:ssm:eu-west-1:123456789012:parameter/cloudtrail-to-slack/default-slack-hook-url",
      "arn:aws:ssm:eu-west-1:123456789012:parameter/cloudtrail-to-slack/slack-hook-url-0",
      "arn:aws:ssm:eu-west-1:123456789012:parameter/two",
      "arn:aws:ssm:eu-west-1:123456789012:parameter/cloudtrail-to-slack/slack-hook-url-2",
    ])
    error_message = "the role does not grant access to exactly the webhooks"
  }
}

run "stores_a_token_of_a_function_whose_name_no_parameter_can_have" {
  variables {
    function_name            = "aws-trail-alerts"
    slack_bot_token          = "xoxb-secret"
    default_slack_channel_id = "C0123456789"
  }
  assert {
    # Parameter Store: "No access to reserved parameter name: aws-trail-alerts".
    condition     = aws_ssm_parameter.secret["slack-bot-token"].name == "/cloudtrail-to-slack/aws-trail-alerts/slack-bot-token" && jsondecode(output.settings_json).slack_bot_token_reference == aws_ssm_parameter.secret["slack-bot-token"].name
    error_message = "the name of the parameter begins with aws"
  }
}

run "references_a_parameter_by_name" {
  variables {
    slack_bot_token_reference = "/security/token"
    default_slack_channel_id  = "C0123456789"
  }
  assert {
    condition     = length(aws_ssm_parameter.secret) == 0 && jsondecode(output.settings_json).slack_bot_token_reference == "/security/token"
    error_message = "the settings lack the unchanged reference"
  }
  assert {
    condition     = one([for s in jsondecode(aws_iam_role_policy.notifier[0].policy).Statement : s.Resource if s.Sid == "ReadParameters"]) == ["arn:aws:ssm:eu-west-1:123456789012:parameter/security/token"]
    error_message = "the role does not grant access to exactly this parameter"
  }
}

run "references_a_parameter_by_arn" {
  variables {
    default_slack_hook_url_reference = "arn:aws:ssm:eu-west-1:123456789012:parameter/security/hook"
  }
  assert {
    condition     = one([for s in jsondecode(aws_iam_role_policy.notifier[0].policy).Statement : s.Resource if s.Sid == "ReadParameters"]) == ["arn:aws:ssm:eu-west-1:123456789012:parameter/security/hook"]
    error_message = "the role does not grant access to exactly this parameter"
  }
}

run "references_a_secret_with_a_json_key" {
  variables {
    slack_bot_token_reference = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-AbCdEf#bot_token"
    default_slack_channel_id  = "C0123456789"
    secrets_kms_key_arn       = "arn:aws:kms:eu-west-1:123456789012:key/aaaaaaaa-2222-3333-4444-555555555555"
  }
  assert {
    condition     = jsondecode(output.settings_json).slack_bot_token_reference == "arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-AbCdEf#bot_token"
    error_message = "the JSON key is lost"
  }
  assert {
    condition     = one([for s in jsondecode(aws_iam_role_policy.notifier[0].policy).Statement : s.Resource if s.Sid == "ReadSecrets"]) == ["arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-AbCdEf"]
    error_message = "the role does not grant access to exactly this secret"
  }
  assert {
    condition = [for s in jsondecode(aws_iam_role_policy.notifier[0].policy).Statement : s if s.Sid == "DecryptSecrets"] == [{
      Sid       = "DecryptSecrets"
      Effect    = "Allow"
      Action    = ["kms:Decrypt"]
      Resource  = ["arn:aws:kms:eu-west-1:123456789012:key/aaaaaaaa-2222-3333-4444-555555555555"]
      Condition = { StringEquals = { "kms:ViaService" = ["secretsmanager.eu-west-1.amazonaws.com"] } }
    }]
    error_message = "the key cannot be used, or can be used for more than this secret"
  }
}

run "encrypts_parameters_with_the_secrets_key" {
  variables {
    slack_bot_token          = "xoxb-secret"
    default_slack_channel_id = "C0123456789"
    secrets_kms_key_arn      = "arn:aws:kms:eu-west-1:123456789012:key/aaaaaaaa-2222-3333-4444-555555555555"
  }
  assert {
    condition     = aws_ssm_parameter.secret["slack-bot-token"].key_id == "arn:aws:kms:eu-west-1:123456789012:key/aaaaaaaa-2222-3333-4444-555555555555"
    error_message = "the parameter is encrypted with another key"
  }
  assert {
    condition     = one([for s in jsondecode(aws_iam_role_policy.notifier[0].policy).Statement : s.Condition if s.Sid == "DecryptSecrets"]).StringEquals["kms:ViaService"] == ["ssm.eu-west-1.amazonaws.com"]
    error_message = "the key can be used for more than parameters"
  }
}

run "accepts_sensitive_channel_ids" {
  variables {
    slack_bot_token          = sensitive("xoxb-secret")
    default_slack_channel_id = sensitive("C0123456789")
    slack_app_configuration  = [{ accounts = ["111111111111"], slack_channel_id = sensitive("C1111111111") }]
  }
  assert {
    condition     = jsondecode(output.settings_json).default_slack_channel_id == "C0123456789" && jsondecode(output.settings_json).slack_app_configuration[0].slack_channel_id == "C1111111111" && !strcontains(output.settings_json, "xoxb-secret")
    error_message = "sensitive channel IDs are rejected"
  }
}

run "accepts_sensitive_references" {
  variables {
    default_slack_hook_url_reference = sensitive("/security/hook")
    configuration = [
      { accounts = ["111111111111"], slack_hook_url = sensitive("https://hooks.slack.com/services/one") },
      { accounts = ["222222222222"], slack_hook_url_reference = sensitive("/security/two") },
    ]
  }
  assert {
    condition     = jsondecode(output.settings_json).configuration[*].slack_hook_url_reference == ["/cloudtrail-to-slack/slack-hook-url-0", "/security/two"] && jsondecode(output.settings_json).default_slack_hook_url_reference == "/security/hook"
    error_message = "sensitive references are rejected"
  }
}
