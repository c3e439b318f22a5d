# The bot token and the webhooks. The settings contain only references. Secrets passed directly become parameters.

locals {
  # Whether a secret is set is not a secret.
  bot_token_given = nonsensitive(try(length(var.slack_bot_token), 0) > 0)
  hook_url_given  = nonsensitive(try(length(var.default_slack_hook_url), 0) > 0)

  # All of `configuration` except the URLs: accounts and references.
  webhooks = [
    for entry in nonsensitive(coalesce(var.configuration, [])) : {
      accounts  = entry.accounts
      url_given = nonsensitive(try(length(entry.slack_hook_url), 0) > 0)
      reference = nonsensitive(entry.slack_hook_url_reference)
    }
  ]

  # A reference is often created in the same apply and therefore unknown during plan. Nothing here can depend on one, because an
  # unknown value cannot decide which parameters exist ("Invalid for_each argument").
  own_secrets = {
    for name, given in merge(
      {
        slack-bot-token        = local.bot_token_given
        default-slack-hook-url = local.hook_url_given && !local.bot_token_given
        slack-signing-secret   = local.signing_secret_given && local.has_slack_endpoint
      },
      { for index, entry in local.webhooks : "slack-hook-url-${index}" => entry.url_given && !local.bot_token_given },
    ) : name => "/${local.reserved_name ? "cloudtrail-to-slack/" : ""}${var.function_name}/${name}" if given
  }

  # "A parameter name can't be prefixed with aws or ssm."
  # https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-parameter-name-constraints.html
  reserved_name = can(regex("^(?i:aws|ssm)", var.function_name))

  # A reference that is created in the same apply is unknown during plan, not null.
  reaches_slack = anytrue([
    local.uses_bot_token, local.hook_url_given, var.default_slack_hook_url_reference != null, length(local.webhooks) > 0,
  ])

  # With a bot token, webhooks are not used.
  uses_bot_token                   = local.bot_token_given || nonsensitive(try(length(var.slack_bot_token_reference), 0) > 0)
  slack_bot_token_reference        = try(local.own_secrets["slack-bot-token"], nonsensitive(var.slack_bot_token_reference))
  default_slack_hook_url_reference = local.uses_bot_token ? null : try(local.own_secrets["default-slack-hook-url"], nonsensitive(var.default_slack_hook_url_reference))
  webhook_routes = [
    for index, entry in local.webhooks : {
      accounts                 = entry.accounts
      slack_hook_url_reference = try(local.own_secrets["slack-hook-url-${index}"], entry.reference)
    } if !local.uses_bot_token
  ]
}

locals {
  secret_values = merge(
    {
      slack-bot-token        = var.slack_bot_token
      default-slack-hook-url = var.default_slack_hook_url
      slack-signing-secret   = var.slack_signing_secret
    },
    { for index, entry in coalesce(var.configuration, []) : "slack-hook-url-${index}" => entry.slack_hook_url },
  )
  references_instead = {
    slack-bot-token        = var.slack_bot_token_reference
    default-slack-hook-url = var.default_slack_hook_url_reference
    slack-signing-secret   = var.slack_signing_secret_reference
  }
}

resource "aws_ssm_parameter" "secret" {
  for_each = local.own_secrets

  name        = each.value
  description = "Secret of the function ${var.function_name}"
  type        = "SecureString"
  key_id      = try(length(var.secrets_kms_key_arn), 0) > 0 ? var.secrets_kms_key_arn : null
  value       = local.secret_values[each.key]
  tags        = var.tags

  # Not validations of the variables: Terraform would show the secret in the error, if it is not sensitive where it comes from.
  lifecycle {
    precondition {
      condition     = try(length(local.references_instead[each.key]), 0) == 0
      error_message = "${replace(each.key, "-", "_")} and ${replace(each.key, "-", "_")}_reference exclude each other. Set only one of them."
    }

    precondition {
      # The function removes white space around a token, such as the line break at the end of a file.
      condition     = each.key != "slack-bot-token" || !can(regex("^xapp-|^https?:|[\\s\"']", trimspace(local.secret_values[each.key])))
      error_message = "slack_bot_token is not a bot token: it begins with xapp- (an app-level token) or https:, or contains spaces, quotes or line breaks. Use the Bot User OAuth Token (xoxb-...) on the page OAuth & Permissions of the Slack app, or default_slack_hook_url for the URL of an incoming webhook."
    }

    precondition {
      condition     = !strcontains(each.key, "slack-hook-url") || can(regex("^\\s*https://", local.secret_values[each.key]))
      error_message = "${each.key == "default-slack-hook-url" ? "default_slack_hook_url" : "configuration[${trimprefix(each.key, "slack-hook-url-")}].slack_hook_url"} must be an https URL, such as https://hooks.slack.com/services/.... To pass the name of a parameter or secret that contains the URL, use ${each.key == "default-slack-hook-url" ? "default_slack_hook_url" : "slack_hook_url"}_reference."
    }
  }
}

# --- Mistakes in arguments that can contain a secret, by mistake or on purpose ---------------------------------------

# Preconditions of the state table, not validations: if a validation fails, Terraform prints the lines of the module block with the
# argument, and the value. And it prints what it planned before an error: everything with a reference depends on the table.

locals {
  references = merge(
    { for place, reference in merge(
      {
        slack_bot_token_reference        = nonsensitive(var.slack_bot_token_reference)
        slack_signing_secret_reference   = nonsensitive(var.slack_signing_secret_reference)
        default_slack_hook_url_reference = nonsensitive(var.default_slack_hook_url_reference)
      },
      { for index, entry in local.webhooks : "configuration[${index}].slack_hook_url_reference" => entry.reference },
    ) : place => reference == "" ? null : reference },
    [for name, destination in local.destinations : { for attribute in ["url_reference", "secret_reference", "routing_key_reference"] : "destinations.${name}.${attribute}" => destination[attribute] }]...
  )
  wrong_references = [
    for place, reference in local.references : "${place} is not a reference."
    if reference != null && (!can(regex(local.secret_reference, reference)) || can(regex(local.secret_itself, reference)))
  ]

  wrong_webhooks = flatten([
    for index, entry in local.webhooks : concat(
      [for account in nonsensitive(entry.accounts) : "configuration[${index}].accounts: ${jsonencode(account)} is not an account ID. ${local.account_id_remedy}" if !can(regex(local.account_id, account))],
      entry.url_given == (try(length(entry.reference), 0) > 0) ? ["configuration[${index}] has ${entry.url_given ? "both" : "neither"} slack_hook_url ${entry.url_given ? "and" : "nor"} slack_hook_url_reference. An entry needs exactly one of them."] : [],
    )
  ])
}

# --- What the function can read: exactly what the settings refer to ---------------------------------------------

locals {
  secret_references = compact(concat(
    [local.slack_bot_token_reference, local.default_slack_hook_url_reference],
    local.webhook_routes[*].slack_hook_url_reference,
    values(local.destinations)[*].url_reference,
    values(local.destinations)[*].secret_reference,
    values(local.destinations)[*].routing_key_reference,
  ))

  readable_parameter_arns = distinct([
    for reference in local.secret_references :
    startswith(reference, "arn:") ? reference : "arn:${local.partition}:ssm:${local.region}:${local.account}:parameter/${trimprefix(reference, "/")}"
    if !strcontains(reference, ":secretsmanager:")
  ])
  readable_secret_arns = distinct([
    for reference in local.secret_references : split("#", reference)[0] if strcontains(reference, ":secretsmanager:")
  ])
}
