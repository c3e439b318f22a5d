# What is probably a mistake, but can be meant: Terraform prints a warning and continues. What cannot work is a validation of its
# variable. A condition on values that are often known only after apply does not belong here: Terraform would warn that it is unknown.

locals {
  # Names that an alert can have, for `rules` of routes. Rules without a name are called "rule 1" and so on.
  rule_names = concat(
    [for name in flatten([for pack in local.packs_on : lookup(local.pack_rules, pack, [])]) : name if !contains(var.disabled_rules, name)],
    [for rule in flatten([var.rules]) : try(trimspace(rule.name), "")],
    ["tracked-event", "log-file-removed"],
  )
  named_in_routes = flatten([
    for index, route in local.routes : [
      for name in coalesce(route.rules, []) : { place = "routes[${index}].rules", name = name } if !can(regex("[*?]|^rule [0-9]+$", name))
    ]
  ])
  unknown_in_routes = [for one in local.named_in_routes : one if !contains(local.rule_names, one.name)]

  # Variables whose first entry with an account counts.
  accounts_by_variable = {
    slack_app_configuration = flatten([for entry in nonsensitive(coalesce(var.slack_app_configuration, [])) : nonsensitive(distinct(entry.accounts))])
    configuration           = flatten([for entry in local.webhook_routes : nonsensitive(distinct(entry.accounts))])
    sns_configuration       = flatten([for entry in nonsensitive(coalesce(var.sns_configuration, [])) : nonsensitive(distinct(entry.accounts))])
  }
  accounts_twice = flatten([
    for variable, accounts in local.accounts_by_variable : [
      for account, entries in { for account in accounts : account => account... } : "${variable}: ${account}" if length(entries) > 1
    ]
  ])
}

check "routes" {
  assert {
    condition     = length(local.unknown_in_routes) == 0
    error_message = "${join("\n", [for one in local.unknown_in_routes : "${one.place}: no rule is called \"${one.name}\", so it matches nothing."])}\nUse the name of a rule in rules or in an enabled pack (docs/default-rules.md), or a pattern such as \"root-*\"."
  }
}

check "accounts" {
  assert {
    condition     = length(local.accounts_twice) == 0
    error_message = "More than one entry lists an account, and only the first one counts:\n${join("\n", local.accounts_twice)}\nRemove the account from the others. To send alerts to several places, use destinations and routes."
  }
}

check "slack" {
  assert {
    condition     = !can(regex("^\\s*xox[^b]", nonsensitive(var.slack_bot_token)))
    error_message = "slack_bot_token does not begin with xoxb-, so it is not the token of a bot. With the token of a user, messages have the name of that user. Use the Bot User OAuth Token on the page OAuth & Permissions of the Slack app."
  }

  assert {
    condition     = alltrue([for name in keys(local.own_secrets) : !can(regex("^\\s*https://", local.secret_values[name])) || can(regex("^\\s*https://hooks\\.slack(-gov)?\\.com/services/", local.secret_values[name])) if strcontains(name, "slack-hook-url")])
    error_message = "default_slack_hook_url or slack_hook_url in configuration is not the URL of a Slack incoming webhook (https://hooks.slack.com/services/...). For Teams and other systems, use destinations of the type teams or webhook, whose messages have their format."
  }
}

check "log_files" {
  assert {
    condition     = !can(regex("^/|^s3:|[*]", var.s3_notification_filter_prefix))
    error_message = "s3_notification_filter_prefix is \"${var.s3_notification_filter_prefix}\", and the key of a log file rarely begins like that: keys have no slash in front and no bucket, and the prefix is not a pattern. The function would read nothing. An example is \"AWSLogs/\"."
  }
}
