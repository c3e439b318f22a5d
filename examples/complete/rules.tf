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
    # The Python style of the predecessor works unchanged.
    "event['eventName'] == 'CreateUser' and event.get('errorCode', '') == ''",
  ]

  ignore_rules = [
    "eventName == 'CreateUser' and userIdentity.sessionContext.sessionIssuer.userName == 'account-factory'",
  ]
}
