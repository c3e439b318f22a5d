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
  entries_without_accounts = flatten([
    for variable, entries in {
      slack_app_configuration = nonsensitive(coalesce(var.slack_app_configuration, []))[*].accounts
      configuration           = local.webhooks[*].accounts
      sns_configuration       = nonsensitive(coalesce(var.sns_configuration, []))[*].accounts
    } : [for index, accounts in entries : "${variable}[${index}]" if length(nonsensitive(accounts)) == 0]
  ])
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

check "entries" {
  assert {
    condition     = length(local.entries_without_accounts) == 0
    error_message = "${join("\n", [for entry in local.entries_without_accounts : "${entry} lists no accounts, so it has no effect."])}\nAdd accounts, or remove the entry. For the alerts of all other accounts, set default_slack_channel_id, default_slack_hook_url or default_sns_topic_arn."
  }
}

check "slack" {
  assert {
    condition     = try(length(nonsensitive(var.slack_bot_token)), 0) == 0 || can(regex("^\\s*xoxb-", nonsensitive(var.slack_bot_token)))
    error_message = "slack_bot_token does not begin with xoxb-, so it is not the token of a bot. With the token of a user, messages have the name of that user. Use the Bot User OAuth Token on the page OAuth & Permissions of the Slack app."
  }

  assert {
    condition     = alltrue([for name in keys(local.own_secrets) : !can(regex("^\\s*https://", local.secret_values[name])) || can(regex("^\\s*https://hooks\\.slack(-gov)?\\.com/services/", local.secret_values[name])) if strcontains(name, "slack-hook-url")])
    error_message = "default_slack_hook_url or slack_hook_url in configuration is not the URL of a Slack incoming webhook (https://hooks.slack.com/services/...). For Teams and other systems, use destinations of the type teams or webhook, whose messages have their format."
  }
}

check "slack_app" {
  assert {
    condition     = !local.signing_secret_given || can(regex("^\\s*[0-9a-f]{32}\\s*$", nonsensitive(var.slack_signing_secret)))
    error_message = "slack_signing_secret does not have the form of a signing secret, 32 digits 0-9 and a-f. With another value the function refuses every press of a button. Use the Signing Secret on the page Basic Information of the Slack app."
  }

  assert {
    condition     = can(regex("/api/?$", coalesce(var.slack_api_url, "/api/")))
    error_message = "slack_api_url is \"${coalesce(var.slack_api_url, "-")}\". It is the base URL of the methods of the Slack API and usually ends with /api/, such as https://slack-gov.com/api/."
  }
}

check "log_files" {
  assert {
    condition     = !can(regex("^/|^s3:|[*]|CloudTrail-Digest|[.]gz$", var.s3_notification_filter_prefix))
    error_message = "s3_notification_filter_prefix is \"${var.s3_notification_filter_prefix}\", and the key of a log file rarely begins like that: keys have no slash in front and no bucket, the prefix is not a pattern, and digest files are not log files. The function would read nothing. An example is \"AWSLogs/\"."
  }
}

check "rules" {
  assert {
    condition     = length(local.rules_within_brackets) == 0
    error_message = "${join("\n", [for one in local.rules_within_brackets : "${one.variable} is one string, and \"${var.rules_separator}\" divides it within brackets: ${one.part}"])}\nUse a list of rules, such as [\"eventName in ['A', 'B']\"], or a rules_separator that no rule contains."
  }
}

locals {
  rules_within_brackets = flatten([
    for variable, rules in { rules = var.rules, ignore_rules = var.ignore_rules } : [
      for part in try(split(var.rules_separator, rules), []) : { variable = variable, part = trimspace(part) }
      if length(regexall("[[(]", part)) != length(regexall("[])]", part))
    ]
  ])
}
