terraform {
  # 1.9 is the first version in which a validation can refer to other variables.
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # 6.19 is the first version that accepts the runtime nodejs24.x.
      version = ">= 6.19"
    }
  }
}
