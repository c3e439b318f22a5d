use_default_rules = false

rules = [
  {
    name       = "calls-denied-in-a-burst"
    expression = "errorCode.startsWith('AccessDenied')"
    severity   = "high"
    correlation = {
      type     = "event_count"
      group_by = ["userIdentity.arn"]
      timespan = "10m"
      gte      = 20
    }
  },
]
