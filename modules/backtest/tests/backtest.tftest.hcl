# What a backtest creates, and what its function and its state machine can do.

mock_provider "aws" {
  source = "../../tests/aws"

  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::cloudtrail-backtest-123456789012-eu-west-1" }
  }

  mock_resource "aws_sfn_state_machine" {
    defaults = { arn = "arn:aws:states:eu-west-1:123456789012:stateMachine:cloudtrail-backtest" }
  }
}

variables {
  cloudtrail_logs_s3_bucket_name = "my-trail"
  settings_json                  = "{\"rules\":[\"eventName == 'StopLogging'\"]}"
}

run "runs_the_same_package" {
  assert {
    condition     = aws_lambda_function.backtest.filename == local.package && aws_lambda_function.backtest.handler == "backtest.handler" && endswith(local.package, "/lambda/dist/lambda.zip")
    error_message = "the function does not run the package of the main module"
  }
  assert {
    condition     = one(aws_lambda_function.backtest.environment).variables == tomap({ RESULTS_BUCKET = "cloudtrail-backtest-123456789012-eu-west-1", SETTINGS_KEY = "settings/${sha256(var.settings_json)}.json", EVERY_RECORD = "false" })
    error_message = "the function does not find its settings or its bucket"
  }
  assert {
    condition     = aws_s3_object.settings.content == var.settings_json && aws_s3_object.settings.bucket == aws_s3_bucket.results.bucket
    error_message = "the settings are not in the bucket"
  }
}

run "keeps_the_rules_of_a_running_execution" {
  assert {
    condition     = aws_lambda_function.backtest.publish
    error_message = "a deployment changes the code and the settings of executions that are running"
  }
  assert {
    condition = one(distinct([
      jsondecode(aws_sfn_state_machine.backtest.definition).States.CheckRules.Parameters.FunctionName,
      jsondecode(aws_sfn_state_machine.backtest.definition).States.DecideAll.ItemProcessor.States.Decide.Parameters.FunctionName,
    ])) == aws_lambda_function.backtest.qualified_arn
    error_message = "an execution does not invoke the version that it began with"
  }
}

run "has_more_tags_than_an_object_can_have" {
  variables {
    tags = { for i in range(11) : "tag-${i}" => "value" }
  }
  assert {
    condition     = aws_lambda_function.backtest.tags == var.tags && aws_s3_object.settings.tags == null && length(one(one(aws_s3_object.settings.override_provider).default_tags).tags) == 0
    error_message = "S3 refuses an object with more than 10 tags"
  }
}

run "distributes_batches_of_the_listing" {
  variables {
    batch_size                   = 250
    max_concurrency              = 7
    tolerated_failure_percentage = 5
    prefix                       = "AWSLogs/o-a1b2c3d4e5/"
  }
  assert {
    condition = jsondecode(aws_sfn_state_machine.backtest.definition).States.DecideAll.ItemReader == {
      Resource   = "arn:aws:states:::s3:listObjectsV2"
      Parameters = { Bucket = "my-trail", "Prefix.$" = "$.prefix" }
    }
    error_message = "the map does not list the bucket"
  }
  assert {
    condition     = jsondecode(aws_sfn_state_machine.backtest.definition).States.DecideAll.ItemBatcher.MaxItemsPerBatch == 250 && jsondecode(aws_sfn_state_machine.backtest.definition).States.DecideAll.MaxConcurrency == 7 && jsondecode(aws_sfn_state_machine.backtest.definition).States.DecideAll.ToleratedFailurePercentage == 5
    error_message = "the limits of the map are not those of the variables"
  }
  assert {
    condition     = jsondecode(aws_sfn_state_machine.backtest.definition).States.Defaults.Result == { prefix = "AWSLogs/o-a1b2c3d4e5/", since = "", until = "" }
    error_message = "an execution without an input does not read the whole prefix"
  }
  assert {
    condition = jsondecode(aws_sfn_state_machine.backtest.definition).States.DecideAll.ResultWriter == {
      Resource   = "arn:aws:states:::s3:putObject"
      Parameters = { Bucket = "cloudtrail-backtest-123456789012-eu-west-1", Prefix = "executions" }
    }
    error_message = "the outcomes of the batches are not stored"
  }
  assert {
    condition = alltrue([
      for retry in [jsondecode(aws_sfn_state_machine.backtest.definition).States.CheckRules.Retry, jsondecode(aws_sfn_state_machine.backtest.definition).States.DecideAll.ItemProcessor.States.Decide.Retry] :
      !contains(retry[0].ErrorEquals, "States.ALL") && !contains(retry[0].ErrorEquals, "SettingsError") && contains(retry[0].ErrorEquals, "PortError")
    ])
    error_message = "rules that do not compile are retried, or a throttled read is not"
  }
}

