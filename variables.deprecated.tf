# Accepted so that a module block written for the predecessor keeps its arguments. The package is committed, ready to run:
# nothing is built at plan or apply, so there is nothing left to configure.

# tflint-ignore: terraform_unused_declarations
variable "lambda_build_in_docker" {
  description = "Without effect: the package is part of the module and is not built."
  type        = bool
  default     = false
}

# tflint-ignore: terraform_unused_declarations
variable "lambda_recreate_missing_package" {
  description = "Without effect: the package is part of the module and cannot be missing."
  type        = bool
  default     = true
}
