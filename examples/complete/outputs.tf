output "settings_json" {
  description = "The settings as the function gets them; holds no secret."
  value       = module.cloudtrail_to_slack.settings_json
}

output "lambda_function_arn" {
  description = "ARN of the function."
  value       = module.cloudtrail_to_slack.lambda_function_arn
}

output "dead_letter_queue_url" {
  description = "Where notifications wait that were given up."
  value       = module.cloudtrail_to_slack.dead_letter_queue_url
}

output "sns_topic_arn" {
  description = "The topic of the email subscription."
  value       = module.cloudtrail_to_slack.sns_topic_arn
}
