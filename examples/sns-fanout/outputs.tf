output "settings_json" {
  description = "The settings as the function gets them; holds no secret."
  value       = module.cloudtrail_to_slack.settings_json
}
