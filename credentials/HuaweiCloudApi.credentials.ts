import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	Icon,
	INodeProperties,
} from 'n8n-workflow';

import { authenticate } from '../huawei-cloud/request/authenticate';
import { preAuthentication } from '../huawei-cloud/request/pre-authentication';
import { CUSTOM_REGION, REGIONS } from '../huawei-cloud/regions';

/** A switch, though its name sounds like a secret: shown as it is. */
const anyCertificate: INodeProperties = {
	displayName: 'Ignore SSL Issues (Insecure)',
	name: 'allowUnauthorizedCerts',
	type: 'boolean',
	default: false,
	description:
		"Whether to connect even if the certificate of the server can't be verified. For private clouds with a certificate authority of their own.",
};

/** The token that n8n obtains, saves and renews; a secret, though its name sounds like none: n8n keeps it from the browser. */
const session: INodeProperties = {
	displayName: 'Session',
	name: 'session',
	type: 'hidden',
	typeOptions: { expirable: true, password: true },
	default: '',
};

/** Shown below an endpoint that is written with http://. */
const unencrypted = (endpoint: string): INodeProperties => ({
	displayName:
		'This address starts with http://, so others can read images, tags, passwords and tokens on the way (a Secret Access Key is never sent). Use it only on your own machine or network.',
	name: `${endpoint}Notice`,
	type: 'notice',
	default: '',
	displayOptions: { show: { [endpoint]: [{ _cnd: { startsWith: 'http://' } }] } },
});

const anyCertificateNotice: INodeProperties = {
	displayName:
		'The certificate is not checked now, so somebody in between could read and change everything. It is safer to give n8n the certificate authority of your cloud, with the environment variable NODE_EXTRA_CA_CERTS.',
	name: 'allowUnauthorizedCertsNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { allowUnauthorizedCerts: [true] } },
};

export class HuaweiCloudApi implements ICredentialType {
	name = 'huaweiCloudApi';

	displayName = 'Huawei Cloud API';

	icon: Icon = { light: 'file:huaweicloud.svg', dark: 'file:huaweicloud.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-huaweicloud/n8n-nodes-huaweicloud-image-recognition/blob/main/docs/credentials.md';

	properties: INodeProperties[] = [
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
		{
			displayName: 'Region',
			name: 'region',
			type: 'options',
			default: 'ap-southeast-1',
			description:
				'The region in which your account uses Image Recognition. The project and the endpoints come from it unless you fill them in below.',
			options: [
				...REGIONS.map(({ code, name, imageRecognition }) => ({
					name: `${name} (${code})`,
					value: code,
					...(imageRecognition
						? { description: 'Has Image Recognition, until its planned end on 2026-12-30' }
						: {}),
				})),
				{
					name: 'Custom',
					value: CUSTOM_REGION,
					description:
						'A private or sovereign cloud, whose administrator knows the endpoints, or a self-hosted service: fill in the endpoints below',
				},
			],
		},
		{
			displayName: 'Project Name',
			name: 'projectName',
			type: 'string',
			default: '',
			placeholder: 'e.g. ap-southeast-1_team',
			description:
				'Leave empty to use the project that is named after the region. With several projects in a region, name the one to use, or fill in Project ID.',
		},
		{
			displayName: 'Project ID',
			name: 'projectId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 0d3c5a7e9b1f4e2c8a6d0f1e2b3c4d5e',
			description:
				'Leave empty to look it up by the project name. In the console: your user name > My Credentials > API Credentials.',
		},
		{
			displayName: 'Image Recognition Endpoint',
			name: 'endpoint',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://image.ap-southeast-1.myhuaweicloud.com',
			description: 'Leave empty to use the endpoint of the region',
		},
		unencrypted('endpoint'),
		{
			displayName: 'IAM Endpoint',
			name: 'iamEndpoint',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://iam.ap-southeast-1.myhuaweicloud.com',
			description: 'Leave empty to use the endpoint of the region',
		},
		unencrypted('iamEndpoint'),
		{
			displayName: 'OBS Endpoint',
			name: 'obsEndpoint',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://obs.ap-southeast-1.myhuaweicloud.com',
			description:
				'Leave empty to use the endpoint of the region. Only used by the image source OBS Object.',
		},
		unencrypted('obsEndpoint'),
		anyCertificate,
		anyCertificateNotice,
		session,
	];

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		return await preAuthentication(credentials, this.helpers);
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return await authenticate(credentials, requestOptions);
	}
}
