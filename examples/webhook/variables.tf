variable "cloudtrail_logs_s3_bucket_name" {
  description = "Name of the bucket to which CloudTrail delivers its log files."
  type        = string
}

variable "production_accounts" {
  description = "Accounts whose alerts go to the production webhook."
  type        = list(string)
}

variable "production_webhook" {
  description = "URL of the production webhook."
  type        = string
  sensitive   = true
}

variable "rules" {
  description = "Rule expressions."
  type        = list(string)
  default     = []
}
