/** How a request proves who sends it. */
export type AuthenticationMethod = 'accessKey' | 'iamUser' | 'token';

/** The decrypted fields of a `huaweiCloudApi` credential, as n8n hands them over: any text field may be missing or empty. */
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
	/** JSON of a {@link Session}; written by n8n after preAuthentication. */
	session?: string;
}
