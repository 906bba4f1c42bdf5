import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core';
import { Region } from '@huaweicloud/huaweicloud-sdk-core/region/region';
import {
	ImageClient,
	ImageTaggingReq,
	RunImageTaggingRequest,
} from '@huaweicloud/huaweicloud-sdk-image/v2/public-api';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { acme, projectId, testConfig } from '../support/accounts';
import { answerV2 } from '../support/answer-schema';
import { photo } from '../support/client';
import { runService, type RunningService } from '../support/run-service';

let service: RunningService;
const { ak = '', sk = '' } = acme.accessKeys[0] ?? {};

beforeAll(async () => {
	service = await runService(testConfig());
});

afterAll(() => service.stop());

function request(): RunImageTaggingRequest {
	const body = new ImageTaggingReq().withImage(photo()).withLanguage('en').withThreshold(60);
	return new RunImageTaggingRequest().withBody(body);
}

/** What the SDK answers with, without the status that it adds. */
function answerOf(response: unknown) {
	const { result } = JSON.parse(JSON.stringify(response)) as { result: unknown };
	return answerV2.parse({ result });
}

describe("the official SDK's ImageClient", () => {
	it('tags a picture in a given project', async () => {
		const client = ImageClient.newBuilder()
			.withCredential(new BasicCredentials().withAk(ak).withSk(sk).withProjectId(projectId))
			.withEndpoint(service.url)
			.build();
		const { result } = answerOf(await client.runImageTagging(request()));
		expect(result.tags.map(({ tag }) => tag)).toContain('sheep');
	});

	it('looks its project up by itself', async () => {
		const credential = new BasicCredentials().withAk(ak).withSk(sk);
		credential.withIamEndpoint(service.url);
		const client = ImageClient.newBuilder()
			.withCredential(credential)
			.withRegion(new Region('test-1', service.url))
			.build();
		const { result } = answerOf(await client.runImageTagging(request()));
		expect(result.tags.map(({ tag }) => tag)).toContain('sheep');
	});
});
