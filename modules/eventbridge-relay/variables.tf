variable "central_bus_arn" {
  description = "ARN of the bus that receives the events: the output `arn` of `modules/central-bus`."
  type        = string

  validation {
    condition     = can(regex("^arn:[^:]+:events:[^:]+:[0-9]{12}:event-bus/.+$", var.central_bus_arn))
    error_message = "central_bus_arn must be the ARN of an EventBridge bus, such as arn:aws:events:eu-west-1:123456789012:event-bus/cloudtrail."
  }
}

variable "regions" {
  description = "Regions whose events are forwarded, such as `[\"eu-west-1\", \"us-east-1\"]`. Events of global services (IAM, sign-in as root) occur in `us-east-1`."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.regions) > 0 && alltrue([for region in var.regions : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", region))])
    error_message = "regions must be a non-empty list of region names, such as [\"eu-west-1\", \"us-east-1\"]."
  }
}

variable "event_pattern" {
  description = "The events to forward, as an EventBridge pattern: an object or a JSON string. Use the output `event_pattern` of the main module. By default all CloudTrail events are forwarded."
  type        = any
  default     = null

  validation {
    condition     = var.event_pattern == null || try(length(keys(jsondecode(var.event_pattern))), length(keys(var.event_pattern)), 0) > 0
    error_message = "event_pattern must be an EventBridge pattern, as an object or a JSON string, such as { detail-type = [{ suffix = \" via CloudTrail\" }] }."
  }
}

variable "include_read_only" {
  description = "Whether to forward read-only calls. Use the value of `eventbridge_include_read_only` of the main module."
  type        = bool
  default     = true
  nullable    = false
}

variable "name" {
  description = "Name of the rules and the role. The names of the queues are derived from it."
  type        = string
  default     = "cloudtrail-relay"
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.name))
    error_message = "name must be 1 to 64 letters, digits, hyphens and underscores, such as cloudtrail-relay."
  }
}

variable "tags" {
  description = "Tags for all resources that the module creates."
  type        = map(string)
  default     = {}
  nullable    = false
}
