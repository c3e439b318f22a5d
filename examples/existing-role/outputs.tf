output "settings_json" {
  description = "Settings of the function. Contains no secrets."
  value       = module.cloudtrail_to_slack.settings_json
}

output "role_policy_json" {
  description = "The permissions that the function needs, for a role that another configuration manages."
  value       = module.cloudtrail_to_slack.role_policy_json
}
