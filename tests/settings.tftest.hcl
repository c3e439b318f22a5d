# The settings: the variables with their names, in the environment or, if they do not fit, in the state table.

mock_provider "aws" {
  source = "./tests/aws"
}

variables {
  cloudtrail_logs_s3_bucket_name = "my-trail"
  default_sns_topic_arn          = "arn:aws:sns:eu-west-1:123456789012:security"
}

run "has_the_same_keys_as_the_function" {
  command = plan

  assert {
    # lambda/src/setup/settings.ts has the same names, one per line of its schema.
    condition = toset(keys(jsondecode(output.settings_json))) == toset(flatten(regexall(
      "\n  ([a-z0-9_]+): ", regex("(?s)const schema = v.object\\((.*?\n)\\}\\);", file("lambda/src/setup/settings.ts"))[0]
    )))
    error_message = "Terraform and lambda/src/setup/settings.ts disagree about: ${join(", ", setsubtract(keys(jsondecode(output.settings_json)), flatten(regexall("\n  ([a-z0-9_]+): ", file("lambda/src/setup/settings.ts")))))}"
  }
}

run "passes_every_variable" {
  command = plan

  variables {
    function_name = "watcher"
    log_level     = "debug"
    rules = [
      "eventName == 'A'",
      { name = "b", expression = "eventName == 'B'", severity = "high", description = "B happened.", runbook_url = "https://example.com/b" },
      { expression = "eventName == 'C'", severity = null },
    ]
    ignore_rules                          = ["eventName == 'D'"]
    rules_separator                       = "%"
    events_to_track                       = ["StopLogging", "DeleteTrail"]
    use_default_rules                     = false
    rule_packs                            = ["cis", "console-actions"]
    disabled_rules                        = ["root-user-acted"]
    lists                                 = { admins = ["alice"] }
    predicates                            = { isAdmin = "userIdentity.userName in lists.admins" }
    account_names                         = { "012345678901" = "production" }
    console_actions                       = { excluded_users = ["bob"], excluded_scoped_actions_effect = "REPLACE" }
    access_denied_by_services             = true
    rule_evaluation_errors_to_slack       = false
    push_access_denied_cloudwatch_metrics = false
    s3_removed_object_notification        = false
    verify_log_files                      = true
    verify_ignored_accounts               = ["111111111111", "222222222222/eu-west-1"]
    dynamodb_table_name                   = "state"
    dynamodb_time_to_live                 = 60
    thread_replies_max                    = 0
    max_messages_per_invocation           = 1
  }

  assert {
    condition = jsondecode(output.settings_json) == {
      function_name = "watcher"
      log_level     = "DEBUG"
      rules = [
        "eventName == 'A'",
        { name = "b", expression = "eventName == 'B'", severity = "high", description = "B happened.", runbook_url = "https://example.com/b" },
        { expression = "eventName == 'C'", severity = null },
      ]
      ignore_rules      = ["eventName == 'D'"]
      rules_separator   = "%"
      events_to_track   = ["StopLogging", "DeleteTrail"]
      use_default_rules = false
      rule_packs        = ["cis", "console-actions"]
      disabled_rules    = ["root-user-acted"]
      lists             = { admins = ["alice"] }
      predicates        = { isAdmin = "userIdentity.userName in lists.admins" }
      account_names     = { "012345678901" = "production" }
      console_actions = {
        included_accounts              = []
        excluded_accounts              = []
        included_users                 = []
        excluded_users                 = ["bob"]
        excluded_scoped_actions        = []
        excluded_scoped_actions_effect = "REPLACE"
        include_cli_and_sdk            = false
        human_sessions                 = []
      }
      access_denied_by_services             = true
      rule_evaluation_errors_to_slack       = false
      push_access_denied_cloudwatch_metrics = false
      s3_removed_object_notification        = false
      verify_log_files                      = true
      verify_ignored_accounts               = ["111111111111", "222222222222/eu-west-1"]
      recovery_queue_url                    = "https://sqs.eu-west-1.amazonaws.com/123456789012/watcher-log-files"
      dynamodb_table_name                   = "state"
      dynamodb_time_to_live                 = 60
      thread_replies_max                    = 0
      max_messages_per_invocation           = 1
      slack_bot_token_reference             = null
      slack_mentions                        = {}
      access_portal_url                     = null
      slack_signing_secret_reference        = null
      default_slack_channel_id              = null
      slack_app_configuration               = []
      slack_api_url                         = null
      default_slack_hook_url_reference      = null
      configuration                         = []
      default_sns_topic_arn                 = "arn:aws:sns:eu-west-1:123456789012:security"
      sns_configuration                     = []
      destinations                          = {}
      routes                                = []
    }
    error_message = "the settings lack a variable: ${output.settings_json}"
  }
}

run "stores_small_settings_in_the_environment" {
  variables {
    rules = [for index in range(20) : { name = "rule-${index}", expression = "eventName == 'Event${index}'" }]
  }
  assert {
    condition     = one(aws_lambda_function.notifier.environment).variables == tomap({ SETTINGS = base64gzip(output.settings_json) })
    error_message = "the environment contains other values than the packed settings"
  }
  assert {
    # Whether they fit can be unknown during plan, so it cannot decide whether the item exists.
    condition     = jsondecode(aws_dynamodb_table_item.settings[0].item).settings.S == base64gzip(output.settings_json)
    error_message = "the table has no item with the settings"
  }
}

run "stores_a_thousand_rules_in_the_state_table" {
  variables {
    rules = [for index in range(1000) : { name = "rule-${index}", expression = "eventName == '${sha256(index)}' and userIdentity.type == 'IAMUser'" }]
  }
  assert {
    condition = one(aws_lambda_function.notifier.environment).variables == tomap({
      SETTINGS_TABLE = aws_dynamodb_table.state.name
      SETTINGS_KEY   = "settings#${terraform_data.settings_key[0].id}"
    })
    error_message = "the environment does not name the item"
  }
  assert {
    condition = jsondecode(aws_dynamodb_table_item.settings[0].item) == {
      id       = { S = one(aws_lambda_function.notifier.environment).variables.SETTINGS_KEY }
      settings = { S = base64gzip(output.settings_json) }
    }
    error_message = "the item does not contain the settings"
  }
  assert {
    condition     = aws_dynamodb_table_item.settings[0].table_name == aws_dynamodb_table.state.name && aws_dynamodb_table_item.settings[0].hash_key == "id" && length(aws_dynamodb_table_item.settings[0].item) < 400 * 1024
    error_message = "the item is in another table, or too large"
  }
}

run "stores_small_settings_in_the_table_on_request" {
  variables {
    settings_in_table = true
  }
  assert {
    condition     = length(aws_dynamodb_table_item.settings) == 1 && keys(one(aws_lambda_function.notifier.environment).variables) == tolist(["SETTINGS_KEY", "SETTINGS_TABLE"])
    error_message = "settings_in_table has no effect"
  }
}

run "writes_nothing_to_the_table_on_request" {
  variables {
    settings_in_table = false
  }
  assert {
    condition     = length(aws_dynamodb_table_item.settings) == 0 && keys(one(aws_lambda_function.notifier.environment).variables) == tolist(["SETTINGS"])
    error_message = "settings_in_table = false has no effect"
  }
}

run "rejects_large_settings_in_the_environment" {
  command = plan

  variables {
    settings_in_table = false
    rules             = [for index in range(1000) : "eventName == '${sha256(index)}'"]
  }
  expect_failures = [aws_lambda_function.notifier]
}
