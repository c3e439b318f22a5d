# Destinations: bot token, webhooks, topics, and their combinations.

mock_provider "aws" {
  source = "./tests/aws"
}

variables {
  cloudtrail_logs_s3_bucket_name = "my-trail"
}

run "slack_app" {
  variables {
    slack_bot_token          = "xoxb-secret"
    default_slack_channel_id = "C0123456789"
    slack_app_configuration  = [{ accounts = ["111111111111"], slack_channel_id = "C1111111111" }]
    slack_api_url            = "https://slack-gov.com/api/"
  }
  assert {
    condition     = jsondecode(output.settings_json).default_slack_channel_id == "C0123456789" && jsondecode(output.settings_json).slack_app_configuration == [{ accounts = ["111111111111"], slack_channel_id = "C1111111111" }] && jsondecode(output.settings_json).slack_api_url == "https://slack-gov.com/api/"
    error_message = "the settings lack the channels"
  }
  assert {
    condition     = jsondecode(output.settings_json).slack_bot_token_reference == "/cloudtrail-to-slack/slack-bot-token" && length(jsondecode(output.settings_json).configuration) == 0
    error_message = "the settings do not reference the token"
  }
}

run "webhooks" {
  variables {
    default_slack_hook_url = "https://hooks.slack.com/services/default"
    configuration = [
      { accounts = ["111111111111"], slack_hook_url = "https://hooks.slack.com/services/one" },
      { accounts = ["222222222222"], slack_hook_url_reference = "/security/two" },
    ]
  }
  assert {
    condition = (
      jsondecode(output.settings_json).default_slack_hook_url_reference == "/cloudtrail-to-slack/default-slack-hook-url" &&
      jsondecode(output.settings_json).configuration == [
        { accounts = ["111111111111"], slack_hook_url_reference = "/cloudtrail-to-slack/slack-hook-url-0" },
        { accounts = ["222222222222"], slack_hook_url_reference = "/security/two" },
      ]
    )
    error_message = "the settings do not reference the webhooks: ${output.settings_json}"
  }
}

run "prefers_the_bot_token_to_webhooks" {
  variables {
    slack_bot_token          = "xoxb-secret"
    default_slack_channel_id = "C0123456789"
    default_slack_hook_url   = "https://hooks.slack.com/services/default"
    configuration            = [{ accounts = ["111111111111"], slack_hook_url = "https://hooks.slack.com/services/one" }]
  }
  assert {
    condition     = jsondecode(output.settings_json).default_slack_hook_url_reference == null && length(jsondecode(output.settings_json).configuration) == 0 && keys(aws_ssm_parameter.secret) == ["slack-bot-token"]
    error_message = "webhooks are used although there is a token"
  }
}

run "creates_a_topic_with_subscriptions" {
  variables {
    aws_sns_topic_subscriptions = { "security@example.com" = "email", "https://example.com/hook" = "https" }
  }
  assert {
    condition     = aws_sns_topic.events_to_sns[0].name == "cloudtrail-to-slack" && aws_sns_topic.events_to_sns[0].kms_master_key_id == "alias/aws/sns"
    error_message = "the topic is not named after the function, or not encrypted"
  }
  assert {
    condition     = aws_sns_topic_subscription.events_to_sns["security@example.com"].protocol == "email" && aws_sns_topic_subscription.events_to_sns["https://example.com/hook"].protocol == "https"
    error_message = "the map is not from endpoint to protocol"
  }
  assert {
    condition     = jsondecode(output.settings_json).default_sns_topic_arn == aws_sns_topic.events_to_sns[0].arn && output.sns_topic_arn == aws_sns_topic.events_to_sns[0].arn
    error_message = "the function does not publish to the new topic"
  }
}

run "publishes_to_existing_topics" {
  variables {
    default_sns_topic_arn = "arn:aws:sns:eu-west-1:123456789012:security"
    sns_configuration     = [{ accounts = ["111111111111"], sns_topic_arn = "arn:aws:sns:eu-west-1:111111111111:payments" }]
  }
  assert {
    condition     = length(aws_sns_topic.events_to_sns) == 0 && jsondecode(output.settings_json).default_sns_topic_arn == "arn:aws:sns:eu-west-1:123456789012:security" && jsondecode(output.settings_json).sns_configuration == [{ accounts = ["111111111111"], sns_topic_arn = "arn:aws:sns:eu-west-1:111111111111:payments" }]
    error_message = "the settings lack existing topics"
  }
  assert {
    condition     = length(aws_ssm_parameter.secret) == 0
    error_message = "a parameter exists although there is no secret"
  }
}

