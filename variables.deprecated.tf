# Accepted so that a module block written for the predecessor keeps its arguments. They have no effect: the package is
# committed, and nothing is built during plan or apply.

# tflint-ignore: terraform_unused_declarations
variable "lambda_build_in_docker" {
  description = "Has no effect: the package is part of the module and is not built."
  type        = bool
  default     = false
}

# tflint-ignore: terraform_unused_declarations
variable "lambda_recreate_missing_package" {
  description = "Has no effect: the package is part of the module and cannot be missing."
  type        = bool
  default     = true
}
