locals {
  rules = [
    {
      name        = "bucket-opened-to-the-world"
      expression  = "eventName == 'PutBucketAcl' and any(requestParameters.AccessControlPolicy.AccessControlList.Grant[*], endsWith(it.Grantee.URI, 'AllUsers'))"
      severity    = "high"
      description = "An access control list gives everyone access to a bucket."
    },
    {
      name        = "deployment-by-hand"
      expression  = "eventSource == 'lambda.amazonaws.com' and startsWith(eventName, 'UpdateFunctionCode') and userIdentity.sessionContext.sessionIssuer.userName not in lists.deployers"
      severity    = "low"
      description = "Code was deployed by a role that is not a deployer."
    },
    {
      name        = "denied-burst"
      expression  = "errorCode.startsWith('AccessDenied')"
      severity    = "high"
      description = "One identity was denied many calls in a short time."
      correlation = { type = "event_count", group_by = ["userIdentity.arn"], timespan = "10m", gte = 20 }
    },
    {
      name       = "console-sign-in-failed"
      expression = "eventName == 'ConsoleLogin' and responseElements.ConsoleLogin == 'Failure'"
      generate   = false # only feeds the next rule
    },
    {
      name        = "many-users-from-one-address"
      severity    = "high"
      description = "Sign-ins of many users failed from one address."
      correlation = {
        type     = "value_count"
        rules    = ["console-sign-in-failed"]
        field    = "userIdentity.userName"
        group_by = ["sourceIPAddress"]
        timespan = "1h"
        gte      = 5
      }
    },
    # The style of cloudtrail-to-slack (Python) works unchanged.
    "event['eventName'] == 'CreateUser' and event.get('errorCode', '') == ''",
  ]

  ignore_rules = [
    "eventName == 'CreateUser' and userIdentity.sessionContext.sessionIssuer.userName == 'account-factory'",
  ]
}
