import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import type { BatchReport } from '../../batch/batch';
import type { Outcome } from '../../batch/attempt';
import type { ImageWarning } from '../../images/validate';
import type { ImageFailure } from './image-failure';
import type { ImageJob } from './image-job';
import type { TaggedJob } from './tagged-job';

const counted = (count: number, noun: string): string =>
	`${count} ${noun}${count === 1 ? '' : 's'}`;

const images = (count: number): string => counted(count, 'image');

const imagesAre = (count: number): string => `${images(count)} ${count === 1 ? 'is' : 'are'}`;

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

/** Why images with tags gave no objects. */
function withoutObjects(jobs: TaggedJob[]): string | undefined {
	const without = jobs.filter(
		({ kept, items, parameters }) =>
			kept > 0 && parameters.output === 'objects' && items.every(({ tag }) => tag === null),
	);
	const [first] = without;
	if (!first) return undefined;
	const cause =
		first.parameters.apiVersion === 'v1.0'
			? 'API Version V1.0 has no bounding boxes: use V2 for them.'
			: 'The service gives bounding boxes of common objects only: set Output to One Item per Tag to see all tags.';
	return `${images(without.length)} of ${jobs.length} gave tags, but no objects. ${cause}`;
}

/** Why pictures were not drawn: their number, and the first reason. */
function withoutPicture(jobs: TaggedJob[]): string | undefined {
	const problems = jobs.flatMap(({ annotation }) =>
		annotation && 'problem' in annotation ? [annotation.problem] : [],
	);
	const [first] = problems;
	return first && `${images(problems.length)} could not be drawn on. ${first}`;
}

type Warning<K extends ImageWarning['kind']> = Extract<ImageWarning, { kind: K }>;

/** What is said of all images that have a warning of a kind. */
const warningHints: {
	[K in ImageWarning['kind']]: (count: number, first: Warning<K>) => string;
} = {
	newFormat: (count, { format }) =>
		`${imagesAre(count)} ${format}, which only newer editions of the service take. Where one is refused, convert it to JPG or PNG before this node.`,
	declaredType: (count, { declared, format }) =>
		`${imagesAre(count)} not of the declared type${count > 1 ? ' (the first: ' : ' ('}${declared} is declared, the bytes are ${format}). It does no harm here, but later nodes may go by the declared type.`,
};

function withWarning<K extends ImageWarning['kind']>(
	kind: K,
	jobs: ImageJob[],
): string | undefined {
	const found = jobs
		.flatMap(({ warnings }) => warnings)
		.filter((warning): warning is Warning<K> => warning.kind === kind);
	const [first] = found;
	return first && warningHints[kind](found.length, first);
}

function troubles(report: BatchReport): string | undefined {
	const { total, done, failed, retried, fetchedAgain, throttled } = report;
	if (retried === 0 && fetchedAgain === 0 && throttled === 0) return undefined;
	const downloads = fetchedAgain > 0 ? `, ${counted(fetchedAgain, 'download')} repeated` : '';
	const slow =
		throttled > 0
			? ' The service throttled: lower Max Concurrency or ask for a higher quota if that matters.'
			: '';
	return `${done} of ${images(total)} tagged, ${failed} failed; ${counted(retried, 'attempt')} repeated${downloads}, ${counted(throttled, 'answer')} throttled.${slow}`;
}

/** Tells in the editor what a user would not see in the items. */
export function addHints(
	context: IExecuteFunctions,
	report: BatchReport,
	outcomes: Array<Outcome<TaggedJob, ImageFailure> | undefined>,
	jobs: ImageJob[],
): void {
	const tagged = outcomes.flatMap((outcome) => (outcome?.ok ? [outcome.value] : []));
	const hints = [
		withoutTags(tagged),
		withoutObjects(tagged),
		withoutPicture(tagged),
		withWarning('newFormat', jobs),
		withWarning('declaredType', jobs),
		troubles(report),
	].flatMap<NodeExecutionHint>((message) =>
		message ? [{ message, type: 'warning', location: 'outputPane' }] : [],
	);
	if (hints.length > 0) context.addExecutionHints(...hints);
}
