# The central account: a bus for the events of the organization, and the function that reads it.

module "central_bus" {
  source          = "../../modules/central-bus"
  organization_id = var.organization_id
}

module "cloudtrail_to_slack" {
  source = "../.."

  trigger        = "eventbridge"
  event_bus_name = module.central_bus.name

  slack_bot_token          = var.slack_bot_token
  default_slack_channel_id = var.default_slack_channel_id

  use_default_rules = false
  events_to_track   = ["StopLogging", "DeleteTrail", "UpdateTrail", "CreateAccessKey", "ConsoleLogin"]
}

# The relays: one per account, including this one, for all of its regions. They forward exactly the events that the function reads.

module "relay_of_this_account" {
  source          = "../../modules/eventbridge-relay"
  central_bus_arn = module.central_bus.arn
  event_pattern   = module.cloudtrail_to_slack.event_pattern
  regions         = var.regions
}

module "relay_of_production" {
  source          = "../../modules/eventbridge-relay"
  central_bus_arn = module.central_bus.arn
  event_pattern   = module.cloudtrail_to_slack.event_pattern
  regions         = var.regions

  providers = {
    aws = aws.production
  }
}
