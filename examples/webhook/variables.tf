variable "cloudtrail_logs_s3_bucket_name" {
  description = "The bucket to which CloudTrail delivers its log files."
  type        = string
}

variable "production_accounts" {
  description = "Accounts whose alerts go to the other webhook."
  type        = list(string)
}

variable "production_webhook" {
  description = "The other webhook."
  type        = string
  sensitive   = true
}

variable "rules" {
  description = "Rules."
  type        = list(string)
  default     = []
}
