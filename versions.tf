terraform {
  # 1.9: the first in which a validation may look at other variables.
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # 6.19: the first that accepts the runtime nodejs24.x.
      version = ">= 6.19"
    }
  }
}
