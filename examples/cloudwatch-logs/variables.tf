variable "slack_bot_token" {
  description = "Bot token of the Slack app."
  type        = string
  sensitive   = true
}

variable "default_slack_channel_id" {
  description = "Id of the channel that gets the alerts."
  type        = string
}

variable "cloudtrail_log_group_name" {
  description = "The log group to which the trail delivers."
  type        = string
}