run "grants_only_what_a_backtest_needs" {
  variables {
    cloudtrail_logs_kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  }
  assert {
    condition = { for statement in jsondecode(aws_iam_role_policy.function.policy).Statement : statement.Sid => [statement.Action, statement.Resource] } == {
      ReadLogFiles          = [["s3:GetObject"], ["arn:aws:s3:::my-trail/AWSLogs/*"]]
      DetectRemovedLogFiles = [["s3:ListBucket"], ["arn:aws:s3:::my-trail"]]
      ReadSettings          = [["s3:GetObject"], ["arn:aws:s3:::cloudtrail-backtest-123456789012-eu-west-1/settings/*"]]
      WriteResults          = [["s3:PutObject"], ["arn:aws:s3:::cloudtrail-backtest-123456789012-eu-west-1/decisions/*", "arn:aws:s3:::cloudtrail-backtest-123456789012-eu-west-1/batches/*"]]
      WriteLog              = [["logs:CreateLogStream", "logs:PutLogEvents"], ["arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/cloudtrail-to-slack:*"]]
      DecryptLogFiles       = [["kms:Decrypt"], ["arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"]]
    }
    error_message = "the function has other permissions than it needs"
  }
  assert {
    condition = { for statement in jsondecode(aws_iam_role_policy.state_machine.policy).Statement : statement.Sid => [statement.Action, statement.Resource] } == {
      InvokeTheFunction      = [["lambda:InvokeFunction"], ["${aws_lambda_function.backtest.arn}:*"]]
      StartBatches           = [["states:StartExecution"], ["arn:aws:states:eu-west-1:123456789012:stateMachine:cloudtrail-backtest"]]
      FollowBatches          = [["states:DescribeExecution", "states:StopExecution", "states:RedriveExecution"], ["arn:aws:states:eu-west-1:123456789012:execution:cloudtrail-backtest:*", "arn:aws:states:eu-west-1:123456789012:execution:cloudtrail-backtest/*"]]
      ListLogFiles           = [["s3:ListBucket"], ["arn:aws:s3:::my-trail"]]
      WriteOutcomesOfBatches = [["s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"], ["arn:aws:s3:::cloudtrail-backtest-123456789012-eu-west-1/executions/*"]]
    }
    error_message = "the state machine has other permissions than it needs"
  }
  assert {
    condition     = one([for statement in jsondecode(aws_iam_role_policy.state_machine.policy).Statement : statement.Condition if statement.Sid == "ListLogFiles"]) == { StringLike = { "s3:prefix" = ["AWSLogs/*"] } }
    error_message = "the state machine can list objects outside the prefix"
  }
  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.function.policy).Statement : statement.Condition if statement.Sid == "DecryptLogFiles"] == [{ StringEquals = { "kms:ViaService" = ["s3.eu-west-1.amazonaws.com"] } }]
    error_message = "the function can use the key without S3"
  }
  assert {
    # Executions of batches belong to the state of the map: stateMachine:NAME/LABEL.
    condition     = one(jsondecode(aws_iam_role.state_machine.assume_role_policy).Statement).Condition == { ArnLike = { "aws:SourceArn" = [local.state_machine_arn, "${local.state_machine_arn}/Batches"] }, StringEquals = { "aws:SourceAccount" = "123456789012" } } && jsondecode(local.definition).States.DecideAll.Label == "Batches"
    error_message = "other state machines can use the role, or the batches cannot"
  }
}

run "encrypts_everything_with_a_customer_managed_key" {
  variables {
    kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  }
  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.results.rule).apply_server_side_encryption_by_default).kms_master_key_id == var.kms_key_arn && aws_cloudwatch_log_group.function.kms_key_id == var.kms_key_arn && aws_s3_object.settings.kms_key_id == var.kms_key_arn
    error_message = "results, settings or the log are not encrypted with the key"
  }
  assert {
    condition     = alltrue([for policy in [aws_iam_role_policy.function.policy, aws_iam_role_policy.state_machine.policy] : contains([for statement in jsondecode(policy).Statement : statement.Sid], "UseTheKeyOfTheResults")])
    error_message = "a role cannot use the key"
  }
  assert {
    condition     = alltrue([for policy in [aws_iam_role_policy.function.policy, aws_iam_role_policy.state_machine.policy] : [for statement in jsondecode(policy).Statement : statement.Condition if statement.Sid == "UseTheKeyOfTheResults"] == [{ StringEquals = { "kms:ViaService" = ["s3.eu-west-1.amazonaws.com"] } }]])
    error_message = "a role can use the key without S3"
  }
}

