# Events of other accounts and regions: the central bus and the relays that forward to it.

mock_provider "aws" {
  source = "./tests/aws"
}

run "organization_bus" {
  module {
    source = "./modules/central-bus"
  }
  variables {
    organization_id = "o-a1b2c3d4e5"
  }
  assert {
    condition = jsondecode(aws_cloudwatch_event_bus_policy.central.policy).Statement == [{
      Sid       = "EventsOfTheOrganization"
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "events:PutEvents"
      Resource  = "arn:aws:events:eu-west-1:123456789012:event-bus/cloudtrail"
      Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
    }]
    error_message = "principals outside the organization can put events on the bus"
  }
  assert {
    condition     = output.name == "cloudtrail" && output.arn == aws_cloudwatch_event_bus.central.arn && aws_cloudwatch_event_bus_policy.central.event_bus_name == "cloudtrail"
    error_message = "the outputs do not describe the bus"
  }
}

run "rejects_invalid_bus_arguments" {
  command = plan

  module {
    source = "./modules/central-bus"
  }
  variables {
    organization_id = "*"
    name            = "default"
  }
  expect_failures = [var.organization_id, var.name]
}

run "relay" {
  module {
    source = "./modules/eventbridge-relay"
  }
  variables {
    central_bus_arn = "arn:aws:events:eu-west-1:999999999999:event-bus/cloudtrail"
    regions         = ["us-east-1", "eu-west-1"]
  }
  assert {
    condition     = { for region, rule in aws_cloudwatch_event_rule.relay : region => rule.region } == { eu-west-1 = "eu-west-1", us-east-1 = "us-east-1" } && alltrue([for rule in aws_cloudwatch_event_rule.relay : rule.state == "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"])
    error_message = "a region is missing, or read-only calls are excluded"
  }
  assert {
    condition     = alltrue([for region, target in aws_cloudwatch_event_target.central_bus : target.arn == "arn:aws:events:eu-west-1:999999999999:event-bus/cloudtrail" && target.role_arn == aws_iam_role.relay.arn && target.region == region && one(target.dead_letter_config).arn == aws_sqs_queue.dead_letter[region].arn])
    error_message = "a rule does not forward to the bus, or has no dead-letter queue"
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.relay.policy).Statement == [{ Sid = "PutEventsOnTheCentralBus", Effect = "Allow", Action = "events:PutEvents", Resource = "arn:aws:events:eu-west-1:999999999999:event-bus/cloudtrail" }]
    error_message = "the role can do more than forward events"
  }
  assert {
    condition = jsondecode(aws_iam_role.relay.assume_role_policy).Statement[0].Principal == { Service = "events.amazonaws.com" } && jsondecode(aws_iam_role.relay.assume_role_policy).Statement[0].Condition == {
      ArnLike      = { "aws:SourceArn" = "arn:aws:events:*:123456789012:rule/cloudtrail-relay" }
      StringEquals = { "aws:SourceAccount" = "123456789012" }
    }
    error_message = "other rules can assume the role"
  }
  assert {
    condition     = alltrue([for queue in aws_sqs_queue.dead_letter : queue.sqs_managed_sse_enabled]) && alltrue([for policy in aws_sqs_queue_policy.dead_letter : jsondecode(policy.policy).Statement[0].Condition == { ArnEquals = { "aws:SourceArn" = "arn:aws:events:eu-west-1:123456789012:rule/cloudtrail-to-slack" } }])
    error_message = "a queue is not encrypted, or accepts messages from other senders than its rule"
  }
}

run "relay_in_every_region" {
  command = plan

  module {
    source = "./modules/eventbridge-relay"
  }
  variables {
    name            = join("", [for i in range(64) : "n"])
    central_bus_arn = "arn:aws:events:eu-west-1:999999999999:event-bus/cloudtrail"
    regions         = [for region in setproduct(["af", "ap", "eu", "us"], ["central", "northeast", "southeast"], ["1", "2", "3"]) : join("-", region)]
  }
  assert {
    # "Cannot exceed quota for ACLSizePerRole: 2048".
    condition     = length(aws_iam_role.relay.assume_role_policy) <= 2048
    error_message = "IAM refuses the trust policy"
  }
}

run "relay_in_one_region" {
  command = plan

  module {
    source = "./modules/eventbridge-relay"
  }
  variables {
    central_bus_arn   = "arn:aws:events:eu-west-1:999999999999:event-bus/cloudtrail"
    regions           = ["eu-west-1"]
    event_pattern     = "{\"source\":[\"aws.iam\"]}"
    include_read_only = false
  }
  assert {
    condition     = keys(aws_cloudwatch_event_rule.relay) == ["eu-west-1"] && aws_cloudwatch_event_rule.relay["eu-west-1"].event_pattern == "{\"source\":[\"aws.iam\"]}" && aws_cloudwatch_event_rule.relay["eu-west-1"].state == "ENABLED"
    error_message = "the relay forwards other events"
  }
}

run "rejects_invalid_relay_arguments" {
  command = plan

  module {
    source = "./modules/eventbridge-relay"
  }
  variables {
    central_bus_arn = "cloudtrail"
    regions         = ["Ireland"]
    event_pattern   = "everything"
    name            = "my relay"
  }
  expect_failures = [var.central_bus_arn, var.regions, var.event_pattern, var.name]
}

# Both modules need the same default: the central bus never receives what a relay excludes.
run "default_pattern_of_the_module" {
  command = plan

  variables {
    trigger               = "eventbridge"
    default_sns_topic_arn = "arn:aws:sns:eu-west-1:123456789012:security"
  }
}

run "default_pattern_of_the_relay" {
  command = plan

  module {
    source = "./modules/eventbridge-relay"
  }
  variables {
    central_bus_arn = "arn:aws:events:eu-west-1:999999999999:event-bus/cloudtrail"
    regions         = ["eu-west-1"]
  }
  assert {
    condition     = aws_cloudwatch_event_rule.relay["eu-west-1"].event_pattern == run.default_pattern_of_the_module.event_pattern
    error_message = "the relay and the main module have different patterns"
  }
}
