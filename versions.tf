terraform {
  # 1.9 is the first version in which a validation can refer to other variables.
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # 6.29 is the first version with `invoked_via_function_url`, which a function URL needs.
      version = ">= 6.29"
    }
  }
}
