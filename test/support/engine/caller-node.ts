import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';

import { failureOf } from '../../../huawei-cloud/errors/authentication-error';
import { standInNodes } from './stand-in-nodes';

const { description } = standInNodes['n8n-nodes-base.noOp'] as INodeType;

/**
 * Sends one request per item with the credential, over the helper that the options are for: `url` for that of most
 * nodes, `uri` for that of n8n's HTTP Request node. Puts out the answer, or what the node gets to see of the failure.
 */
export class Caller implements INodeType {
	description: INodeType['description'] = {
		...description,
		name: 'caller',
		displayName: 'Caller',
		credentials: [{ name: 'huaweiCloudApi', required: true }],
		properties: [
			{ displayName: 'Options', name: 'options', type: 'json', default: {} },
			{ displayName: 'Throws', name: 'throws', type: 'boolean', default: false },
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const output: INodeExecutionData[] = [];
		for (const index of this.getInputData().keys()) {
			const options = this.getNodeParameter('options', index) as IDataObject;
			const send =
				'uri' in options
					? this.helpers.requestWithAuthentication
					: this.helpers.httpRequestWithAuthentication;
			try {
				const answer = await send.call(
					this,
					'huaweiCloudApi',
					structuredClone(options) as unknown as IHttpRequestOptions,
				);
				output.push({ json: { answer } });
			} catch (error) {
				if (this.getNodeParameter('throws', index)) throw error;
				const { message, description: remedy } = error as Error & { description?: string };
				output.push({
					json: {
						message,
						remedy,
						failure: failureOf(error) as unknown as IDataObject,
						stops: failureOf(error)?.stopsBatch === true,
					},
				});
			}
		}
		return [output];
	}
}
