output "rule_arns" {
  description = "ARNs of the rules, by region."
  value       = { for region, rule in aws_cloudwatch_event_rule.relay : region => rule.arn }
}

output "dead_letter_queue_arns" {
  description = "ARNs of the queues with events that could not be forwarded, by region."
  value       = { for region, queue in aws_sqs_queue.dead_letter : region => queue.arn }
}

output "role_arn" {
  description = "ARN of the role that EventBridge uses to forward events."
  value       = aws_iam_role.relay.arn
}
