# The bucket of the results: settings/, decisions/, batches/, executions/ (what Step Functions writes) and athena/.

# trivy:ignore:AWS-0089 An access log needs another bucket, as CKV_AWS_18 below.
# trivy:ignore:AWS-0090 Results can be made again, as CKV_AWS_21 below.
resource "aws_s3_bucket" "results" {
  # checkov:skip=CKV_AWS_18: an access log needs another bucket; the objects are results that can be made again
  # checkov:skip=CKV_AWS_21: results can be made again, and a repeated batch replaces its own
  # checkov:skip=CKV_AWS_144: results can be made again
  # checkov:skip=CKV_AWS_145: kms_key_arn encrypts the results; without it, S3 uses its own key
  # checkov:skip=CKV2_AWS_62: nothing waits for the results
  bucket        = "${var.name}-${local.account}-${local.region}"
  force_destroy = var.force_destroy
  tags          = var.tags
}

resource "aws_s3_bucket_public_access_block" "results" {
  bucket                  = aws_s3_bucket.results.bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "results" {
  bucket = aws_s3_bucket.results.bucket

  rule {
    bucket_key_enabled = var.kms_key_arn != null

    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key_arn == null ? "AES256" : "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "results" {
  bucket = aws_s3_bucket.results.bucket

  rule {
    id     = "uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  # The settings are needed for as long as the function exists.
  dynamic "rule" {
    for_each = toset(["decisions", "batches", "executions", "athena"])
    content {
      id     = rule.value
      status = "Enabled"

      filter {
        prefix = "${rule.value}/"
      }

      expiration {
        days = var.results_retention_days
      }
    }
  }
}

resource "aws_s3_bucket_policy" "results" {
  bucket = aws_s3_bucket.results.bucket
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OnlyOverTLS"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.results.arn, "${aws_s3_bucket.results.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })

  depends_on = [aws_s3_bucket_public_access_block.results]
}
