output "settings_json" {
  description = "Settings of the function. Contains no secrets."
  value       = module.cloudtrail_to_slack.settings_json
}
