import { authentication, type Variant } from './row';

const NO_TOKEN_FOR =
	'Create an IAM user without multi-factor authentication for n8n in the console, or switch the credential to "Access Key".';

/** What IAM says when it gives no token or project; it sends a status and a text, and no code of its own. */
export const IAM_VARIANTS: readonly Variant[] = [
	{
		cause: 'wrong password',
		text: /(?:user ?name|account).{0,30}password.{0,20}(?:wrong|incorrect|invalid|error)|(?:incorrect|wrong|invalid) password/i,
		...authentication(
			'IAM refused the user: account name, user name or password is wrong.',
			'Open the credential and check Account Name, User Name and Password. The account name is the one that owns the user; both names are shown in the console under My Credentials.',
		),
	},
	{
		cause: 'locked user',
		text: /(?:user|account).{0,30}(?:locked|disabled|suspended|forbidden to log)/i,
		...authentication(
			'IAM refused the user: it is locked or disabled.',
			'Wait 15 minutes if wrong passwords locked the user, or enable it in the IAM console; then use the test of the credential.',
		),
	},
	{
		cause: 'password change needed',
		text: /password.{0,30}(?:expired|must be changed|need.{0,12}change)|change.{0,20}password/i,
		...authentication(
			'IAM refused the user: its password has expired or must be changed first.',
			'Log in to the console as this user, set a new password, and enter it in the credential.',
		),
	},
	{
		cause: 'multi-factor authentication',
		text: /\b(?:mfa|totp)\b|multi-?factor|virtual device/i,
		...authentication(
			'IAM gives no token for this user by password alone, because it has multi-factor authentication.',
			NO_TOKEN_FOR,
		),
	},
	{
		cause: 'unknown project',
		text: /(?:could not find|no such|not find).{0,20}project|project.{0,60}(?:not (?:exist|found|be found)|disabled)/i,
		...authentication(
			'IAM does not know the project.',
			'Open the credential and check Region, Project Name and Project ID (console: My Credentials > API Credentials).',
			{ quotesService: true },
		),
	},
	{
		cause: 'unknown domain',
		text: /(?:could not find|no such|not find).{0,20}(?:domain|user)|(?:domain|user).{0,60}not (?:exist|found|be found)/i,
		...authentication(
			'IAM does not know the account or the user.',
			'Open the credential and check Account Name and User Name: the account name is the one that owns the user.',
		),
	},
	{
		cause: 'policy',
		text: /not (?:allowed|authorized|permitted) to perform|policy (?:doesn't|does not) allow/i,
		...authentication(
			'The user may not do this.',
			'Give the user the permission in IAM, or fill in Project ID in the credential so that it need not be looked up.',
			{ quotesService: true },
		),
	},
];
