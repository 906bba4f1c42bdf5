import type { INodeProperties } from 'n8n-workflow';

/** How to authenticate, and what each way of it needs. */
export const authenticationFields: INodeProperties[] = [
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		default: 'accessKey',
		options: [
			{
				name: 'Access Key',
				value: 'accessKey',
				description:
					'Sign each request with an access key (AK/SK); a permanent one does not expire',
			},
			{
				name: 'IAM User',
				value: 'iamUser',
				description: 'Log in as an IAM user; n8n obtains and renews the token by itself',
			},
			{
				name: 'Token',
				value: 'token',
				description: 'Use a token that you obtained yourself, valid for 24 hours at most',
			},
		],
	},
	{
		displayName: 'Access Key ID',
		name: 'accessKeyId',
		type: 'string',
		default: '',
		required: true,
		description:
			'The AK. In the console: your user name > My Credentials > Access Keys > Create Access Key.',
		displayOptions: { show: { authentication: ['accessKey'] } },
	},
	{
		displayName: 'Secret Access Key',
		name: 'secretAccessKey',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		description: 'The SK, from the file that the console offered when the access key was created',
		displayOptions: { show: { authentication: ['accessKey'] } },
	},
	{
		displayName: 'Security Token',
		name: 'securityToken',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: 'Only for temporary access keys, which expire. Leave empty for permanent ones.',
		displayOptions: { show: { authentication: ['accessKey'] } },
	},
	{
		displayName: 'Account Name',
		name: 'accountName',
		type: 'string',
		default: '',
		required: true,
		description:
			'The account that the IAM user belongs to. In the console: your user name > My Credentials > Account Name.',
		displayOptions: { show: { authentication: ['iamUser'] } },
	},
	{
		displayName: 'User Name',
		name: 'userName',
		type: 'string',
		default: '',
		required: true,
		description:
			"An IAM user with programmatic access and without multi-factor authentication. In Huawei Cloud's public regions, the account itself and federated users can't obtain tokens by password.",
		displayOptions: { show: { authentication: ['iamUser'] } },
	},
	{
		displayName: 'Password',
		name: 'password',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		displayOptions: { show: { authentication: ['iamUser'] } },
	},
	{
		displayName: 'Token',
		name: 'token',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		description:
			"The value of the header X-Subject-Token in IAM's answer to POST /v3/auth/tokens, with a project as its scope",
		hint: 'It expires 24 hours after it was obtained. For workflows that run longer, choose Access Key or IAM User.',
		displayOptions: { show: { authentication: ['token'] } },
	},
];
