variable "slack_bot_token" {
  description = "Bot token of the Slack app."
  type        = string
  sensitive   = true
}

variable "default_slack_channel_id" {
  description = "ID of the channel that receives the alerts."
  type        = string
}

variable "organization_id" {
  description = "ID of the organization, o-..."
  type        = string
}

variable "regions" {
  description = "Regions whose events are forwarded."
  type        = list(string)
}

variable "production_role_arn" {
  description = "ARN of a role in the production account that can create rules, queues and roles."
  type        = string
}
