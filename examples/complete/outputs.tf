output "settings_json" {
  description = "Settings of the function. Contains no secrets."
  value       = module.cloudtrail_to_slack.settings_json
}

output "lambda_function_arn" {
  description = "ARN of the function."
  value       = module.cloudtrail_to_slack.lambda_function_arn
}

output "dead_letter_queue_url" {
  description = "URL of the queue with notifications that failed all attempts."
  value       = module.cloudtrail_to_slack.dead_letter_queue_url
}

output "sns_topic_arn" {
  description = "ARN of the topic with the email subscription."
  value       = module.cloudtrail_to_slack.sns_topic_arn
}