run "named_destinations_with_routes" {
  variables {
    slack_bot_token_reference = "/security/token"
    destinations = {
      oncall  = { type = "slack", channel_id = "C2222222222" }
      audit   = { type = "slack_webhook", url_reference = "/security/audit" }
      email   = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:mail" }
      teams   = { type = "teams", url_reference = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:teams-AbCdEf#url" }
      pager   = { type = "pagerduty", routing_key_reference = "/security/pager", service_region = "eu" }
      tickets = { type = "webhook", url_reference = "tickets-url", secret_reference = "tickets-key" }
      lake    = { type = "firehose", delivery_stream_name = "alerts" }
      other   = { type = "firehose", delivery_stream_arn = "arn:aws:firehose:eu-west-1:111111111111:deliverystream/alerts" }
      bus     = { type = "event_bus", event_bus_arn = "arn:aws:events:eu-west-1:123456789012:event-bus/security" }
    }
    routes = [
      { severities = ["high", "critical"], destinations = ["oncall", "email"] },
      { accounts = ["111111111111"], rules = ["root-*"], packs = ["core"], destinations = ["audit"] },
    ]
  }
  assert {
    condition     = { for name, d in jsondecode(output.settings_json).destinations : name => { for k, v in d : k => v if v != null } }.tickets == { type = "webhook", url_reference = "tickets-url", secret_reference = "tickets-key" } && length(jsondecode(output.settings_json).destinations) == 9
    error_message = "the settings lack the destinations"
  }
  assert {
    condition     = [for route in jsondecode(output.settings_json).routes : { for k, v in route : k => v if v != null }] == [{ severities = ["high", "critical"], destinations = ["oncall", "email"] }, { accounts = ["111111111111"], rules = ["root-*"], packs = ["core"], destinations = ["audit"] }]
    error_message = "the settings lack the routes"
  }
  assert {
    condition = { for s in jsondecode(aws_iam_role_policy.notifier[0].policy).Statement : s.Sid => { (join(" ", s.Action)) = toset(s.Resource) } if contains(["ReadParameters", "ReadSecrets", "PublishAlerts", "DeliverAlertsToStreams", "PutAlertsOnBuses"], s.Sid) } == {
      ReadParameters = { "ssm:GetParameter" = toset([for name in ["security/token", "security/audit", "security/pager", "tickets-url", "tickets-key"] : "arn:aws:ssm:eu-west-1:123456789012:parameter/${name}"]) }
      ReadSecrets    = { "secretsmanager:GetSecretValue" = toset(["arn:aws:secretsmanager:eu-west-1:123456789012:secret:teams-AbCdEf"]) }
      PublishAlerts  = { "sns:Publish" = toset(["arn:aws:sns:eu-west-1:123456789012:mail"]) }
      DeliverAlertsToStreams = { "firehose:PutRecord" = toset([
        "arn:aws:firehose:eu-west-1:111111111111:deliverystream/alerts",
        "arn:aws:firehose:eu-west-1:123456789012:deliverystream/alerts",
      ]) }
      PutAlertsOnBuses = { "events:PutEvents" = toset(["arn:aws:events:eu-west-1:123456789012:event-bus/security"]) }
    }
    error_message = "the role does not grant access to exactly the destinations: ${aws_iam_role_policy.notifier[0].policy}"
  }
}

run "grants_only_the_teams_url" {
  command = plan

  variables {
    destinations = { only = { type = "teams", url_reference = "/security/teams" } }
  }
  assert {
    condition     = { for sid, permission in local.permissions : "${sid} ${join(" ", permission.actions)}" => join(",", permission.resources) if permission.granted && contains(["ReadParameters", "ReadSecrets", "PublishAlerts", "DeliverAlertsToStreams", "PutAlertsOnBuses"], sid) } == { "ReadParameters ssm:GetParameter" = "arn:aws:ssm:eu-west-1:123456789012:parameter/security/teams" }
    error_message = "the role does not grant access to exactly this destination"
  }
}

run "grants_only_the_pagerduty_key" {
  command = plan

  variables {
    destinations = { only = { type = "pagerduty", routing_key_reference = "/security/pager" } }
  }
  assert {
    condition     = { for sid, permission in local.permissions : "${sid} ${join(" ", permission.actions)}" => join(",", permission.resources) if permission.granted && contains(["ReadParameters", "ReadSecrets", "PublishAlerts", "DeliverAlertsToStreams", "PutAlertsOnBuses"], sid) } == { "ReadParameters ssm:GetParameter" = "arn:aws:ssm:eu-west-1:123456789012:parameter/security/pager" }
    error_message = "the role does not grant access to exactly this destination"
  }
}

run "grants_only_the_webhook_url" {
  command = plan

  variables {
    destinations = { only = { type = "webhook", url_reference = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:tickets-AbCdEf" } }
  }
  assert {
    condition     = { for sid, permission in local.permissions : "${sid} ${join(" ", permission.actions)}" => join(",", permission.resources) if permission.granted && contains(["ReadParameters", "ReadSecrets", "PublishAlerts", "DeliverAlertsToStreams", "PutAlertsOnBuses"], sid) } == { "ReadSecrets secretsmanager:GetSecretValue" = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:tickets-AbCdEf" }
    error_message = "the role does not grant access to exactly this destination"
  }
}

run "slack_webhook_alone" {
  command = plan

  variables {
    destinations = { only = { type = "slack_webhook", url_reference = "/security/hook" } }
  }
  assert {
    condition     = { for sid, permission in local.permissions : "${sid} ${join(" ", permission.actions)}" => join(",", permission.resources) if permission.granted && contains(["ReadParameters", "ReadSecrets", "PublishAlerts", "DeliverAlertsToStreams", "PutAlertsOnBuses"], sid) } == { "ReadParameters ssm:GetParameter" = "arn:aws:ssm:eu-west-1:123456789012:parameter/security/hook" }
    error_message = "the role does not grant access to exactly this destination"
  }
}

run "topic_alone" {
  command = plan

  variables {
    destinations = { only = { type = "sns", topic_arn = "arn:aws:sns:eu-west-1:123456789012:security" } }
  }
  assert {
    condition     = { for sid, permission in local.permissions : "${sid} ${join(" ", permission.actions)}" => join(",", permission.resources) if permission.granted && contains(["ReadParameters", "ReadSecrets", "PublishAlerts", "DeliverAlertsToStreams", "PutAlertsOnBuses"], sid) } == { "PublishAlerts sns:Publish" = "arn:aws:sns:eu-west-1:123456789012:security" }
    error_message = "the role does not grant access to exactly this destination"
  }
}

run "grants_only_the_firehose_stream" {
  command = plan

  variables {
    destinations = { only = { type = "firehose", delivery_stream_name = "alerts" } }
  }
  assert {
    condition     = { for sid, permission in local.permissions : "${sid} ${join(" ", permission.actions)}" => join(",", permission.resources) if permission.granted && contains(["ReadParameters", "ReadSecrets", "PublishAlerts", "DeliverAlertsToStreams", "PutAlertsOnBuses"], sid) } == { "DeliverAlertsToStreams firehose:PutRecord" = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/alerts" }
    error_message = "the role does not grant access to exactly this destination"
  }
}

run "grants_only_the_event_bus" {
  command = plan

  variables {
    destinations = { only = { type = "event_bus", event_bus_arn = "arn:aws:events:eu-west-1:123456789012:event-bus/security" } }
  }
  assert {
    condition     = { for sid, permission in local.permissions : "${sid} ${join(" ", permission.actions)}" => join(",", permission.resources) if permission.granted && contains(["ReadParameters", "ReadSecrets", "PublishAlerts", "DeliverAlertsToStreams", "PutAlertsOnBuses"], sid) } == { "PutAlertsOnBuses events:PutEvents" = "arn:aws:events:eu-west-1:123456789012:event-bus/security" }
    error_message = "the role does not grant access to exactly this destination"
  }
}