run "has_tables_over_the_results" {
  assert {
    condition     = { for name, table in aws_glue_catalog_table.results : name => table.parameters["storage.location.template"] } == { for name in ["batches", "decisions"] : name => "s3://cloudtrail-backtest-123456789012-eu-west-1/${name}/run=$${run}/" }
    error_message = "the tables are not where the function writes"
  }
  assert {
    condition     = alltrue([for query in aws_athena_named_query.question : strcontains(query.query, "run = 'RUN'")])
    error_message = "a query reads the results of all executions, which the tables do not allow"
  }
  assert {
    condition     = one(one(aws_athena_workgroup.backtest.configuration).result_configuration).output_location == "s3://cloudtrail-backtest-123456789012-eu-west-1/athena/"
    error_message = "answers are not in the bucket"
  }
}

run "keeps_the_results_private_and_for_a_time" {
  assert {
    condition     = aws_s3_bucket_public_access_block.results.block_public_policy && aws_s3_bucket_public_access_block.results.restrict_public_buckets
    error_message = "the bucket can become public"
  }
  assert {
    condition     = toset([for rule in aws_s3_bucket_lifecycle_configuration.results.rule : one(rule.filter).prefix if rule.id != "uploads"]) == toset(["athena/", "batches/", "decisions/", "executions/"])
    error_message = "results do not expire, or the settings do"
  }
}

run "rejects_arguments_that_cannot_work" {
  command = plan

  variables {
    cloudtrail_logs_kms_key_arn    = "alias/trail"
    kms_key_arn                    = "arn:aws:kms:eu-west-1:123456789012:alias/results"
    name                           = "Cloud_Trail"
    cloudtrail_logs_s3_bucket_name = "arn:aws:s3:::my-trail"
    settings_json                  = "[]"
    batch_size                     = 501
    max_concurrency                = 0
    tolerated_failure_percentage   = 101
    results_retention_days         = 31
    lambda_architecture            = "arm"
    lambda_memory_size             = 128
    lambda_timeout_seconds         = 901
  }
  expect_failures = [
    var.cloudtrail_logs_kms_key_arn, var.kms_key_arn,
    var.name, var.cloudtrail_logs_s3_bucket_name, var.settings_json, var.batch_size, var.max_concurrency,
    var.tolerated_failure_percentage, var.results_retention_days, var.lambda_architecture, var.lambda_memory_size, var.lambda_timeout_seconds,
  ]
}

run "rejects_numbers_that_are_not_whole_and_empty_strings" {
  command = plan

  variables {
    name                           = "ab"
    cloudtrail_logs_s3_bucket_name = ""
    settings_json                  = ""
    cloudtrail_logs_kms_key_arn    = ""
    kms_key_arn                    = ""
    batch_size                     = 1.5
    max_concurrency                = 1.5
    tolerated_failure_percentage   = -1
    results_retention_days         = 0
    lambda_memory_size             = 512.5
    lambda_timeout_seconds         = 30.5
  }
  expect_failures = [
    var.name, var.cloudtrail_logs_s3_bucket_name, var.settings_json, var.cloudtrail_logs_kms_key_arn, var.kms_key_arn, var.batch_size,
    var.max_concurrency, var.tolerated_failure_percentage, var.results_retention_days, var.lambda_memory_size, var.lambda_timeout_seconds,
  ]
}

run "accepts_values_at_the_lower_limit" {
  command = plan

  variables {
    name                         = "abc"
    prefix                       = ""
    batch_size                   = 1
    max_concurrency              = 1
    tolerated_failure_percentage = 0
    results_retention_days       = 1
    lambda_memory_size           = 512
    lambda_timeout_seconds       = 30
  }
}

run "accepts_values_at_the_upper_limit" {
  command = plan

  variables {
    name                         = join("", [for index in range(30) : "a"])
    batch_size                   = 500
    max_concurrency              = 10000
    tolerated_failure_percentage = 100
    results_retention_days       = 3653
    lambda_memory_size           = 10240
    lambda_timeout_seconds       = 900
  }
  assert {
    # The longest name of a region has 14 characters.
    condition     = length(replace(aws_s3_bucket.results.bucket, local.region, "ap-southeast-1")) <= 63 && length(aws_iam_role.state_machine.name) <= 64
    error_message = "the names that are derived from the longest name are too long"
  }
}

run "warns_of_a_prefix_that_no_key_has" {
  command = plan

  variables {
    prefix = "s3://my-trail/AWSLogs/"
  }
  expect_failures = [check.log_files]
}
