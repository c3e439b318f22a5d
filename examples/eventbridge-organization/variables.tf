variable "slack_bot_token" {
  description = "Bot token of the Slack app."
  type        = string
  sensitive   = true
}

variable "default_slack_channel_id" {
  description = "Id of the channel that gets the alerts."
  type        = string
}

variable "organization_id" {
  description = "Id of the organization, o-..."
  type        = string
}

variable "regions" {
  description = "The regions whose events are watched."
  type        = list(string)
}

variable "production_role_arn" {
  description = "Role in the production account that may make rules, queues and roles there."
  type        = string
}
