import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import type { BatchReport } from '../../batch/batch';
import type { Outcome } from '../../batch/failure';
import type { TaggedJob } from './execute';
import type { ImageFailure } from './image-failure';

const images = (count: number): string => (count === 1 ? '1 image' : `${count} images`);

/** Why images gave no tags: their number, and the likely cause. */
function withoutTags(jobs: TaggedJob[]): string | undefined {
	const without = jobs.filter(({ kept }) => kept === 0);
	const [first] = without;
	if (!first) return undefined;
	const filtered = without.filter(({ given }) => given > 0).length;
	const { threshold, apiVersion } = first.parameters;
	const used = threshold ?? (apiVersion === 'v2' ? 60 : 0);
	const cause =
		filtered > 0
			? `${filtered === without.length ? 'All' : filtered} of them had tags, but none passed Tag Types, Include Tags and Exclude Tags.`
			: `The service was not sure enough of anything: lower the option Threshold (${used} was used) to see less certain tags.`;
	return `${images(without.length)} of ${jobs.length} gave no tags. ${cause}`;
}

/** Why pictures were not drawn: their number, and the first reason. */
function withoutPicture(jobs: TaggedJob[]): string | undefined {
	const problems = jobs.flatMap(({ annotation }) =>
		annotation && 'problem' in annotation ? [annotation.problem] : [],
	);
	const [first] = problems;
	return first && `${images(problems.length)} could not be drawn on. ${first}`;
}

function troubles({ total, done, failed, retried, throttled }: BatchReport): string | undefined {
	if (retried === 0 && throttled === 0) return undefined;
	const slow =
		throttled > 0
			? ' The service throttled: lower Max Concurrency or ask for a higher quota if that matters.'
			: '';
	return `${done} of ${images(total)} tagged, ${failed} failed; ${retried} attempts repeated, ${throttled} answers throttled.${slow}`;
}

/** Tells in the editor what a user would not see in the items. */
export function addHints(
	context: IExecuteFunctions,
	report: BatchReport,
	outcomes: Array<Outcome<TaggedJob, ImageFailure> | undefined>,
): void {
	const tagged = outcomes.flatMap((outcome) => (outcome?.ok ? [outcome.value] : []));
	const hints = [
		withoutTags(tagged),
		withoutPicture(tagged),
		troubles(report),
	].flatMap<NodeExecutionHint>((message) =>
		message ? [{ message, type: 'warning', location: 'outputPane' }] : [],
	);
	if (hints.length > 0) context.addExecutionHints(...hints);
}
