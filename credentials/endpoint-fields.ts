import type { INodeProperties } from 'n8n-workflow';

/** A switch, though its name sounds like a secret: shown as it is. */
const anyCertificate: INodeProperties = {
	displayName: 'Ignore SSL Issues (Insecure)',
	name: 'allowUnauthorizedCerts',
	type: 'boolean',
	default: false,
	description:
		"Whether to connect even if the certificate of the server can't be verified. For private clouds with a certificate authority of their own.",
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

/** Where requests go, and how far the other end is trusted. */
export const endpointFields: INodeProperties[] = [
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
];
