# The complete form of the inputs that do not have an object type: what is not set is null or has its default. Terraform drops attributes
# that an object type does not have, so a misspelled condition of a route would match every alert. See docs/adr/0193.

locals {
  severities     = ["info", "low", "medium", "high", "critical"]
  severity_names = "info, low, medium, high or critical"
  days           = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

  account_id_remedy = "An account ID must be a string of 12 digits, such as \"012345678901\". Quote it to keep a leading zero."
}

# --- Rules ------------------------------------------------------------------------------------------------------------

locals {
  ignore_rule_attributes = ["name", "expression", "severity", "description", "runbook_url"]
  rule_attributes        = concat(local.ignore_rule_attributes, ["correlation", "generate"])
}

# --- Destinations and routes -----------------------------------------------------------------------------------------

locals {
  # The attributes of each type besides `type`, in the order of `destination_attributes`.
  destination_types = {
    slack         = ["channel_id"]
    slack_webhook = ["url_reference"]
    sns           = ["topic_arn"]
    teams         = ["url_reference"]
    pagerduty     = ["routing_key_reference", "routing_key_reference,service_region"]
    webhook       = ["url_reference", "url_reference,secret_reference"]
    firehose      = ["delivery_stream_name", "delivery_stream_arn"]
    event_bus     = ["event_bus_arn"]
  }
  machines               = ["pagerduty", "webhook", "firehose", "event_bus"]
  destination_attributes = ["type", "channel_id", "url_reference", "secret_reference", "routing_key_reference", "service_region", "topic_arn", "delivery_stream_name", "delivery_stream_arn", "event_bus_arn"]
  destination_formats = {
    channel_id          = { pattern = local.channel_id, meaning = "a channel ID (such as C0123456789, at the bottom of the channel's details), not a name" }
    service_region      = { pattern = "^(us|eu)$", meaning = "us or eu, where the PagerDuty account is" }
    topic_arn           = { pattern = local.topic_arn, meaning = "the ARN of an SNS topic that is not FIFO" }
    delivery_stream_arn = { pattern = "^arn:[^:]+:firehose:[^:]+:[0-9]{12}:deliverystream/.+$", meaning = "the ARN of a Firehose stream" }
    event_bus_arn       = { pattern = "^arn:[^:]+:events:[^:]+:[0-9]{12}:event-bus/.+$", meaning = "the ARN of an EventBridge bus" }
  }

  # merge, because a destination can be null.
  given_destinations = { for name, destination in var.destinations : name => merge({}, destination) }
  destinations = {
    for name, destination in local.given_destinations : name => { for attribute in local.destination_attributes : attribute => lookup(destination, attribute, null) }
  }

  # Separate lists: the values are often known only after apply, the names of the attributes never.
  wrong_destinations = flatten([
    for name, destination in local.given_destinations : concat(
      contains(keys(local.destination_types), lookup(destination, "type", "none")) ? [] : ["destinations.${name}: type ${try("is \"${destination.type}\"", "is missing")}. It must be ${join(", ", keys(local.destination_types))}."],
      [for attribute in setsubtract(keys(destination), local.destination_attributes) : "destinations.${name} has the unknown attribute ${attribute}. Correct its name, or remove it. Attributes: ${join(", ", local.destination_attributes)}."],
    )
  ])
  wrong_destination_values = flatten([
    for name, destination in local.given_destinations : concat(
      [
        for accepted in [lookup(local.destination_types, lookup(destination, "type", "none"), null)] : "destinations.${name}: type ${destination.type} needs ${replace(join(" or ", accepted), ",", " and ")}, and no other attribute."
        if accepted == null ? false : !contains(accepted, join(",", [for attribute in local.destination_attributes : attribute if attribute != "type" && lookup(destination, attribute, null) != null]))
      ],
      [
        for attribute, format in local.destination_formats : "destinations.${name}.${attribute} must be ${format.meaning}."
        if lookup(destination, attribute, null) != null && !can(regex(format.pattern, destination[attribute]))
      ],
    )
  ])

  route_attributes = ["destinations", "accounts", "rules", "severities", "packs", "digest", "digest_at", "digest_zone", "digest_day"]

  # Each attribute on its own, so that one value known only after apply does not make the others unknown.
  routes = [
    for route in var.routes : {
      destinations = try(route.destinations, null)
      accounts     = try([for account in route.accounts : tostring(account)], null)
      rules        = try(route.rules, null)
      severities   = try(route.severities, null)
      packs        = try(route.packs, null)
      digest       = try(route.digest, null)
      digest_at    = try(route.digest_at, null)
      digest_zone  = try(route.digest_zone, null)
      digest_day   = try(route.digest_day, null)
    }
  ]
}

# --- The pack console-actions ----------------------------------------------------------------------------------------

locals {
  console_action_lists = ["included_accounts", "excluded_accounts", "included_users", "excluded_users", "excluded_scoped_actions", "human_sessions"]
  console_action_defaults = merge({ for name in local.console_action_lists : name => [] }, {
    excluded_scoped_actions_effect = "APPEND"
    include_cli_and_sdk            = false
  })

  console_actions = var.console_actions == null ? null : merge(
    { for name in local.console_action_lists : name => try([for item in var.console_actions[name] : tostring(item)], []) },
    {
      excluded_scoped_actions_effect = try(coalesce(var.console_actions.excluded_scoped_actions_effect), "APPEND")
      include_cli_and_sdk            = try(coalesce(tobool(var.console_actions.include_cli_and_sdk)), false)
    },
  )
}
