variable "organization_id" {
  description = "ID of the organization whose accounts can put events on the bus, `o-...`."
  type        = string

  validation {
    condition     = can(regex("^o-[a-z0-9]{10,32}$", var.organization_id))
    error_message = "organization_id must be the ID of an organization, such as o-a1b2c3d4e5."
  }
}

variable "name" {
  description = "Name of the bus."
  type        = string
  default     = "cloudtrail"
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_.-]{1,256}$", var.name)) && var.name != "default"
    error_message = "name must be 1 to 256 letters, digits, dots, hyphens and underscores, and not \"default\", which is the default bus of the account."
  }
}

variable "kms_key_arn" {
  description = "ARN of a KMS key that encrypts the bus. The key's policy must allow `events.amazonaws.com` to use it. By default EventBridge uses an AWS owned key."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags for the bus."
  type        = map(string)
  default     = {}
  nullable    = false
}
