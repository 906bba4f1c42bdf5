export { ancestorsOf, TERM_IDS, termOf, type Term } from './terms';
export {
	CLASS_TERMS,
	classesBelow,
	COMPANIONS,
	DETECTOR_TERMS,
	termProbabilities,
	type Companion,
} from './classes';
