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
import { authenticationFields } from './authentication-fields';
import { endpointFields } from './endpoint-fields';

/** The token that n8n obtains, saves and renews; a secret, though its name sounds like none: n8n keeps it from the browser. */
const session: INodeProperties = {
	displayName: 'Session',
	name: 'session',
	type: 'hidden',
	typeOptions: { expirable: true, password: true },
	default: '',
};

export class HuaweiCloudApi implements ICredentialType {
	name = 'huaweiCloudApi';

	displayName = 'Huawei Cloud API';

	icon: Icon = { light: 'file:huaweicloud.svg', dark: 'file:huaweicloud.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-huaweicloud/n8n-nodes-huaweicloud-image-recognition/blob/main/docs/credentials.md';

	properties: INodeProperties[] = [
		...authenticationFields,
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
		...endpointFields,
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
