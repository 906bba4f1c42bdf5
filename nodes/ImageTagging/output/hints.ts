import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import type { Outcome } from '../../../batch/attempt';
import type { BatchReport } from '../../../batch/batch';
import type { ImageWarning } from '../../../images/validate';
import type { ImageFailure, TaggedImage } from '../image';

const counted = (count: number, noun: string): string =>
	`${count} ${noun}${count === 1 ? '' : 's'}`;

const images = (count: number): string => counted(count, 'image');

const imagesAre = (count: number): string => `${images(count)} ${count === 1 ? 'is' : 'are'}`;

/** Why images gave no tags: their number, and the likely cause. */
function withoutTags(tagged: TaggedImage[]): string | undefined {
	const without = tagged.filter(({ kept }) => kept === 0);
	const [first] = without;
	if (!first) return undefined;
	const filtered = without.filter(({ given }) => given > 0).length;
	const { threshold, apiVersion } = first.parameters;
	const used = threshold ?? (apiVersion === 'v2' ? 60 : 0);
	const cause =
		filtered > 0
			? `${filtered === without.length ? 'All' : filtered} of them had tags, but none passed Tag Types, Include Tags and Exclude Tags.`
			: `The service was not sure enough of anything: lower the option Threshold (${used} was used) to see less certain tags.`;
	return `${images(without.length)} of ${tagged.length} gave no tags. ${cause}`;
}

/** Why images with tags gave no objects. */
function withoutObjects(tagged: TaggedImage[]): string | undefined {
	const without = tagged.filter(
		({ kept, items, parameters }) =>
			kept > 0 && parameters.output === 'objects' && items.every(({ tag }) => tag === null),
	);
	const [first] = without;
	if (!first) return undefined;
	const cause =
		first.parameters.apiVersion === 'v1.0'
			? 'API Version V1.0 has no bounding boxes: use V2 for them.'
			: 'The service gives bounding boxes of common objects only: set Output to One Item per Tag to see all tags.';
	return `${images(without.length)} of ${tagged.length} gave tags, but no objects. ${cause}`;
}

/** Why files were not made: by what could not be done, their number and the first reason. */
function withoutFiles(tagged: TaggedImage[]): string[] {
	const problems = tagged.flatMap((image) => image.problems);
	return [...new Set(problems.map(({ outcome }) => outcome))].map((outcome) => {
		const alike = problems.filter((problem) => problem.outcome === outcome);
		return `${images(alike.length)} ${outcome}. ${alike[0]?.reason ?? ''}`;
	});
}

/** In what the boxes of raw answers are measured, where the user can't see it. */
function rawOfShrunk(tagged: TaggedImage[]): string | undefined {
	const shrunk = tagged.filter(
		({ image, parameters }) => parameters.output === 'raw' && image.sent_width !== undefined,
	);
	const [first] = shrunk;
	if (!first) return undefined;
	const { width, height, sent_width, sent_height } = first.image;
	const sides = `${sent_width} × ${sent_height} px instead of ${width} × ${height}`;
	return `${images(shrunk.length)} ${shrunk.length === 1 ? 'was' : 'were'} shrunk before sending (${shrunk.length === 1 ? '' : 'the first: '}${sides}). Boxes in a raw answer are in the pixels of what was sent; every other Output gives them in those of the original.`;
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
	warnings: readonly ImageWarning[],
): string | undefined {
	const found = warnings.filter((warning): warning is Warning<K> => warning.kind === kind);
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
	outcomes: ReadonlyArray<Outcome<TaggedImage, ImageFailure> | undefined>,
): void {
	const tagged = outcomes.flatMap((outcome) => (outcome?.ok ? [outcome.value] : []));
	const warnings = outcomes.flatMap((outcome) => {
		const known = outcome?.ok ? outcome.value : outcome?.failure.known;
		return known?.warnings ?? [];
	});
	const hints = [
		withoutTags(tagged),
		withoutObjects(tagged),
		...withoutFiles(tagged),
		rawOfShrunk(tagged),
		withWarning('newFormat', warnings),
		withWarning('declaredType', warnings),
		troubles(report),
	].flatMap<NodeExecutionHint>((message) =>
		message ? [{ message, type: 'warning', location: 'outputPane' }] : [],
	);
	if (hints.length > 0) context.addExecutionHints(...hints);
}
