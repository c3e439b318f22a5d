variable "cloudtrail_logs_s3_bucket_name" {
  description = "Name of the bucket to which CloudTrail delivers its log files."
  type        = string
}

variable "slack_bot_token" {
  description = "Bot token of the Slack app."
  type        = string
  sensitive   = true
}

variable "default_slack_channel_id" {
  description = "ID of the channel that receives the alerts."
  type        = string
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds every role in the account."
  type        = string
}

variable "vpc_subnet_ids" {
  description = "Private subnets with a route to the internet, and with routes or endpoints for AWS services."
  type        = list(string)
}

variable "vpc_security_group_ids" {
  description = "Security groups that allow outbound HTTPS."
  type        = list(string)
}

variable "code_signing_config_arn" {
  description = "ARN of a code signing configuration. If it enforces signatures, lambda_package_path must be a signed package."
  type        = string
  default     = null
}

variable "lambda_package_path" {
  description = "Path of the signed package."
  type        = string
  default     = null
}
