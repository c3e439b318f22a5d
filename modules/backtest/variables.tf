variable "name" {
  description = "Name of the state machine, the function and the workgroup. The other names are derived from it."
  type        = string
  default     = "cloudtrail-backtest"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,28}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 30 lowercase letters, digits and hyphens, because the bucket's name begins with it."
  }
}

variable "cloudtrail_logs_s3_bucket_name" {
  description = "Name of the bucket with the log files. It must be in the account and region of the provider, because a distributed map lists only such buckets."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.cloudtrail_logs_s3_bucket_name))
    error_message = "cloudtrail_logs_s3_bucket_name must be a bucket name (3 to 63 lowercase letters, digits, dots and hyphens), such as my-trail, not an ARN or URL."
  }
}

variable "cloudtrail_logs_kms_key_arn" {
  description = "ARN of the KMS key that encrypts the log files. Leave it out if CloudTrail uses no KMS key."
  type        = string
  default     = null

  validation {
    condition     = var.cloudtrail_logs_kms_key_arn == null || can(regex(local.key_arn, var.cloudtrail_logs_kms_key_arn))
    error_message = "cloudtrail_logs_kms_key_arn must be the ARN of a key (arn:aws:kms:REGION:ACCOUNT:key/ID), not of an alias, because IAM permissions apply to keys."
  }
}

variable "prefix" {
  description = "Prefix of the keys that executions can list and read, and the prefix of an execution whose input has none."
  type        = string
  default     = "AWSLogs/"
  nullable    = false
}

variable "settings_json" {
  description = "The rules: the output `settings_json` of the main module, or `jsonencode({ rules = [...] })` with variables of the main module."
  type        = string
  nullable    = false

  validation {
    condition     = can(keys(jsondecode(var.settings_json)))
    error_message = "settings_json must be a JSON object, such as the output settings_json of the main module."
  }
}

variable "include_unmatched" {
  description = "Whether records that no rule matches have a row, too. This makes a backtest several times as slow, and its results as many as the records."
  type        = bool
  default     = false
  nullable    = false
}

variable "batch_size" {
  description = "Number of objects that one invocation decides on."
  type        = number
  default     = 100
  nullable    = false

  validation {
    condition     = var.batch_size >= 1 && var.batch_size <= 500 && floor(var.batch_size) == var.batch_size
    error_message = "batch_size must be a whole number from 1 to 500: the keys of a batch must fit into 256 KiB."
  }
}

variable "max_concurrency" {
  description = "Maximum number of batches at the same time. They use the concurrency of the account that other functions use, too."
  type        = number
  default     = 50
  nullable    = false

  validation {
    # To Step Functions 0 means no limit.
    condition     = var.max_concurrency >= 1 && var.max_concurrency <= 10000 && floor(var.max_concurrency) == var.max_concurrency
    error_message = "max_concurrency must be a whole number from 1 to 10000."
  }
}

variable "tolerated_failure_percentage" {
  description = "Percentage of batches that may fail before the execution stops. The failed batches are listed in the results below `executions/`."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.tolerated_failure_percentage >= 0 && var.tolerated_failure_percentage <= 100
    error_message = "tolerated_failure_percentage must be 0 to 100."
  }
}

variable "results_retention_days" {
  description = "After how many days results and log lines expire: a retention that CloudWatch Logs accepts."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.results_retention_days)
    error_message = "results_retention_days must be a retention that CloudWatch Logs supports: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "force_destroy" {
  description = "Whether `terraform destroy` deletes the results."
  type        = bool
  default     = false
  nullable    = false
}

variable "kms_key_arn" {
  description = "ARN of a KMS key for the results and the log. Its policy must allow `logs.amazonaws.com` to use it. By default AWS owned keys encrypt them."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex(local.key_arn, var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key (arn:aws:kms:REGION:ACCOUNT:key/ID), not of an alias, because IAM permissions apply to keys."
  }
}

variable "lambda_architecture" {
  description = "Processor architecture of the function: `arm64` (cheaper) or `x86_64`."
  type        = string
  default     = "arm64"
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.lambda_architecture)
    error_message = "lambda_architecture must be \"arm64\" or \"x86_64\"."
  }
}

variable "lambda_memory_size" {
  description = "Memory of the function in MB, 512 to 10240. It also determines the share of a processor: 1769 MB have a whole one."
  type        = number
  default     = 1769
  nullable    = false

  validation {
    condition     = var.lambda_memory_size >= 512 && var.lambda_memory_size <= 10240 && floor(var.lambda_memory_size) == var.lambda_memory_size
    error_message = "lambda_memory_size must be a whole number from 512 to 10240 (MB)."
  }
}

variable "lambda_timeout_seconds" {
  description = "Timeout of one batch, 30 to 900 seconds. If batches time out, decrease `batch_size`."
  type        = number
  default     = 300
  nullable    = false

  validation {
    condition     = var.lambda_timeout_seconds >= 30 && var.lambda_timeout_seconds <= 900 && floor(var.lambda_timeout_seconds) == var.lambda_timeout_seconds
    error_message = "lambda_timeout_seconds must be a whole number from 30 to 900."
  }
}

variable "tags" {
  description = "Tags for all resources that the module creates."
  type        = map(string)
  default     = {}
  nullable    = false
}
