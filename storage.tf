# State between invocations (claims, threads), settings that do not fit into the environment, and the function's log.

# trivy:ignore:AWS-0024 The data is valid for minutes, as CKV_AWS_28 below.
# trivy:ignore:AWS-0025 kms_key_arn encrypts the table; without it, DynamoDB uses its own key.
resource "aws_dynamodb_table" "state" {
  # checkov:skip=CKV_AWS_28: the data is valid for minutes, at most weeks; a restored backup would be out of date (table_point_in_time_recovery)
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

  deletion_protection_enabled = var.table_deletion_protection

  # The data in the table is valid for minutes, at most weeks. A restored backup would be out of date.
  point_in_time_recovery {
    enabled = var.table_point_in_time_recovery
  }

  # Without this block DynamoDB encrypts with an AWS owned key, with it, with the KMS key.
  dynamic "server_side_encryption" {
    for_each = compact([var.kms_key_arn])
    content {
      enabled     = true
      kms_key_arn = server_side_encryption.value
    }
  }

  tags = var.tags

  # Mistakes in arguments that can contain a secret, see secrets.tf.
  lifecycle {
    precondition {
      condition     = length(local.wrong_references) == 0
      error_message = "${join("\n", local.wrong_references)}\nA reference is the name or ARN of an SSM parameter, or the full ARN of a Secrets Manager secret (with the six characters that AWS adds to its name), optionally followed by #json_key, never the secret itself. To pass the token, signing secret or URL itself, use the argument without _reference, if there is one."
    }

    precondition {
      condition     = !local.has_slack_endpoint || local.uses_bot_token
      error_message = "slack_signing_secret and slack_signing_secret_reference have no effect without a bot token, because incoming webhooks have no buttons. Set slack_bot_token or slack_bot_token_reference, or remove the signing secret."
    }

    precondition {
      condition     = length(local.wrong_webhooks) == 0
      error_message = join("\n", local.wrong_webhooks)
    }

    precondition {
      condition     = length(local.wrong_destinations) == 0
      error_message = join("\n", local.wrong_destinations)
    }

    precondition {
      condition     = length(local.wrong_destination_values) == 0
      error_message = join("\n", local.wrong_destination_values)
    }
  }

  depends_on = [aws_dynamodb_table.predecessor]
}

# --- Settings -----------------------------------------------------------------------------------------------------------------

# The table has the settings even if they fit into the environment: often their size is known only after apply, and an unknown size cannot
# decide whether a resource exists ("Invalid count argument"). See docs/adr/0219.

# The key is not the hash of the settings. If they are unknown during plan, the item is replaced although they may not change: DynamoDB
# would refuse a second item with the same key.
resource "terraform_data" "settings_key" {
  count            = var.settings_in_table == false ? 0 : 1
  triggers_replace = sha256(local.settings_json)
}

resource "aws_dynamodb_table_item" "settings" {
  count = length(terraform_data.settings_key)

  table_name = aws_dynamodb_table.state.name
  hash_key   = aws_dynamodb_table.state.hash_key
  item = jsonencode({
    id       = { S = "settings#${terraform_data.settings_key[0].id}" }
    settings = { S = local.settings_packed }
  })

  lifecycle {
    # The current version reads its settings until the alias moves to the next version. An update in place would delete them
    # before that, so every change is a replacement, and Terraform deletes the old item last.
    create_before_destroy = true
    replace_triggered_by  = [terraform_data.settings_key]

    precondition {
      # DynamoDB: "Item size has exceeded the maximum allowed size".
      condition     = length(local.settings_packed) < 390000
      error_message = "The settings are too large for the state table (400 KB, compressed). Use fewer or shorter rules and lists."
    }
  }
}

# --- Log -------------------------------------------------------------------------------------------------------------

# trivy:ignore:AWS-0017 CloudWatch Logs encrypts the log with its own key, as CKV_AWS_158 below.
resource "aws_cloudwatch_log_group" "notifier" {
  # checkov:skip=CKV_AWS_158: CloudWatch Logs encrypts the log with its own key or log_group_kms_key_arn, and the log contains no secrets
  # checkov:skip=CKV_AWS_338: the log is for operating the function; the events themselves are in the trail's bucket
  name              = "/aws/lambda/${var.function_name}"
  retention_in_days = var.lambda_logs_retention_in_days
  kms_key_id        = local.log_group_key
  tags              = var.tags
}

# --- The predecessor's table ------------------------------------------------------------------------------------------

# Its key differs, so the state table cannot reuse it. If `dynamodb_table_name` is the old name, both tables have the same name.
# The state table depends on this resource, so that Terraform deletes the old table first: "ResourceInUseException: Table already
# exists".
resource "aws_dynamodb_table" "predecessor" {
  # checkov:skip=CKV2_AWS_16: the table is never created, only deleted
  count = 0
  name  = var.dynamodb_table_name
}
