import type { Finding } from '../types';
import type { Detected, Seen, Views } from '../views';
import { ancestorsOf, DETECTOR_TERMS, termOf } from '../vocabulary';
import { colourFindings } from './colours';
import { combine } from './combine';

/** A detected class in the words of the vocabulary. */
function inWords({ column, instances }: Detected): Seen[] {
	const term = DETECTOR_TERMS[column];
	if (!term) return [];
	const { label, kind, category } = termOf(term);
	return [
		{
			finding: { label, kind, category, score: instances[0]!.score, instances },
			broader: ancestorsOf(term).map(termOf),
		},
	];
}

/** What is said of an image, from everything that was seen of it. */
export const judge = ({ detections, own, pixels }: Views): Finding[] =>
	combine([...detections.flatMap(inWords), ...own], colourFindings(pixels));
