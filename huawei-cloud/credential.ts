import { ConfigurationError } from './configuration-error';

/** How a request proves who sends it. */
const METHODS = ['accessKey', 'iamUser', 'token'] as const;
export type AuthenticationMethod = (typeof METHODS)[number];

/** The fields of a `huaweiCloudApi` credential: any text field may be missing or empty. */
export interface HuaweiCloudCredential {
	authentication?: AuthenticationMethod;
	accessKeyId?: string;
	secretAccessKey?: string;
	securityToken?: string;
	accountName?: string;
	userName?: string;
	password?: string;
	token?: string;
	region?: string;
	projectName?: string;
	projectId?: string;
	endpoint?: string;
	iamEndpoint?: string;
	obsEndpoint?: string;
	allowUnauthorizedCerts?: boolean;
	/** JSON of the IAM user's token and what is known of it; written by n8n after preAuthentication. */
	session?: string;
}

/** Values that must not appear in a text. */
export const secretsOf = ({
	secretAccessKey,
	securityToken,
	password,
	token,
}: HuaweiCloudCredential): Array<string | undefined> => [
	secretAccessKey,
	securityToken,
	password,
	token,
];

const isFlag = (name: string): boolean => name === 'allowUnauthorizedCerts';
/** Taken letter by letter: white space may belong to it. */
const isExact = (name: string): boolean => name === 'password' || name === 'session';

/**
 * The decrypted fields as n8n hands them over, made text whatever type an expression gave, and
 * without the white space that copy and paste adds.
 */
export function credentialOf(fields: object): HuaweiCloudCredential {
	const entries = Object.entries(fields).map(([name, value]: [string, unknown]) => {
		if (isFlag(name) || value === undefined || value === null) return [name, value ?? undefined];
		return [name, isExact(name) ? String(value) : String(value).trim()];
	});
	return Object.fromEntries(entries) as HuaweiCloudCredential;
}

/**
 * How the credential authenticates, by access key unless it says otherwise.
 * @throws ConfigurationError for what an expression may give and n8n's list doesn't have
 */
export function authenticationMethod({
	authentication = 'accessKey',
}: HuaweiCloudCredential): AuthenticationMethod {
	if (METHODS.includes(authentication)) return authentication;
	throw new ConfigurationError(
		`The Huawei Cloud credential has the authentication "${String(authentication)}", which does not exist.`,
		`Open the credential and choose an Authentication, or let its expression give ${METHODS.join(', ')}.`,
	);
}
