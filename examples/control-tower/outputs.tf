output "accounts" {
  description = "Number of accounts whose names messages show."
  value       = length(data.aws_organizations_organization.current.accounts)
}

output "settings_json" {
  description = "Settings of the function. Contains no secrets."
  value       = module.cloudtrail_to_slack.settings_json
}
