// Conditions on a statement (`it`) of a policy document, which several threats share. Parts of expressions; pure data.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html

/** The statement allows every identity of every account. */
export const ALLOWS_ANYONE = `it.Effect == "Allow"
            and ("*" in it.Principal[*] or "*" in it.Principal.AWS[*] or exists(it.NotPrincipal))`;

// A principal without what precedes its account: `111122223333:role/a`, `111122223333`, `cloudfront:user/..`.
const ACCOUNT_AND_NAME = ['aws', 'aws-cn', 'aws-us-gov']
  .flatMap((partition) => [`arn:${partition}:iam::`, `arn:${partition}:sts::`])
  .reduce((text, prefix) => `replace(${text}, "${prefix}", "")`, 'it');

/** The statement allows a named account other than the one of the record, or an identity of it. */
export const ALLOWS_FOREIGN_ACCOUNT = `it.Effect == "Allow"
            and any(it.Principal.AWS[*], glob(it, ("arn:aws*:iam::*", "arn:aws*:sts::*", "????????????"))
              and not startsWith(${ACCOUNT_AND_NAME}, ("cloudfront:", recipientAccountId)))`;

/** The statement allows everything, everything in IAM, or everything except some actions, on every resource. */
export const GRANTS_ADMINISTRATION = `it.Effect == "Allow"
              and (exists(it.NotAction) or any(it.Action[*], lower(it) in ("*", "*:*", "iam:*")))
              and (exists(it.NotResource) or any(it.Resource[*], it in ("*", "arn:aws:iam::*", "arn:aws:iam::*:*")))`;

// IAM actions that only change, and roles for services, which AWS defines.
const CHANGES_IAM = `(glob(lower(it), ("iam:add*", "iam:attach*", "iam:create*", "iam:pass*", "iam:put*", "iam:set*", "iam:update*"))
                and lower(it) != "iam:createservicelinkedrole")`;

/** The statement allows changes of users, roles and policies, or to pass roles, on every resource without a condition. */
export const ALLOWS_ESCALATION = `it.Effect == "Allow" and not exists(it.Condition)
            and any(it.Resource[*], it in ("*", "arn:aws:iam::*", "arn:aws:iam::*:*"))
            and any(it.Action[*], ${CHANGES_IAM})`;

/** A statement of the policy, which is a path or `json(path)`, allows every identity of every account without a condition. */
export const opensToAnyone = (policy: string): string =>
  `any(${policy}.Statement[*], ${ALLOWS_ANYONE} and not exists(it.Condition))`;

/** A statement of the policy allows an account other than the one of the record, or an identity of it. */
export const opensToForeignAccount = (policy: string): string =>
  `(exists(recipientAccountId) and any(${policy}.Statement[*], ${ALLOWS_FOREIGN_ACCOUNT}))`;

/** Account ids in the list at the path, other than the account of the record. */
export const namesForeignAccount = (path: string): string =>
  `(exists(recipientAccountId) and any(${path}, it != recipientAccountId))`;
