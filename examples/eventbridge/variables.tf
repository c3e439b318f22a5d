variable "slack_bot_token" {
  description = "Bot token of the Slack app."
  type        = string
  sensitive   = true
}

variable "default_slack_channel_id" {
  description = "Id of the channel that gets the alerts."
  type        = string
}
