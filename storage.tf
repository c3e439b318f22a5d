# What is remembered between invocations (claims, threads), settings too big for the environment, and the function's log.

#trivy:ignore:AVD-AWS-0024
resource "aws_dynamodb_table" "state" {
  name         = var.dynamodb_table_name
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  ttl {
    attribute_name = "expiresAt"
    enabled        = true
  }

  # What the table holds is worth minutes, at most days: a backup would restore what is no longer true.
  point_in_time_recovery {
    enabled = false
  }

  # Without this block DynamoDB encrypts with a key of its own; with it, with a KMS key.
  dynamic "server_side_encryption" {
    for_each = compact([var.kms_key_arn])
    content {
      enabled     = true
      kms_key_arn = server_side_encryption.value
    }
  }

  tags = var.tags

  depends_on = [aws_dynamodb_table.predecessor]
}

# --- Settings too big for the environment --------------------------------------------------------------------------

resource "terraform_data" "settings_key" {
  count = local.settings_spill ? 1 : 0
  input = local.settings_key
}

resource "aws_dynamodb_table_item" "settings" {
  count = local.settings_spill ? 1 : 0

  table_name = aws_dynamodb_table.state.name
  hash_key   = aws_dynamodb_table.state.hash_key
  item = jsonencode({
    id       = { S = local.settings_key }
    settings = { S = local.settings_packed }
  })

  lifecycle {
    # The version in use reads its settings until the alias has moved to the next one. An update would delete them at once,
    # so every change is a replacement, and the old item goes last.
    create_before_destroy = true
    replace_triggered_by  = [terraform_data.settings_key]

    precondition {
      # DynamoDB: "Item size has exceeded the maximum allowed size".
      condition     = length(local.settings_packed) < 390000
      error_message = "The settings are too big even for the state table (400 KB, compressed). Use fewer or shorter rules and lists."
    }
  }
}

# --- Log -------------------------------------------------------------------------------------------------------------

resource "aws_cloudwatch_log_group" "notifier" {
  name              = "/aws/lambda/${var.function_name}"
  retention_in_days = var.lambda_logs_retention_in_days
  tags              = var.tags
}

# --- The predecessor's table ------------------------------------------------------------------------------------------

# It has another key, so the state table cannot grow out of it; and where `dynamodb_table_name` is set both have one name.
# The state table waits here until the old one is gone: "ResourceInUseException: Table already exists".
resource "aws_dynamodb_table" "predecessor" {
  count = 0
  name  = var.dynamodb_table_name
}
