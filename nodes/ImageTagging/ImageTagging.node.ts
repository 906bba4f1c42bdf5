import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { huaweiCloudApiTest } from './n8n/credential-test';

import { properties } from './parameters/form';
import { tagImages } from './execute';

export class ImageTagging implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Huawei Cloud Image Tagging',
		name: 'imageTagging',
		icon: { light: 'file:imageTagging.svg', dark: 'file:imageTagging.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["apiVersion"] + ": " + $parameter["imageSource"] }}',
		description: 'Get tags, confidences and bounding boxes for what is in an image',
		defaults: { name: 'Image Tagging' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'huaweiCloudApi', required: true, testedBy: 'huaweiCloudApiTest' }],
		properties,
	};

	methods = { credentialTest: { huaweiCloudApiTest } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await tagImages(this)];
	}
}
